/** The suites of `npm run bench`, in the order in which they run. */
export const suiteNames = [
  'producer',
  'producer-acks-1',
  'producer-acks-all',
  'events',
  'seek',
  'seek-large',
  'search',
  'bytes',
  'memory',
  'assignors',
] as const;

/** One of them. */
export type SuiteName = (typeof suiteNames)[number];
