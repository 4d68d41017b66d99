/** A small ordered list of row numbers in a flat array. */
export class RowList {
  items: Int32Array = new Int32Array(8);
  length = 0;

  push(row: number): void {
    if (this.length === this.items.length) {
      const larger = new Int32Array(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length++] = row;
  }

  /** Takes a row out, keeping the order of the rest. Returns whether it was there. */
  remove(row: number): boolean {
    const at = this.indexOf(row);
    if (at < 0) return false;
    this.items.copyWithin(at, at + 1, this.length);
    this.length--;
    return true;
  }

  indexOf(row: number): number {
    for (let k = 0; k < this.length; k++) if (this.items[k] === row) return k;
    return -1;
  }
}
