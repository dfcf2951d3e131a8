/** What we claim of a kind: at least this share of its rows, and of a transcript's steps, is answered as Kafka answered. */
export interface Claim {
  readonly kind: string;
  readonly equalRowShareMin: number;
  readonly equalStepShareMin: number;
  /** For tables of which the engine defines a part: rows that it does not define at all are left out of the share. */
  readonly countsOnlyAnswered?: boolean;
}

/**
 * The claims that `npm test` enforces over the rows in `conformance/`. Raise a claim when the engine does better; lowering one is
 * a regression. Every adapter has a claim here; a kind without an adapter is reported as not claimed.
 */
export const claims: readonly Claim[] = [
  { kind: 'errors', equalRowShareMin: 1, equalStepShareMin: 1 },
  { kind: 'configs', equalRowShareMin: 1, equalStepShareMin: 1, countsOnlyAnswered: true },
  { kind: 'primitives', equalRowShareMin: 0.95, equalStepShareMin: 1 },
  { kind: 'partitioners', equalRowShareMin: 1, equalStepShareMin: 1 },
  { kind: 'replica-placement', equalRowShareMin: 1, equalStepShareMin: 1 },
  { kind: 'leader-epoch-cache', equalRowShareMin: 1, equalStepShareMin: 1 },
  { kind: 'config-validation', equalRowShareMin: 0.95, equalStepShareMin: 1 },
  { kind: 'partition-leader', equalRowShareMin: 1, equalStepShareMin: 1 },
  { kind: 'follower-fetcher', equalRowShareMin: 1, equalStepShareMin: 1 },
  { kind: 'controller', equalRowShareMin: 0.9, equalStepShareMin: 0.97 },
  { kind: 'producer-state', equalRowShareMin: 0.99, equalStepShareMin: 0.999 },
  { kind: 'record-batches', equalRowShareMin: 1, equalStepShareMin: 1 },
  { kind: 'log-validator', equalRowShareMin: 0.98, equalStepShareMin: 1 },
  { kind: 'log-segments', equalRowShareMin: 0.99, equalStepShareMin: 0.99 },
  { kind: 'recovery', equalRowShareMin: 0.99, equalStepShareMin: 0.99 },
  { kind: 'retention-compaction', equalRowShareMin: 0.98, equalStepShareMin: 0.99 },
  { kind: 'accumulator', equalRowShareMin: 1, equalStepShareMin: 1 },
  { kind: 'fetcher', equalRowShareMin: 0.98, equalStepShareMin: 0.99 },
  { kind: 'assignors', equalRowShareMin: 1, equalStepShareMin: 1 },
  { kind: 'consumer-coordinator', equalRowShareMin: 0.95, equalStepShareMin: 0.97 },
  { kind: 'server-assignors', equalRowShareMin: 1, equalStepShareMin: 1, countsOnlyAnswered: true },
  { kind: 'group-classic', equalRowShareMin: 0.99, equalStepShareMin: 0.99 },
  { kind: 'group-consumer', equalRowShareMin: 0.97, equalStepShareMin: 0.99 },
  { kind: 'group-offsets', equalRowShareMin: 1, equalStepShareMin: 1 },
  { kind: 'cluster-traces', equalRowShareMin: 1, equalStepShareMin: 1, countsOnlyAnswered: true },
];
