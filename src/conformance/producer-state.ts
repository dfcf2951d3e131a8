import type { PartitionLog } from '../engine/kafka/log/partition-log.ts';
import { producersOf, snapshotFiles, txnIndexFiles } from './support/log-answers.ts';
import { LogDriver } from './support/log-driver.ts';
import { items } from './support/log-rows.ts';
import type { Adapter, Json } from './registry.ts';

/** Plays the rows of `producer-state` on a log of its own. */
export const adapter: Adapter = {
  kind: 'producer-state',
  answer(input: Json): Json {
    const driver = new LogDriver(input);
    const steps = items(input, 'steps').map((step) => {
      const answer = driver.play(step);
      return { ...answer, state: stateOf(driver.log) };
    });
    const { log } = driver;
    return { steps, abortedTxns: abortedTxns(log), txnindex: txnIndexFiles(log), snapshots: snapshotFiles(log) };
  },
};

function stateOf(log: PartitionLog): Json {
  const { logStartOffset, highWatermark, lastStableOffset, firstUnstableOffset, logEndOffset } = log;
  return {
    logStartOffset,
    highWatermark,
    lastStableOffset,
    firstUnstableOffset,
    logEndOffset,
    producers: producersOf(log),
  };
}

function abortedTxns(log: PartitionLog): Json {
  return log.segments
    .flatMap((segment) => segment.txnIndex.allAbortedTxns())
    .map(({ producerId, firstOffset, lastOffset, lastStableOffset }) => ({ producerId, firstOffset, lastOffset, lastStableOffset }));
}
