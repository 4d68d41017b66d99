/**
 * Layout of one entry: 64 bytes, one cache line, read through two views over the same buffer. `F_` is an index into
 * `f` after `entry * F_STRIDE`, `I_` one into `i` after `entry * I_STRIDE`. An event IS an entry, and so may be
 * whatever waits for one: the fields behind these belong to whoever took the entry.
 */
export const F_STRIDE = 8;
export const I_STRIDE = 16;
/** When it happens. */
export const F_TIME = 0;
/** Next entry in a list: the calendar's while scheduled, the owner's while not. */
export const I_NEXT = 2;
/** What happens. */
export const I_CODE = 3;
/** Free for the owner: f2..f7 or i4..i15 of the record. */
export const I_OWN = 4;

/** No entry. */
export const NONE = -1;
/** Code of an entry that nobody holds. */
export const FREE = -1;
