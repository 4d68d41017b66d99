/** Whole screens as text, drawn by ink: at 80 and 120 columns, in every state that a person meets. */
import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { width } from '../../src/report/text.js';
import { App } from '../../src/tui/app.js';
import { COLOURS, NO_PAINT } from '../../src/tui/paint.js';
import { Session } from '../../src/tui/session.js';
import { initialState, type TuiState } from '../../src/tui/state.js';
import { screen, type Size } from '../../src/tui/view/frame.js';
import { after, answered, lastAsked, partOf, press, small, started } from './fixture.js';

afterEach(cleanup);

const SIZES: Readonly<Record<string, Size>> = {
  '80': { columns: 80, rows: 23 },
  '120': { columns: 120, rows: 35 },
  '60': { columns: 60, rows: 20 },
};

const sessionOf = (state: TuiState): Session => new Session(state, () => undefined);

/** The testing library's terminal has 100 columns: it is widened, then drawn again (CI hears no 'resize'). */
function frame(state: TuiState, size: Size): string {
  const app = (session: Session) => <App session={session} paint={NO_PAINT} size={size} />;
  const { stdout, rerender, lastFrame } = render(app(sessionOf(state)));
  Object.defineProperty(stdout, 'columns', { value: size.columns });
  rerender(app(sessionOf(state)));
  return lastFrame() ?? '';
}

const worse = (): ReturnType<typeof small> => {
  const { totals } = small();
  return small({
    totals: {
      ...totals,
      coldStarts: { ...totals.coldStarts, rate: 0.02 },
      latency: { ...totals.latency, p50: 0.06, p99: 0.9 },
    },
  });
};

const refused = (): TuiState => {
  const asked = press(started(), 'jj3s<enter>');
  return after(asked, {
    kind: 'heard',
    message: { kind: 'refused', id: lastAsked(asked).id, why: ['must be from 6s to 1h'] },
  });
};

const swept = (): TuiState => {
  const asked = press(started(), 'js');
  const point = (index: number, p99: number) => ({
    kind: 'heard' as const,
    message: {
      kind: 'point' as const,
      id: asked.sweep?.id ?? -1,
      index,
      outcome: {
        kind: 'answered' as const,
        result: small({ totals: { ...small().totals, latency: { ...small().totals.latency, p99 } } }),
      },
    },
  });
  return after(asked, point(0, 3.2), point(1, 0.8));
};

const STATES: Readonly<Record<string, () => TuiState>> = {
  waiting: () => initialState('shop.yaml'),
  started,
  'first part': () => answered(press(started(), 'jj+'), partOf(worse(), 240)),
  changed: () => answered(press(started(), 'jj+'), worse()),
  filtered: () => press(started(), '/percentage'),
  editing: () => press(started(), 'jj4'),
  refused,
  explained: () => press(started(), 'e'),
  'sweep form': () => press(started(), 'jjs'),
  sweep: swept,
  writing: () => after(press(started(), 'w<enter>'), { kind: 'exists' }),
  help: () => press(started(), '?'),
  failed: () => {
    const asked = press(started(), 'jj+');
    return after(asked, {
      kind: 'heard',
      message: { kind: 'failed', id: lastAsked(asked).id, why: 'the trace ends early' },
    });
  },
};

describe.each(Object.entries(SIZES))('at %s columns', (name, size) => {
  it.each(Object.keys(STATES))('%s looks as it did', async (state) => {
    const text = frame(STATES[state](), size);
    await expect(`${text}\n`).toMatchFileSnapshot(`frames/${state.replace(' ', '-')}-${name}.txt`);
  });

  it('help is whole, its last key and its last mark', () => {
    const text = frame(STATES['help']!(), size).replace(/\s+/g, ' ');
    expect(text).toMatch(/\bquit\b/);
    expect(text).toMatch(/· not set/);
  });

  it.each(Object.keys(STATES))('%s fills the screen exactly, so that nothing wraps or scrolls', (state) => {
    const { header, beside, left, right, footer } = screen(STATES[state](), size, NO_PAINT);
    const middle = beside ? left.map((line, k) => `${line}| ${right[k]}`) : [...left, ...right];
    const lines = [...header, ...middle, ...footer];
    expect(lines).toHaveLength(size.rows);
    expect(lines.map((line) => [line, width(line)]).filter(([, columns]) => columns !== size.columns)).toEqual([]);
    if (beside) expect(left).toHaveLength(right.length);
  });
});

