import { describe, expect, it } from 'vitest';
import { reportPath } from '../../src/cli/paths.js';
import { initialState, selectedRow, visibleRows } from '../../src/tui/state.js';
import { difference, readings } from '../../src/tui/figures.js';
import {
  PRESET,
  SCALE,
  WINDOW,
  after,
  answered,
  lastAsked,
  lastErrand,
  partOf,
  press,
  small,
  started,
} from './fixture.js';

describe('turning knobs', () => {
  it('asks for the scenario as it is before any key', () => {
    expect(lastAsked(initialState('shop.yaml'))).toEqual({ kind: 'run', id: 1, changes: [] });
  });

  it('pins the first whole answer as the baseline, but no first part of one', () => {
    const part = answered(initialState('shop.yaml'), partOf(small(), 120));
    expect(part.baseline).toBeNull();
    expect(part.work.kind).toBe('running');
    expect(started().baseline?.label).toBe('the file');
    expect(started().work.kind).toBe('idle');
  });

  it('moves by rows, to the ends, and from group to group', () => {
    const at = (keys: string): string | undefined => selectedRow(press(started(), keys))?.name;
    expect(at('jj')).toBe('stable-window');
    expect(at('<down><down><up>')).toBe('start-up preset');
    expect(at('G')).toBe('target');
    expect(at('G<home>')).toBe('traffic scale');
    expect(at('<tab>')).toBe('stable-window');
    expect(at('<tab><tab>')).toBe('target');
    expect(at('<tab><tab><tab>')).toBe('traffic scale');
    expect(at('j<shift-tab>')).toBe('traffic scale');
    expect(at('kkk')).toBe('traffic scale');
  });

  it.each([
    ['<right>', '75s'],
    ['l', '75s'],
    ['+', '75s'],
    ['<left>', '45s'],
    ['h', '45s'],
    ['-', '45s'],
    ['+++', '2m'],
    ['+-', '60s'],
  ])('turns the selected value at once: %s makes it %s', (keys, text) => {
    const state = press(started(), `jj${keys}`);
    expect(lastAsked(state)).toMatchObject({ kind: 'run', changes: [{ path: WINDOW, text }] });
  });

  it('goes round in a list of choices', () => {
    expect(press(started(), 'j+').changes).toEqual([{ path: PRESET, text: 'python' }]);
    expect(press(started(), 'j++').changes).toEqual([{ path: PRESET, text: 'jvm' }]);
  });

  it('takes a typed value, beginning with its first digit', () => {
    const state = press(started(), 'jj9<backspace>30s<enter>');
    expect(state.changes).toEqual([{ path: WINDOW, text: '30s' }]);
    expect(lastAsked(state)).toMatchObject({ kind: 'run', changes: [{ path: WINDOW, text: '30s' }] });
  });

  it('leaves a value as it was with escape, or where the same was typed', () => {
    for (const keys of ['jj<enter>5<escape>', 'jj<enter><enter>']) {
      const state = press(started(), keys);
      expect(state.changes).toEqual([]);
      expect(state.panel.kind).toBe('turn');
      expect(lastAsked(state).id).toBe(1);
    }
  });

  it('goes back to the file with backspace, and with an empty value', () => {
    const turned = answered(press(started(), 'jj+'));
    expect(press(turned, '<backspace>').changes).toEqual([]);
    expect(press(turned, '<enter><ctrl-u><enter>').changes).toEqual([]);
    expect(press(started(), 'jj<backspace>').message?.text).toBe('stable-window is as the file has it');
  });

  it('filters by words in any order, and says nothing of the others', () => {
    const state = press(started(), '/percentage conc<enter>');
    expect(visibleRows(state).map(({ name }) => name)).toEqual(['container-concurrency-target-percentage']);
    expect(selectedRow(state)?.name).toBe('container-concurrency-target-percentage');
    expect(visibleRows(press(state, '<escape>'))).toHaveLength(6);
    expect(press(started(), '/zzz<enter>+').message?.text).toContain('Esc clears the filter');
  });
});

describe('a value that is refused', () => {
  const why = ['must be from 6s to 1h'];
  const refuse = (state: ReturnType<typeof started>) =>
    after(state, { kind: 'heard', message: { kind: 'refused', id: lastAsked(state).id, why } });

  it('stays in its field when it was typed, with the reason beside it, and does not count', () => {
    const state = refuse(press(started(), 'jj3s<enter>'));
    expect(state.panel).toEqual({ kind: 'edit', text: '3s' });
    expect(state.refusal).toEqual({ path: WINDOW, text: '3s', why: 'must be from 6s to 1h' });
    expect(state.changes).toEqual([]);
    expect(state.past).toEqual([]);
    expect(press(state, '<backspace><backspace>9s<enter>').changes).toEqual([{ path: WINDOW, text: '9s' }]);
  });

  it('goes back to the value before when it was turned', () => {
    const turned = answered(press(started(), 'jj-'));
    const state = refuse(press(turned, '-'));
    expect(state.panel.kind).toBe('turn');
    expect(state.changes).toEqual([{ path: WINDOW, text: '45s' }]);
    expect(state.refusal?.why).toBe('must be from 6s to 1h');
    expect(state.past).toHaveLength(1);
  });

  it('asks again for the valid run that it cut off', () => {
    const running = after(press(started(), 'jj-'), {
      kind: 'heard',
      message: { kind: 'resolved', id: 2, name: 'shop', horizon: 600, seed: 7, rows: started().rows, sets: [] },
    });
    const state = refuse(press(running, '-'));
    expect(lastAsked(state)).toMatchObject({ kind: 'run', id: 4, changes: [{ path: WINDOW, text: '45s' }] });
  });

  it('at the start is a failure of the scenario', () => {
    const state = refuse(initialState('shop.yaml'));
    expect(state.work).toEqual({ kind: 'failed', why: 'must be from 6s to 1h' });
  });
});

