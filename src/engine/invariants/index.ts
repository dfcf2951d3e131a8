import { fencedOutsideIsr, isrShape, leaderInIsr } from './controller-state.ts';
import { denseAppend } from './dense-append.ts';
import { epochOrder } from './epoch-order.ts';
import { epochsIncrease } from './epochs-increase.ts';
import { highWatermarkDips, highWatermarkMonotonic } from './high-watermark-monotonic.ts';
import { idempotence, producerOrder } from './idempotence.ts';
import type { Invariant } from './invariant.ts';
import { strongIsr, weakIsr } from './isr-agreement.ts';
import { leaderCandidates } from './leader-candidates.ts';
import { acknowledgedSurvives, leaderCompleteness, repeatableRead } from './leader-completeness.ts';
import { committedLogMatching, strongLogMatching } from './log-matching.ts';
import { offsetOrder } from './offset-order.ts';
import { oneLeaderPerEpoch } from './one-leader-per-epoch.ts';
import { acknowledgedIsReplicated, highWatermarkFrozen, refusedIsNotWritten } from './produce-answers.ts';
import { readBound } from './read-bound.ts';
import { retentionPrefix } from './retention-prefix.ts';
import { singleInFlight } from './single-in-flight.ts';
import { replicationQuorum, validHighWatermark } from './valid-high-watermark.ts';

/** Every invariant, by number. */
export const invariants: readonly Invariant[] = [
  offsetOrder,
  denseAppend,
  epochOrder,
  oneLeaderPerEpoch,
  strongLogMatching,
  committedLogMatching,
  weakIsr,
  strongIsr,
  leaderCandidates,
  leaderCompleteness,
  acknowledgedSurvives,
  repeatableRead,
  readBound,
  highWatermarkMonotonic,
  highWatermarkDips,
  validHighWatermark,
  replicationQuorum,
  leaderInIsr,
  isrShape,
  fencedOutsideIsr,
  epochsIncrease,
  acknowledgedIsReplicated,
  refusedIsNotWritten,
  highWatermarkFrozen,
  idempotence,
  producerOrder,
  retentionPrefix,
  singleInFlight,
];
