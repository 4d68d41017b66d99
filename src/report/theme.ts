/** The colours of charts. On the page they are CSS variables, so that light, dark and print need one drawing. */

export interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly paper: string;
  /** Load, and what serves it. */
  readonly load: string;
  readonly serve: string;
  /** What was asked for. */
  readonly ask: string;
  /** Loss, panic, alarm. */
  readonly alarm: string;
  readonly cold: string;
  readonly quiet: string;
}

export const LIGHT: Palette = {
  ink: '#1c2430',
  muted: '#57616e',
  line: '#dfe3e8',
  paper: '#ffffff',
  load: '#2a65a3',
  serve: '#256b4b',
  ask: '#b4610f',
  alarm: '#b3363b',
  cold: '#6b55a8',
  quiet: '#8a94a1',
};

export const DARK: Palette = {
  ink: '#e6eaf0',
  muted: '#a3adba',
  line: '#2f3843',
  paper: '#171c23',
  load: '#7fb3ea',
  serve: '#73c5a0',
  ask: '#e7a45c',
  alarm: '#f08a8c',
  cold: '#b8a4ee',
  quiet: '#8893a1',
};

/** The same names as references to the page's style sheet. */
export const CSS: Palette = Object.fromEntries(
  Object.keys(LIGHT).map((name) => [name, `var(--${name})`]),
) as unknown as Palette;

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Vega's configuration: quiet axes, no frame, words in the page's type. */
export function chartConfig(palette: Palette): Readonly<Record<string, unknown>> {
  const words = {
    labelColor: palette.muted,
    titleColor: palette.muted,
    labelFontSize: 11.5,
    titleFontSize: 11.5,
    titleFontWeight: 500,
  };
  return {
    background: 'transparent',
    font: FONT,
    padding: 4,
    view: { stroke: null },
    axis: {
      ...words,
      domainColor: palette.line,
      tickColor: palette.line,
      gridColor: palette.line,
      gridOpacity: 0.8,
      tickSize: 4,
      labelPadding: 6,
      titlePadding: 10,
    },
    axisX: { grid: false },
    axisY: { domain: false, ticks: false },
    legend: {
      ...words,
      title: null,
      orient: 'top',
      direction: 'horizontal',
      symbolStrokeWidth: 2.5,
      symbolSize: 140,
      offset: 6,
      columnPadding: 18,
      labelLimit: 320,
    },
    text: { color: palette.ink, fontSize: 11.5 },
    line: { strokeWidth: 2, strokeJoin: 'round' },
  };
}
