import { dataBatch } from '../engine/kafka/log/batch-builder.ts';
import { cleanableOffsets } from '../engine/kafka/log/cleaner/cleanable.ts';
import type { LogToClean } from '../engine/kafka/log/cleaner/cleanable.ts';
import { cleanLog } from '../engine/kafka/log/cleaner/cleaner.ts';
import { LogCleanerManager } from '../engine/kafka/log/cleaner/log-cleaner-manager.ts';
import { directoryFileNames } from '../engine/kafka/log/log-files.ts';
import { PartitionLog } from '../engine/kafka/log/partition-log.ts';
import type { RecordBatch } from '../engine/kafka/log/record-batch.ts';
import type { Adapter, Json } from './registry.ts';
import type { JsonObject } from './rows.ts';
import { isList } from './rows.ts';
import { indexesOf, logState, txnIndexFiles } from './support/log-answers.ts';
import { configOf, LogDriver, noRegistry } from './support/log-driver.ts';
import { integer, items, member, text } from './support/log-rows.ts';

/** Plays the rows of `retention-compaction`: retention and the cleaner on a log of its own, and which of several logs is cleaned next. */
export const adapter: Adapter = {
  kind: 'retention-compaction',
  answer(input: Json): Json {
    return member(input, 'kind') === 'filthiest' ? filthiestAnswer(input) : transcriptAnswer(input);
  },
};

function transcriptAnswer(input: Json): Json {
  const driver = new LogDriver(input);
  const cleaner = new CleanerDriver(driver, input);
  // Rows about the delay of deletions also say which files there are before their last step.
  const saysFilesBefore = member(member(input, 'config'), 'file.delete.delay.ms') !== undefined;
  let filesBefore: readonly string[] = [];
  const steps = items(input, 'steps').map((step) => {
    filesBefore = directoryFileNames(driver.log);
    return { ...cleaner.play(step), state: logState(driver.log) };
  });
  const { log } = driver;
  const epochs = log.leaderEpochCache.epochEntries().map((entry) => [entry.epoch, entry.startOffset]);
  return { steps, ...(saysFilesBefore ? { filesBefore } : {}), files: directoryFileNames(log), epochs };
}

class CleanerDriver {
  private readonly driver: LogDriver;
  private readonly manager = new LogCleanerManager();
  private readonly limits: { readonly offsetMapSlots: number; readonly loadFactor: number };

  constructor(driver: LogDriver, input: Json) {
    this.driver = driver;
    this.limits = { offsetMapSlots: integer(input, 'cleanerOffsetMapSlots'), loadFactor: integer(input, 'cleanerLoadFactor') };
  }

  play(step: Json): JsonObject {
    const { log, nowMillis } = this.driver;
    switch (text(step, 'op')) {
      case 'deleteOldSegments':
        return { result: this.deleteOldSegments() };
      case 'clean':
        return { result: this.clean() };
      case 'setCleanerCheckpoint':
        this.manager.doneCleaning(log.topicPartition, integer(step, 'offset'));
        return {};
      case 'updateConfig':
        log.updateConfig(configOf(step));
        return {};
      case 'setLastModified': {
        const segment = log.segments.find((known) => known.baseOffset === integer(step, 'segment'));
        if (segment !== undefined) segment.lastModifiedMillis = integer(step, 'ms', nowMillis);
        return {};
      }
      default:
        return this.driver.play(step);
    }
  }

  private deleteOldSegments(): number {
    const { log, nowMillis } = this.driver;
    const count = log.deleteOldSegments(nowMillis);
    log.flushPending();
    return count;
  }

  private clean(): JsonObject {
    const { manager, limits } = this;
    const { log, nowMillis } = this.driver;
    const { topicPartition } = log;
    const offsets = { ...cleanableOffsets(log, manager.checkpoint(topicPartition), nowMillis) };
    const dirtiness = manager.dirtiness(log, nowMillis);
    if (dirtiness === null) return { cleanableOffsets: offsets, chosen: false };
    const chosen = manager.grabFilthiestCompactedLog([log], nowMillis);
    const base = { cleanableOffsets: offsets, dirtiness: dirtinessAnswer(dirtiness), chosen: chosen !== null };
    if (chosen === null) return { ...base, deletedByRetention: this.deleteOldSegments() };
    const { endOffset } = cleanLog(chosen, limits, nowMillis);
    manager.doneCleaning(topicPartition, endOffset);
    return {
      ...base,
      needCompactionNow: chosen.needCompactionNow,
      endOffset,
      cleanerCheckpoint: manager.checkpoint(topicPartition),
      ...contentOf(log),
      deletedByRetention: this.deleteOldSegments(),
    };
  }
}

