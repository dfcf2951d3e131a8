/** One adapter a kind: translates a golden row's input into calls of the engine's own classes and returns what they answered. */
export interface Adapter {
  /** The golden file's name without its ending. */
  readonly kind: string;
  /** Answers one row from its `input` alone. A step that the engine does not model answers `{unsupported: why}`. */
  answer(input: Json): Json;
  /**
   * Brings an answer (ours or the recorded one) to a form in which what has no meaning is equal: orders that come from hash maps
   * are sorted, for instance. Applied to both sides before comparing; absent when equality is exact. `recorded` is the recorded side,
   * for rows that say themselves which of their paths were not the same in all recordings.
   */
  normalise?(expected: Json, recorded: Json): Json;
}

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
