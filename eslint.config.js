import tseslint from 'typescript-eslint';

/** Rooms below the shell: chance and time are arguments there. */
const model = [
  'src/{engine,random,stats,units,workload,traces,platform,autoscaler,billing,slo,scenario,meters,result,experiment,report}/**/*.{ts,tsx}',
  'src/simulate.ts',
];

/** Their last bit differs between versions of Node: only `stats/` may use them, to build portable ones. */
const inexact = [
  'pow',
  'exp',
  'expm1',
  'log',
  'log2',
  'log10',
  'log1p',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'sinh',
  'cosh',
  'tanh',
  'cbrt',
  'hypot',
];
const properties = (names, message) => names.map((property) => ({ object: 'Math', property, message }));

export default tseslint.config(
  { ignores: ['dist/', 'reports/', 'coverage/', 'node_modules/'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: model,
    rules: {
      'no-restricted-globals': ['error', 'Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'process'],
      'no-restricted-properties': [
        'error',
        ...properties(['random'], 'Chance is an argument: take a Source.'),
        ...properties(inexact, 'Not portable to the last bit: use stats/portable.'),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "BinaryExpression[operator='**']", message: 'Not portable to the last bit: use stats/portable.' },
      ],
    },
  },
  {
    files: ['src/stats/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', ...properties(['random'], 'Chance is an argument: take a Source.')],
      'no-restricted-syntax': 'off',
    },
  },
  {
    // Charts and pages are drawn, not simulated: their last bit does not matter.
    files: ['src/report/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-properties': ['error', ...properties(['random'], 'Chance is an argument.')],
      'no-restricted-syntax': 'off',
    },
  },
);
