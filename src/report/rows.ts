/** One row of a data source, and the rows of all of them by name. */
export type Row = Readonly<Record<string, number | string | null>>;
export type Datasets = Readonly<Record<string, readonly Row[]>>;
