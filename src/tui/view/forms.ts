/** What is asked before a sweep and before something is written; and the help. */
import { harmless, wrap } from '../../report/text.js';
import { SWEEP_FIELDS, WRITE_AS, selectedRow, type Panel } from '../state.js';
import { valuesOf } from '../sweeping.js';
import type { Tone } from '../paint.js';
import type { PaneProps } from './parameters.js';
import { pane, type Piece } from './row.js';

type Of<K extends Panel['kind']> = Extract<Panel, { kind: K }>;

const paragraph = (text: string, columns: number, tone: Tone = 'dim'): readonly Piece[][] =>
  wrap(harmless(text), columns - 1).map((line): Piece[] => [[line, tone]]);

export function sweepForm(panel: Of<'sweepForm'>, props: PaneProps): readonly string[] {
  const selected = selectedRow(props.state);
  const fields = SWEEP_FIELDS.map((field): readonly Piece[] => {
    const active = field === panel.active;
    return [
      [`${active ? '▸' : ' '} ${field.padEnd(7)}`, active ? 'bold' : 'dim'],
      [`${harmless(panel.fields[field])}${active ? '▏' : ''}`, active ? 'accent' : 'plain'],
    ];
  });
  const read = selected === undefined ? null : valuesOf(panel.fields, selected);
  const preview = read === null ? '' : read.ok ? `${read.values.length} runs: ${read.values.join(', ')}` : '';
  return pane(
    [
      [
        ['Sweep ', 'bold'],
        [harmless(selected?.name ?? ''), 'accent'],
      ],
      [],
      ...fields,
      [],
      ...paragraph(preview, props.columns),
      ...(panel.problem === null ? [] : paragraph(`✗ ${panel.problem}`, props.columns, 'bad')),
      ...(selected === undefined || selected.range === null
        ? []
        : paragraph(`valid: ${selected.range}`, props.columns)),
    ],
    props,
  );
}

const ABOUT = {
  scenario: 'Your file with the changes in it; comments stay. Where that cannot be done, the resolved scenario.',
  manifests: 'A folder with config-autoscaler, each Service to apply, and the scenario that goes with them.',
  report: 'The HTML page of this run, as `headroom run` writes it.',
} as const;

export function writeForm(panel: Of<'write'>, props: PaneProps): readonly string[] {
  const tabs = WRITE_AS.flatMap((as): Piece[] => [
    [as === panel.as ? `[${as}]` : ` ${as} `, as === panel.as ? 'bold' : 'dim'],
    ' ',
  ]);
  const path = `${harmless(panel.path)}▏`;
  return pane(
    [
      [['Write', 'bold']],
      tabs,
      [],
      ...paragraph(path, props.columns, 'accent'),
      [],
      ...(panel.exists
        ? paragraph('This is there already. Enter once more writes over it.', props.columns, 'warn')
        : []),
      ...(panel.problem === null ? [] : paragraph(`✗ ${panel.problem}`, props.columns, 'bad')),
      ...paragraph(ABOUT[panel.as], props.columns),
    ],
    props,
  );
}

/** Keys by what they are for. */
const HELP: readonly (readonly [keys: string, what: string])[] = [
  ['↑ ↓  k j', 'select a parameter; PgUp PgDn, Home End; Tab: next group'],
  ['← →  h l  - +', 'turn it to the next value that people use'],
  ['0-9  Enter', 'type a value; empty is what the file says'],
  ['Backspace', 'back to what the file says'],
  ['/', 'filter parameters by words; Esc clears'],
  ['u  U', 'undo, redo'],
  ['b', 'pin this run: changes are shown against it'],
  ['s', 'sweep the parameter: Tab picks the figure, Enter takes a value'],
  ['e', 'explain a moment: ← → move, n N decisions, c C cold starts'],
  ['w  r', 'write the scenario or its manifests; write the HTML report'],
  ['Ctrl-Z  q', 'set aside (fg comes back); quit'],
];
const NOTES: readonly string[] = [
  'Every change is simulated at once. Until the whole run is there, its first part is shown and said so: never fewer requests than there are.',
  '✓ better  ✗ worse  = same as the pinned run. * changed by you. · not set: the default holds.',
];

/** The same where there is no room for sentences, two beside each other. */
const SHORT_HELP: readonly (readonly [keys: string, what: string])[] = [
  ['↑ ↓', 'select'],
  ['Tab', 'next group'],
  ['← →', 'turn'],
  ['0-9 Enter', 'type a value'],
  ['Backspace', 'as in the file'],
  ['/', 'filter'],
  ['u U', 'undo, redo'],
  ['b', 'pin this run'],
  ['s', 'sweep'],
  ['e', 'explain a moment'],
  ['w', 'write the scenario'],
  ['r', 'write the report'],
  ['Ctrl-Z', 'set aside'],
  ['q', 'quit'],
];
const SHORT_NOTE = '✓ better ✗ worse = same; * changed by you; · not set';

/** In sentences; in words where these would be cut off at the foot. */
export function help(props: PaneProps): readonly string[] {
  const whole = sentences(props.columns);
  return pane(whole.length <= props.rows ? whole : inWords(props.columns), props);
}

/** Columns from which on two of them fit beside each other. */
const TWO_BESIDE = 56;

function inWords(columns: number): readonly (readonly Piece[])[] {
  if (columns < TWO_BESIDE)
    return [[['Keys', 'bold']], ...paragraph(SHORT_HELP.map((entry) => entry.join(' ')).join(' · '), columns, 'plain')];
  const half = Math.floor(columns / 2);
  const cell = ([key, what]: (typeof SHORT_HELP)[number]): Piece[] => [
    [`  ${key.padEnd(10)}`, 'bold'],
    what.padEnd(Math.max(0, half - 12)).slice(0, Math.max(0, half - 12)),
  ];
  const pairs = SHORT_HELP.flatMap((entry, k) => (k % 2 === 0 ? [[entry, ...SHORT_HELP.slice(k + 1, k + 2)]] : []));
  return [[['Keys', 'bold']], ...pairs.map((pair) => pair.flatMap(cell)), ...paragraph(`  ${SHORT_NOTE}`, columns)];
}

function sentences(columns: number): readonly (readonly Piece[])[] {
  const wide = 15;
  const keys = HELP.flatMap(([key, what]) =>
    wrap(what, columns - wide - 3).map((line, k): Piece[] => [
      [`  ${(k === 0 ? key : '').padEnd(wide)}`, 'bold'],
      line,
    ]),
  );
  return [[['Keys', 'bold']], ...keys, [], ...NOTES.flatMap((note) => paragraph(`  ${note}`, columns))];
}