function contentOf(log: PartitionLog): JsonObject {
  const batches: Json[] = [];
  const records: Json[] = [];
  for (const segment of log.segments) {
    // The recordings look at every index, and Kafka opens what is looked at.
    segment.openIndexes();
    for (let i = 0; i < segment.batches.count; i++) {
      const batch = segment.batches.at(i);
      batches.push(batchAnswer(segment.baseOffset, batch));
      if (batch.isControlBatch) continue;
      for (let index = 0; index < batch.count; index++) {
        const { key, value } = batch.records.at(index);
        records.push([batch.offsetOf(index), batch.timestampOf(index), key, value]);
      }
    }
  }
  return { batches, records, txnindex: txnIndexFiles(log), indexes: indexesOf(log) };
}

function batchAnswer(segmentBaseOffset: number, batch: RecordBatch): Json {
  const { baseOffset, lastOffset, count, sizeBytes, maxTimestamp, deleteHorizonMs, producerId, producerEpoch, baseSequence } = batch;
  const place = [segmentBaseOffset, baseOffset, lastOffset, count, sizeBytes];
  const flags = [batch.isTransactional, batch.isControlBatch];
  // The recordings read batches from a file, where Kafka does not say their base timestamp.
  return [...place, null, maxTimestamp, deleteHorizonMs, producerId, producerEpoch, baseSequence, ...flags];
}

function dirtinessAnswer(found: LogToClean): Json {
  const { firstDirtyOffset, firstUncleanableOffset, cleanBytes, cleanableBytes, totalBytes, cleanableRatio } = found;
  return { firstDirtyOffset, firstUncleanableOffset, cleanBytes, cleanableBytes, totalBytes, cleanableRatio };
}

function filthiestAnswer(input: Json): Json {
  const nowMillis = integer(input, 'nowMs');
  const manager = new LogCleanerManager();
  const logs = items(input, 'logs').map((given) => logOf(given, nowMillis, manager));
  const dirtiness = logs.map((log) => {
    const found = manager.dirtiness(log, nowMillis);
    return found === null ? null : dirtinessAnswer(found);
  });
  const chosen = manager.grabFilthiestCompactedLog(logs, nowMillis);
  if (chosen === null) return { dirtiness, chosen: null };
  const partition = Number(chosen.log.topicPartition.slice('t-'.length));
  return { dirtiness, chosen: { partition, needCompactionNow: chosen.needCompactionNow } };
}

/** A log of segments with one batch each, of the given sizes and times. */
function logOf(given: Json, nowMillis: number, manager: LogCleanerManager): PartitionLog {
  const topicPartition = `t-${String(integer(given, 'partition'))}`;
  const log = new PartitionLog(noRegistry, topicPartition, configOf(given), nowMillis);
  for (const segment of items(given, 'segments')) {
    const [baseOffset, sizeBytes, timestamp] = isList(segment) ? segment : [];
    if (log.logEndOffset > log.localLog.activeSegment.baseOffset) log.roll(nowMillis);
    if (typeof baseOffset !== 'number' || typeof sizeBytes !== 'number' || typeof timestamp !== 'number') continue;
    const batch = dataBatch([{ timestamp, key: 'k', value: 'v', headers: [], ledgerId: 0 }]);
    log.appendAsFollower([batch.with({ baseOffset, sizeBytes, partitionLeaderEpoch: 0 })], 0, nowMillis);
  }
  log.updateHighWatermark(log.logEndOffset);
  const checkpoint = member(given, 'cleanerCheckpoint');
  if (typeof checkpoint === 'number') manager.doneCleaning(topicPartition, checkpoint);
  return log;
}
