/** HTML as a tagged template in which everything inserted is escaped unless it is itself such HTML. */

export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Piece = Html | string | number | null | undefined | false | readonly Piece[];

/**
 * ``markup`<p>${name}</p>` ``: names are text, arrays are joined, `null`, `undefined` and `false` are nothing. Indentation
 * of the template itself is left out.
 */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(
    parts.reduce((text, part, index) => text + rendered(pieces[index - 1]) + part.replace(/\s*\n\s*/g, '\n'), ''),
  );
}

function rendered(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map(rendered).join('');
  return escaped(String(piece));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A name from a scenario: isolated, so that right-to-left text cannot turn its neighbours round. */
export function named(name: string): Html {
  return markup`<bdi>${name}</bdi>`;
}

/** Keeps a number and its unit on one line. */
export function glued(text: string): string {
  return text.replace(/(\d) (?=%|ms\b|s\b|[A-Z]{3}\b)/g, '$1\u00a0');
}

/** JSON that may stand inside a script element: no `<` can end it early. */
export function json(value: unknown): Html {
  const text = JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  return new Html(text);
}

export interface Cell {
  readonly text: Piece;
  /** What the column is sorted by, where that is not the text. */
  readonly value?: number | null;
}

export interface Column {
  readonly title: string;
  readonly numeric?: boolean;
}

/** A column of words. */
export const left = (title: string): Column => ({ title });
/** A column of numbers. */
export const right = (title: string): Column => ({ title, numeric: true });

/** A table with a caption and headers for its rows; it scrolls sideways where it must. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (Cell | Piece)[])[],
  sortable = false,
): Html {
  const head = columns.map(
    (column) =>
      markup`<th scope="col" class="${column.numeric === true ? 'number' : ''}">
        ${sortable ? markup`<button type="button" class="sort">${column.title}</button>` : column.title}
      </th>`,
  );
  const body = rows.map(
    (row) =>
      markup`<tr>
        ${row.map((cell, index) => cellOf(cell, index, columns[index]))}
      </tr>`,
  );
  const attributes = sortable ? markup` class="sortable"` : '';
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table${attributes}><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function cellOf(cell: Cell | Piece, index: number, column: Column | undefined): Html {
  const { text, value } = isCell(cell) ? cell : { text: cell, value: undefined };
  const by = value === undefined ? '' : markup` data-value="${value === null ? '' : String(value)}"`;
  // Numbers do not wrap at all: only words do.
  const words = typeof text === 'string' && column?.numeric !== true ? glued(text) : text;
  if (index === 0) return markup`<th scope="row" ${by}>${words}</th>`;
  return markup`<td class="${column?.numeric === true ? 'number' : ''}" ${by}>${words}</td>`;
}

function isCell(cell: Cell | Piece): cell is Cell {
  return typeof cell === 'object' && cell !== null && 'text' in cell && !(cell instanceof Html);
}
