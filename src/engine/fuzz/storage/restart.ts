import type { EntityRegistry } from '../../kernel/state.ts';
import { encodeBatch } from '../../kafka/log/batch-encoder.ts';
import { openLog } from '../../kafka/log/log-directory.ts';
import { encodeDirectory } from '../../kafka/log/log-files.ts';
import { encodeProducerSnapshot } from '../../kafka/log/producer-snapshot-codec.ts';
import type { PartitionLog } from '../../kafka/log/partition-log.ts';
import { damageSegment, withFlippedBit } from '../../kafka/log/segment-damage.ts';
import type { StorageAct, StorageRun } from './storage-run.ts';

const noRegistry: EntityRegistry = { register: () => 0, markDirty: () => undefined };
const topicId = 'AAAAAAAAAAAAAAAAAAAAKg';

/** The bytes of a batch before what its CRC covers: base offset, size, epoch, magic, the CRC itself. */
const uncheckedBytes = 21;

/**
 * The broker stops in some way and starts again: its log must then be a prefix of what was written that holds everything that was on disk
 * (before the damage, when there is any), and it must be the same log whether it is recovered in place or opened from the bytes of its
 * files.
 */
export function restart(run: StorageRun, how: StorageAct): void {
  const { log, random, checkpoints, written, nowMillis } = run;
  let keptOffset = log.logEndOffset;
  let isClean = false;
  if (how === 'cleanStop') {
    log.flush(log.logEndOffset, nowMillis);
    log.close();
    Object.assign(checkpoints, { recoveryPoint: log.recoveryPoint, highWatermark: log.highWatermark });
    checkpoints.logStartOffset = log.logStartOffset;
    isClean = true;
  } else if (how === 'powerLoss' || how === 'tornWrite') {
    keptOffset = log.flushedOffset;
    log.losePower(random.between(log.flushedOffset, log.logEndOffset), how === 'tornWrite' ? random.between(1, 120) : 0);
  } else if (how === 'bitRot') {
    keptOffset = Math.min(keptOffset, rot(run));
  }
  const recoveryPoint = Math.min(checkpoints.recoveryPoint, log.recoveryPoint);
  const found = { ...checkpoints, recoveryPoint, isCleanShutdown: isClean };
  const files = encodeDirectory(log, topicId);
  const request = { topicPartition: log.topicPartition, topicId, config: run.config, checkpoints: { ...found, path: '/d' }, nowMillis };
  const opened = openLog(noRegistry, files, request);
  const before = log.logEndOffset;
  const error = log.recover(found, nowMillis);
  if (error !== null || opened.kind === 'refused') {
    run.say(`after ${how} the log cannot be opened: ${error?.message ?? ''} ${opened.kind === 'refused' ? opened.error.message : ''}`);
    return;
  }
  if (log.logEndOffset < keptOffset) run.say(`after ${how} the log ends at ${String(log.logEndOffset)}, below ${String(keptOffset)}`);
  if (log.logEndOffset < before) run.counts.truncatedCount++;
  for (const difference of differences(log, opened.log)) run.say(`after ${how}: in place and from bytes differ: ${difference}`);
  written.truncate(log.logEndOffset);
  written.restarted(log.logStartOffset);
  log.updateHighWatermark(checkpoints.highWatermark);
  if (random.chance(1, 2)) log.updateHighWatermark(log.logEndOffset);
  checkpoints.recoveryPoint = Math.min(checkpoints.recoveryPoint, log.logEndOffset);
}

/** Turns a bit over in what a recovery will look at; answers the offset of the batch that has it, where the log will end. */
function rot(run: StorageRun): number {
  const { log, random, checkpoints } = run;
  const recoveryPoint = Math.min(checkpoints.recoveryPoint, log.recoveryPoint);
  const looked = log.localLog.segmentsBetween(recoveryPoint, Infinity).filter((segment) => segment.batches.count > 0);
  const segment = looked[random.below(Math.max(1, looked.length))];
  if (segment === undefined) return log.logEndOffset;
  const index = random.below(segment.batches.count);
  const batch = segment.batches.at(index);
  // What lies outside the CRC is believed: an offset or a size that is wrong is another story (golden rows tell it).
  const byte = segment.batches.positionAt(index) + random.between(uncheckedBytes, batch.sizeBytes - 1);
  const bit = random.below(8);
  damageSegment(segment, (bytes) => withFlippedBit(bytes, byte, bit));
  // Not where the batch begins: what the cleaner took before it leaves no trace.
  return index === 0 ? segment.baseOffset : segment.batches.at(index - 1).nextOffset;
}

/** What a reader, a follower or the next start could see differently in two logs. */
function differences(a: PartitionLog, b: PartitionLog): readonly string[] {
  const [left, right] = [stateOf(a), stateOf(b)];
  return Object.keys(left)
    .filter((key) => left[key] !== right[key])
    .map((key) => `${key}: ${String(left[key])} / ${String(right[key])}`);
}

function stateOf(log: PartitionLog): Readonly<Record<string, unknown>> {
  const { logStartOffset, logEndOffset, highWatermark, lastStableOffset, recoveryPoint } = log;
  const bytesOf = (all: Iterable<Uint8Array>): string => [...all].map((bytes) => bytes.join()).join('|');
  const segments = log.segments.map((segment) => [
    segment.baseOffset,
    segment.sizeBytes,
    segment.offsetIndex.entries,
    segment.maxTimestampSoFar,
  ]);
  return {
    ...{ logStartOffset, logEndOffset, highWatermark, lastStableOffset, recoveryPoint },
    segments: segments.join('|'),
    batches: bytesOf(Array.from(log.allBatches(), encodeBatch)),
    epochs: log.leaderEpochCache.checkpointText(),
    producers: JSON.stringify([...log.producerStateManager.activeProducers().values()]),
    snapshots: bytesOf(log.producerStateManager.snapshotFiles().map(([, snapshot]) => encodeProducerSnapshot(snapshot))),
    aborted: JSON.stringify(log.segments.map((segment) => segment.txnIndex.allAbortedTxns())),
  };
}