describe('undo and redo', () => {
  it('take changes back one by one, and forth again', () => {
    const state = answered(press(answered(press(started(), 'jj+')), '+'));
    const undone = press(state, 'u');
    expect(undone.changes).toEqual([{ path: WINDOW, text: '75s' }]);
    expect(press(undone, 'u').changes).toEqual([]);
    expect(press(undone, 'uUU').changes).toEqual([{ path: WINDOW, text: '90s' }]);
    expect(press(press(undone, 'u'), 'u').message?.text).toBe('nothing to undo');
    expect(press(state, 'U').message?.text).toBe('nothing to redo');
  });

  it('forget what was undone once something else is turned', () => {
    const state = press(answered(press(started(), 'jj+')), 'u');
    expect(press(answered(state), 'j+').future).toEqual([]);
  });
});

describe('answers', () => {
  it('to an older question are dropped', () => {
    const state = press(started(), 'jj++');
    const late = after(state, {
      kind: 'heard',
      message: { kind: 'answer', id: 2, result: small(), cold: [], took: 1 },
    });
    expect(late).toBe(state);
  });

  it('compare with the pinned run only when they are whole', () => {
    const worse = small({ totals: { ...small().totals, coldStarts: { ...small().totals.coldStarts, rate: 0.02 } } });
    const [now] = readings(worse);
    expect(difference(now, readings(small())[0])).toEqual({ verdict: 'worse', text: '+1.2 pp' });
    const pinned = press(answered(press(started(), 'jj+'), worse), 'b');
    expect(pinned.baseline?.answer.result).toBe(worse);
    expect(press(answered(press(started(), 'jj+'), partOf(worse, 60)), 'b').message?.text).toContain('not finished');
  });

  it('that failed are told, and the next change tries again', () => {
    const asked = press(started(), 'jj+');
    const failed = after(asked, { kind: 'heard', message: { kind: 'failed', id: 2, why: 'out of pods' } });
    expect(failed.work).toEqual({ kind: 'failed', why: 'out of pods' });
    expect(press(failed, 'u').work.kind).toBe('running');
  });
});

describe('a sweep', () => {
  const point = (state: ReturnType<typeof started>, index: number, p99: number) =>
    after(state, {
      kind: 'heard',
      message: {
        kind: 'point',
        id: state.sweep?.id ?? -1,
        index,
        outcome: {
          kind: 'answered',
          result: small({ totals: { ...small().totals, latency: { ...small().totals.latency, p99 } } }),
        },
      },
    });

  it('is asked for with a range around the value, within what is valid', () => {
    const form = press(started(), 'jjs');
    expect(form.panel).toMatchObject({ kind: 'sweepForm', fields: { from: '15s', to: '4m', steps: '9' } });
    const percentage = press(started(), '/percentage<enter>s');
    expect(percentage.panel).toMatchObject({ fields: { from: '17.5', to: '100' } });
  });

  it('refuses a form that means nothing, and says why', () => {
    const state = press(started(), 'jjs<tab><tab><ctrl-u>1<enter>');
    expect(state.panel).toMatchObject({ kind: 'sweepForm', problem: 'steps = 1, must be a whole number from 2 to 60' });
    const turned = press(started(), 'jjs<ctrl-u>soon<enter>');
    expect(turned.panel).toMatchObject({ problem: 'from = soon, must be a value such as 60s' });
  });

  it('tries the values, marks the best for the figure, and takes the chosen one over', () => {
    let state = press(started(), 'jjs<ctrl-u>30s<tab><ctrl-u>90s<tab><ctrl-u>3<enter>');
    expect(lastAsked(state)).toMatchObject({ kind: 'sweep', path: WINDOW, values: ['30s', '1m', '1m30s'] });
    state = point(point(point(state, 0, 0.9), 1, 0.3), 2, 0.5);
    expect(state.sweep?.selected).toBe(1);
    const taken = press(state, '<down><enter>');
    expect(taken.changes).toEqual([{ path: WINDOW, text: '1m30s' }]);
    expect(taken.panel.kind).toBe('turn');
    expect(press(taken, 'u').changes).toEqual([]);
  });

  it('of a choice tries every choice', () => {
    expect(lastAsked(press(started(), 'js'))).toMatchObject({
      kind: 'sweep',
      values: ['jvm', 'node-container', 'python'],
    });
  });

  it('that is left early is stopped by asking for the run again', () => {
    const state = press(press(started(), 'js'), '<escape>');
    expect(state.sweep).toBeNull();
    expect(lastAsked(state)).toMatchObject({ kind: 'run', changes: [] });
  });

  it('keeps refused points apart: they are never the best', () => {
    const state = press(started(), 'js');
    const refused = after(state, {
      kind: 'heard',
      message: { kind: 'point', id: state.sweep?.id ?? -1, index: 0, outcome: { kind: 'refused', why: 'no' } },
    });
    expect(point(point(refused, 1, 2), 2, 1).sweep?.selected).toBe(2);
  });
});

