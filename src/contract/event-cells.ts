/** An event as a row of a table: what the page needs to say it in words, as plain cells. */
export type EventCells = {
  readonly event: number;
  readonly name: string;
  readonly micros: number;
  readonly node: number;
  readonly interest: number;
  /** The arguments and their kinds, as JSON. */
  readonly args: string;
  readonly kinds: string;
};
