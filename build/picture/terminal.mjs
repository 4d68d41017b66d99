/**
 * A captured terminal screen (text with SGR sequences, as `tmux capture-pane -e -p` gives it) as SVG. Braille and block
 * characters are drawn as shapes, so that the picture does not depend on anyone's fonts.
 */
const CELL = { width: 8.4, height: 17 };
const MARGIN = 14;
const INK = '#d6dae0';
const GROUND = '#14171c';
/** SGR 30..37 and the bright ones. */
const COLOURS = ['#14171c', '#f0716e', '#7bc275', '#e2b35b', '#6ea8e8', '#c792ea', '#5cc8c8', '#d6dae0'];
const DIM = 0.55;

const PLAIN = { colour: INK, bold: false, dim: false, inverse: false };

/** Cells of each line: character and style. A style goes on at the next line where nothing ends it. */
function cellsOf(lines) {
  let style = PLAIN;
  return lines.map((line) => {
    const read = lineCells(line, style);
    style = read.style;
    return read.cells;
  });
}

function lineCells(line, before) {
  const cells = [];
  let style = before;
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) for (const character of part) cells.push({ character, style });
    else for (const code of codes.split(';')) style = styled(style, Number(code));
  }
  return { cells, style };
}

function styled(style, code) {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 7 || code === 27) return { ...style, inverse: code === 7 };
  if (code === 39) return { ...style, colour: INK };
  if (code >= 30 && code <= 37) return { ...style, colour: COLOURS[code - 30] };
  return style;
}

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const at = (value) => Number(value.toFixed(2));

function shape(character, x, y, fill, opacity) {
  const code = character.codePointAt(0);
  const paint = `fill="${fill}"${opacity < 1 ? ` opacity="${opacity}"` : ''}`;
  const box = (left, top, width, height) =>
    `<rect x="${at(x + left)}" y="${at(y + top)}" width="${at(width)}" height="${at(height)}" ${paint}/>`;
  const { width, height } = CELL;
  if (code > 0x2800 && code <= 0x28ff) return braille(code - 0x2800, x, y, paint);
  if (code >= 0x2581 && code <= 0x2588) {
    const part = ((code - 0x2580) / 8) * height;
    return box(0, height - part, width, part);
  }
  if (character === '▔') return box(0, 0, width, height / 8);
  if (character === '░')
    return `<rect x="${at(x)}" y="${at(y)}" width="${width}" height="${height}" fill="${fill}" opacity="0.25"/>`;
  if (character === '▒')
    return `<rect x="${at(x)}" y="${at(y)}" width="${width}" height="${height}" fill="${fill}" opacity="0.5"/>`;
  if (character === '│') return box(width / 2 - 0.5, 0, 1, height);
  if (character === '┤') return box(width / 2 - 0.5, 0, 1, height) + box(0, height / 2 - 0.5, width / 2, 1);
  if (character === '─') return box(0, height / 2 - 0.5, width, 1);
  if (character === '▕') return box(width * 0.88, 0, width * 0.12, height);
  if (character === '▏') return box(0, 0, width * 0.12, height);
  return null;
}

/** Bits of a braille character by column and row, in the order of Unicode. */
const BITS = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 3],
  [1, 3],
];

function braille(bits, x, y, paint) {
  const dots = BITS.filter((_, bit) => bits & (1 << bit)).map(([column, row]) => {
    const cx = at(x + CELL.width * (0.25 + 0.5 * column));
    const cy = at(y + CELL.height * (0.125 + 0.25 * row));
    return `M${cx - 1.1} ${cy}a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0 -2.2 0`;
  });
  return `<path d="${dots.join('')}" ${paint}/>`;
}

function lineSvg(cells, row) {
  const y = MARGIN + row * CELL.height;
  const parts = [];
  for (let from = 0; from < cells.length;) {
    const { style } = cells[from];
    let to = from;
    while (to < cells.length && cells[to].style === style) to++;
    parts.push(run(cells.slice(from, to), style, from, y));
    from = to;
  }
  return parts.join('');
}

/** Cells of one style: a ground where it is inverse, shapes, and the words between them. */
function run(cells, style, column, y) {
  const fill = style.inverse ? GROUND : style.colour;
  const opacity = style.dim ? DIM : 1;
  const left = (index) => MARGIN + (column + index) * CELL.width;
  const parts = style.inverse
    ? [
        `<rect x="${at(left(0))}" y="${at(y)}" width="${at(cells.length * CELL.width)}" height="${CELL.height}" fill="${style.colour}"/>`,
      ]
    : [];
  let words = '';
  let start = 0;
  const flush = () => {
    const text = words.trimEnd();
    const lead = text.length - text.trimStart().length;
    if (text.trim() !== '') {
      const length = at((text.length - lead) * CELL.width);
      const weight = style.bold ? ' font-weight="700"' : '';
      const faint = opacity < 1 ? ` opacity="${opacity}"` : '';
      parts.push(
        `<text x="${at(left(start + lead))}" y="${at(y + CELL.height * 0.76)}" textLength="${length}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${weight}${faint}>${escaped(text.trimStart())}</text>`,
      );
    }
    words = '';
  };
  cells.forEach(({ character }, index) => {
    const drawn = character === ' ' ? null : shape(character, left(index), y, fill, opacity);
    // Words far apart are texts of their own, so that a space of another font does not push them.
    if (drawn !== null || (character === ' ' && words.endsWith(' '))) {
      flush();
      if (drawn !== null) parts.push(drawn);
      start = index + 1;
      return;
    }
    if (words === '') start = index;
    words += character;
  });
  flush();
  return parts.join('');
}

/** The picture, with `title` for those who cannot see it. */
export function terminalSvg(screen, { columns, title }) {
  const lines = screen.replace(/\n+$/, '').split('\n');
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = Math.ceil(lines.length * CELL.height + 2 * MARGIN);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${GROUND}"/>`,
    ...cellsOf(lines).map(lineSvg),
    '</svg>',
    '',
  ].join('\n');
}