describe('explaining a moment', () => {
  it('begins where most requests were cold', () => {
    expect(press(started(), 'e').panel).toEqual({ kind: 'explain', at: 270 });
  });

  it('moves by a column, by ten, and to the ends, and never off the run', () => {
    const at = (keys: string): number => {
      const { panel } = press(started(), `e${keys}`);
      return panel.kind === 'explain' ? panel.at : NaN;
    };
    expect(at('<right>')).toBeCloseTo(290);
    expect(at('<left>')).toBeCloseTo(250);
    expect(at('<pagedown>')).toBeCloseTo(470);
    expect(at('<end>')).toBe(570);
    expect(at('<home>')).toBe(0);
  });

  it('jumps from decision to decision and from cold start to cold start', () => {
    const at = (keys: string): unknown => press(started(), `e${keys}`).panel;
    expect(at('n')).toEqual({ kind: 'explain', at: 360 });
    expect(at('N')).toEqual({ kind: 'explain', at: 244 });
    expect(at('c')).toEqual({ kind: 'explain', at: 330 });
    expect(at('cC')).toEqual({ kind: 'explain', at: 270 });
    expect(press(started(), 'ecc').message?.text).toBe('there is no other one');
    expect(at('e')).toEqual({ kind: 'turn', typed: false });
  });
});

describe('writing', () => {
  it('proposes a file beside the scenario, and writes what is on the screen', () => {
    const state = press(answered(press(started(), 'jj+')), 'w<enter>');
    expect(lastErrand(state)).toMatchObject({
      kind: 'save',
      as: 'scenario',
      path: 'shop-changed.yaml',
      overwrite: false,
      changes: [{ path: WINDOW, text: '75s' }],
    });
  });

  it('writes over a file only when told twice', () => {
    const there = after(press(started(), 'w<enter>'), { kind: 'exists' });
    expect(lastErrand(press(there, '<enter>'))).toMatchObject({ kind: 'save', overwrite: true });
    expect(lastErrand(press(there, 'x<enter>'))).toMatchObject({ overwrite: false, path: 'shop-changed.yamlx' });
  });

  it('offers manifests and the report too', () => {
    expect(lastErrand(press(started(), 'w<tab><enter>'))).toMatchObject({ as: 'manifests', path: 'shop-manifests' });
    expect(lastErrand(press(started(), 'r<enter>'))).toMatchObject({ kind: 'report', path: 'reports/shop.html' });
    const odd = { ...started(), name: `big/shop ${'x'.repeat(300)}` };
    expect(lastErrand(press(odd, 'r<enter>'))).toMatchObject({ path: reportPath(undefined, odd.name) });
    expect(press(started(), 'r<backspace><backspace><enter>').panel).toMatchObject({
      problem: 'a report ends in .html',
    });
  });

  it('does not write the report of a first part', () => {
    const part = answered(press(started(), 'jj+'), partOf(small(), 60));
    expect(press(part, 'r<enter>').panel).toMatchObject({ problem: 'the run is not finished yet' });
  });

  it('tells what was written and what went wrong', () => {
    expect(after(press(started(), 'w'), { kind: 'done', text: 'wrote it' })).toMatchObject({
      panel: { kind: 'turn' },
      message: { text: 'wrote it', tone: 'good' },
    });
    expect(after(press(started(), 'w'), { kind: 'trouble', text: 'disk full' })).toMatchObject({
      panel: { kind: 'write' },
      message: { tone: 'bad' },
    });
  });
});

describe('leaving', () => {
  it.each(['q', '<ctrl-c>', 'eq', 'jj<enter><ctrl-c>', '?x<ctrl-c>'])('%s quits', (keys) => {
    expect(lastErrand(press(started(), keys)).kind).toBe('quit');
  });

  it('types a q where one is typed', () => {
    expect(press(started(), '/q').filter).toBe('q');
    expect(lastErrand(press(started(), '/q')).kind).toBe('ask');
  });

  it('sets itself aside with ctrl-z from anywhere', () => {
    expect(lastErrand(press(started(), 'jj<enter><ctrl-z>')).kind).toBe('suspend');
  });
});

it('a traffic scale that nobody set steps from one', () => {
  expect(press(started(), '+').changes).toEqual([{ path: SCALE, text: '1.2' }]);
  expect(press(started(), '-').changes).toEqual([{ path: SCALE, text: '0.9' }]);
});