describe('any size', () => {
  it('keeps within the terminal, however small or large', () => {
    for (const columns of [1, 20, 39, 40, 47, 79, 80, 81, 109, 110, 150, 240])
      for (const rows of [1, 5, 13, 14, 17, 24, 60])
        for (const state of [started(), press(started(), 'e'), swept(), refused(), press(started(), '?')]) {
          const { header, beside, left, right, footer } = screen(state, { columns, rows }, NO_PAINT);
          const height = header.length + footer.length + (beside ? left.length : left.length + right.length);
          const widest = Math.max(...[...header, ...footer, ...(beside ? [] : [...left, ...right])].map(width), 0);
          expect([columns, rows, height <= Math.max(1, rows), widest <= columns]).toEqual([columns, rows, true, true]);
        }
  });

  it('says what it needs where there is no room', () => {
    // The size is the terminal's less its last row.
    expect(frame(started(), { columns: 30, rows: 9 })).toContain('The terminal is 30x10; this\nneeds 40x14.');
    expect(frame(started(), { columns: 40, rows: 13 })).toMatch(/shop .*● whole run *\nParameters/);
  });
});

describe('several services', () => {
  it('are told why they have no percentiles in common', () => {
    const one = small();
    const series = one.timeline.series.filter(({ name }) => !/\.p\d+$/.test(name));
    const result = { ...one, services: [...one.services, ...one.services], timeline: { ...one.timeline, series } };
    const state = answered(press(started(), 'jj+'), result);
    expect(frame(state, SIZES['120'])).toContain('percentiles of several services');
    expect(frame(press(state, 'e'), SIZES['120'])).toMatch(/Latency +percentiles of several services do not add up/);
  });

  it('are named under their decisions where there is no room beside them', () => {
    const one = small();
    const result = { ...one, services: [...one.services, ...one.services] };
    const told = (size: string) => frame(press(answered(initialState('s.yaml'), result), 'e'), SIZES[size]);
    expect(told('120')).toMatch(/▸ 4:04 2 ready, 9 wanted, panic, checkout-1 +│/);
    expect(told('80')).toMatch(/▸ 4:04 2 ready, 9 wanted, panic +│.*\n {4}checkout-1 +│/);
  });
});

describe('a moment of a fleet', () => {
  it('has its cold requests without their causes, which services that run one after the other do not tell', () => {
    const text = frame(press(answered(initialState('shop.yaml'), small(), undefined, []), 'e'), SIZES['120']);
    expect(text).toContain('Moment 4:00 to 5:00');
    expect(text).toMatch(/Cold +120 requests +│/);
  });
});

describe('a moment with one cause', () => {
  it('says it once', () => {
    expect(frame(press(started(), 'ec'), SIZES['120'])).toMatch(/Cold +8 requests: burst inside the window +│/);
  });
});

describe('colour', () => {
  it('only decorates: without it the same words stand at the same places', () => {
    const escapes = new RegExp('\\u001b\\[\\d+m', 'g');
    for (const make of Object.values(STATES)) {
      const [plain, coloured] = [NO_PAINT, COLOURS].map((paint) => screen(make(), SIZES['120'], paint));
      for (const part of ['header', 'right', 'left', 'footer'] as const) {
        // A moment looked at is a bar where nothing else is drawn, and the ground changed where something is.
        expect(coloured[part].map((line) => line.replace(escapes, ''))).toEqual(plain[part]);
      }
    }
  });

  it('marks better and worse by signs of their own', () => {
    const text = frame(STATES['changed'](), SIZES['120']);
    expect(text).toMatch(/✗ \+1\.2 pp\s+✓ -20 ms\s+= same\s+✗ \+500 ms/);
  });
});

describe('keys through ink', () => {
  it('reach the state by their names, several at once too', async () => {
    const session = sessionOf(started());
    const { stdin, lastFrame } = render(<App session={session} paint={NO_PAINT} size={SIZES['80']} />);
    await settled();
    stdin.write('\u001b[B'); // down
    stdin.write('\u001b[B');
    await settled();
    expect(lastFrame()).toContain('▸ stable-window');
    stdin.write('45s\r');
    await settled();
    expect(session.state.changes).toEqual([{ path: 'knative.config-autoscaler.stable-window', text: '45s' }]);
    stdin.write('/zz\u007f');
    await settled();
    expect(session.state.filter).toBe('z');
    stdin.write('\u001b');
    await settled();
    expect(session.state.filter).toBe('');
    stdin.write('\t');
    await settled();
    stdin.write('\u001b[Z'); // shift and tab
    await settled();
    stdin.write('\u0003');
    await settled();
    expect(session.state.errands.at(-1)?.kind).toBe('quit');
  });
});

/** An escape alone is told from the beginning of a sequence by time. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));
