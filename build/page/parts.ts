/** What the scripts of our pages share: the box beside the pointer, cells, tables that sort. Text nodes only. */

export const tip = document.createElement('div');
tip.className = 'tip';
tip.hidden = true;
tip.setAttribute('aria-hidden', 'true');
document.body.append(tip);

/** A title and lines of name and value. */
export function fillTip(title: string, lines: readonly (readonly [string, string])[]): void {
  const head = document.createElement('b');
  head.textContent = title;
  const parts = lines.map(([label, text]) => {
    const line = document.createElement('div');
    const name = document.createElement('span');
    name.textContent = `${label} `;
    line.append(name, text);
    return line;
  });
  tip.replaceChildren(head, ...parts);
  tip.hidden = false;
}

/** At a point of the window, kept inside it. */
export function place(x: number, y: number): void {
  const { width, height } = tip.getBoundingClientRect();
  const left = x + 14 + width > document.documentElement.clientWidth ? x - width - 14 : x + 14;
  const top = Math.min(y, window.innerHeight - height - 8);
  tip.style.transform = `translate(${Math.max(4, left) + window.scrollX}px, ${Math.max(4, top) + window.scrollY}px)`;
}

/** What Vega gives for a mark: its first entry is the title; nothing hides the box. */
export function tooltip(event: MouseEvent, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    tip.hidden = true;
    return;
  }
  const entries = Object.entries(value as Record<string, unknown>).map(
    ([key, text]) => [key.trim(), String(text)] as const,
  );
  fillTip(entries[0]?.[1] ?? '', entries.slice(1));
  place(event.clientX, event.clientY);
}

export function cell(kind: 'th' | 'td', text: string, index: number, scope: string | null): HTMLElement {
  const made = document.createElement(kind);
  made.textContent = text;
  if (index > 0) made.className = 'number';
  if (scope !== null) made.setAttribute('scope', scope);
  return made;
}

/** Sorts by a column when its head is pressed. */
export function sortable(tableElement: HTMLTableElement): void {
  const heads = [...tableElement.tHead!.rows[0]!.cells];
  heads.forEach((head, column) => {
    head.querySelector('button')?.addEventListener('click', () => {
      const down =
        head.getAttribute('aria-sort') !== 'descending' &&
        (head.className === 'number' || head.getAttribute('aria-sort') === 'ascending');
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const body = tableElement.tBodies[0]!;
      body.append(...[...body.rows].sort((a, b) => (down ? -1 : 1) * compare(a.cells[column]!, b.cells[column]!)));
    });
  });
}

/** By value where cells have one (nothing observed comes lowest), else by text. */
function compare(a: HTMLElement, b: HTMLElement): number {
  const [left, right] = [a.dataset['value'], b.dataset['value']];
  if (left === undefined || right === undefined)
    return (a.textContent ?? '').localeCompare(b.textContent ?? '', 'en', { numeric: true });
  return (left === '' ? -Infinity : Number(left)) - (right === '' ? -Infinity : Number(right)) || 0;
}
