/** The instances of one revision that can take a request, by the rows of their pods. */
export interface IdleSet {
  /** An instance is created, the newest of all; it is not in the set yet. */
  created(pod: number): void;
  /** The one whose turn it is, which stays in the set; NONE when empty. */
  first(): number;
  /** Nothing changes when it is in the set already. */
  add(pod: number): void;
  /** Nothing changes when it is not in the set. */
  remove(pod: number): void;
}
