import type { Bytes } from './bytes.js';

const NEWLINE = 10;
const RETURN = 13;

/** Longest line that is read; what is longer is no trace. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Where a line lies in a buffer that is valid only during the call. Line ends are not part of it. */
export type OnLine = (buffer: Buffer, start: number, end: number) => void;

/** A line that is too long: reading stops. */
export class LineTooLong extends Error {}

/** Calls back for every line, in order, without copying but for lines that span pieces. A final newline is optional. */
export async function eachLine(bytes: Bytes, onLine: OnLine): Promise<void> {
  let kept: Buffer[] = [];
  let keptSize = 0;
  for await (const piece of bytes) {
    let buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const first = buffer.indexOf(NEWLINE);
    if (first < 0) {
      kept.push(Buffer.from(buffer));
      keptSize += buffer.length;
      if (keptSize > LONGEST_LINE) throw new LineTooLong();
      continue;
    }
    if (keptSize > 0) buffer = Buffer.concat([...kept, buffer]);
    const rest = wholeLines(buffer, keptSize + first, onLine);
    kept = rest < buffer.length ? [Buffer.from(buffer.subarray(rest))] : [];
    keptSize = buffer.length - rest;
  }
  if (keptSize > 0) {
    const last = Buffer.concat(kept);
    onLine(last, 0, withoutReturn(last, 0, last.length));
  }
}

/** @returns where the line that is not whole begins */
function wholeLines(buffer: Buffer, firstNewline: number, onLine: OnLine): number {
  let start = 0;
  for (let newline = firstNewline; newline >= 0; newline = buffer.indexOf(NEWLINE, start)) {
    onLine(buffer, start, withoutReturn(buffer, start, newline));
    start = newline + 1;
  }
  return start;
}

function withoutReturn(buffer: Buffer, start: number, end: number): number {
  return end > start && buffer[end - 1] === RETURN ? end - 1 : end;
}
