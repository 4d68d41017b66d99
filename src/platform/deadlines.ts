import { NONE } from '../engine/layout.js';
import type { Micros } from '../units/quantities.js';

/**
 * Requests by their deadlines, whatever the order they came in: a binary heap that knows where each of them is, so that one
 * that leaves early is taken out in O(log n). Of equal deadlines the one that came first is the earlier.
 */
export class Deadlines {
  readonly #requests: number[] = [];
  readonly #times: Micros[] = [];
  /** Counts those that came: the order among equal deadlines. */
  readonly #tickets: number[] = [];
  readonly #places = new Map<number, number>();
  #came = 0;

  /** Who is due first; NONE: nobody waits. */
  get first(): number {
    return this.#requests.length === 0 ? NONE : this.#requests[0];
  }

  add(x: number, deadline: Micros): void {
    this.#rise(this.#requests.length, x, deadline, this.#came++);
  }

  /** Takes one out, wherever it stands. */
  remove(x: number): void {
    const place = this.#places.get(x)!;
    this.#places.delete(x);
    const [last, time, ticket] = [this.#requests.pop()!, this.#times.pop()!, this.#tickets.pop()!];
    if (last === x) return;
    if (this.#isBefore(time, ticket, (place - 1) >> 1)) this.#rise(place, last, time, ticket);
    else this.#sink(place, last, time, ticket);
  }

  clear(): void {
    for (const column of [this.#requests, this.#times, this.#tickets]) column.length = 0;
    this.#places.clear();
  }

  /** Whether an entry is due before the one at a place; there is none above the top. */
  #isBefore(time: Micros, ticket: number, place: number): boolean {
    if (place < 0) return false;
    return time < this.#times[place] || (time === this.#times[place] && ticket < this.#tickets[place]);
  }

  #rise(from: number, x: number, time: Micros, ticket: number): void {
    let place = from;
    while (this.#isBefore(time, ticket, (place - 1) >> 1)) {
      this.#move((place - 1) >> 1, place);
      place = (place - 1) >> 1;
    }
    this.#put(place, x, time, ticket);
  }

  #sink(from: number, x: number, time: Micros, ticket: number): void {
    let place = from;
    for (let child = this.#earlierChild(place); child !== NONE; child = this.#earlierChild(place)) {
      if (this.#isBefore(time, ticket, child)) break;
      this.#move(child, place);
      place = child;
    }
    this.#put(place, x, time, ticket);
  }

  #earlierChild(place: number): number {
    const [left, right] = [2 * place + 1, 2 * place + 2];
    if (left >= this.#requests.length) return NONE;
    if (right >= this.#requests.length) return left;
    return this.#isBefore(this.#times[right], this.#tickets[right], left) ? right : left;
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#requests[from], this.#times[from], this.#tickets[from]);
  }

  #put(place: number, x: number, time: Micros, ticket: number): void {
    this.#requests[place] = x;
    this.#times[place] = time;
    this.#tickets[place] = ticket;
    this.#places.set(x, place);
  }
}
