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

/** Suites that need Node: the reference of one does, and the other looks at the heap between two steps. */
export type NodeSuiteName = 'bytes' | 'memory';

/** Suites of the engine alone. */
export type EngineSuiteName = Exclude<SuiteName, NodeSuiteName>;

/** Whether a suite runs in a worker too. */
export function isEngineSuite(name: SuiteName): name is EngineSuiteName {
  return name !== 'bytes' && name !== 'memory';
}
