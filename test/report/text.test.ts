import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns, cut, hanging, harmless, padEnd, padStart, width, wrap } from '../../src/report/text.js';

test('wide characters and emoji take two columns, marks none', () => {
  expect([width('abc'), width('日本'), width('🚀'), width('e\u0301'), width('👩‍💻')]).toEqual([3, 4, 2, 1, 2]);
});

test('a name cannot send escape sequences or turn the text round', () => {
  const hostile = '\u001b[31mred\u001b[0m\r\n\u202eevil\u2066\u0007';
  const shown = harmless(hostile);
  expect(shown).not.toMatch(/[\u0000-\u001f\u202e\u2066]/);
  expect(shown).toContain('red');
});

test('cutting keeps whole characters and marks the cut', () => {
  expect(cut('abcdef', 4)).toBe('abc…');
  expect(cut('日本語', 4)).toBe('日…');
  expect(cut('abc', 3)).toBe('abc');
});

test('wrapped lines hold every word in order and none is too wide', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 10, max: 60 }),
      (words, room) => {
        const lines = wrap(words.join(' '), room);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(room);
      },
    ),
  );
});

test('hanging lines start under the text, not under the mark', () => {
  expect(hanging('1. ', 'aa bb cc', 8)).toEqual(['1. aa bb', '   cc']);
});

test('columns are as wide as their widest cell; the first is left, the others right', () => {
  expect(
    columns([
      ['a', 'xx'],
      ['bbb', 'y'],
    ]),
  ).toEqual(['a    xx', 'bbb   y']);
  expect([padEnd('日', 4), padStart('日', 4)]).toEqual(['日  ', '  日']);
});
