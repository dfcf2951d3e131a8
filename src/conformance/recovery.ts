import { LogConfig } from '../engine/kafka/log/log-config.ts';
import { openLog } from '../engine/kafka/log/log-directory.ts';
import type { LogFiles } from '../engine/kafka/log/log-directory.ts';
import { directoryFileNames, encodeDirectory } from '../engine/kafka/log/log-files.ts';
import type { PartitionLog } from '../engine/kafka/log/partition-log.ts';
import type { Adapter, Json } from './registry.ts';
import type { JsonObject } from './rows.ts';
import { damage } from './support/damage.ts';
import { indexesOf, logState, producersOf, readAnswer, snapshotFiles, txnIndexFiles } from './support/log-answers.ts';
import { configOf, errorOf, LogDriver, noRegistry } from './support/log-driver.ts';
import { flag, integer, items, member, text } from './support/log-rows.ts';

// What the recordings used: a topic id, a directory, and the delay after which deleted files go.
const topicId = 'AAAAAAAAAAAAAAAAAAAAKg';
const path = '<dir>/log2/t-0';
const fileDeleteDelayMs = new LogConfig().fileDeleteDelayMs;

/** Plays the rows of `recovery`: a log is written, stopped, damaged and opened again. */
export const adapter: Adapter = {
  kind: 'recovery',
  answer(input: Json): Json {
    const driver = new LogDriver(input);
    const steps = items(input, 'steps').map((step) => ({ ...driver.play(step), state: logState(driver.log) }));
    if (text(input, 'stop') === 'clean') driver.log.close();
    const files = encodeDirectory(driver.log, topicId);
    const filesAtStop = Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.length]));
    for (const change of items(input, 'damage')) damage(files, change);
    return { steps, filesAtStop, opened: openedOf(driver, files, input) };
  },
};

function openedOf(driver: LogDriver, files: LogFiles, input: Json): Json {
  const open = member(input, 'open');
  const opened = openLog(noRegistry, files, {
    topicPartition: driver.log.topicPartition,
    topicId,
    config: configOf(input),
    checkpoints: {
      logStartOffset: integer(open, 'logStartOffset'),
      recoveryPoint: integer(open, 'recoveryPoint'),
      isCleanShutdown: flag(open, 'lastShutdownClean'),
      path,
    },
    nowMillis: driver.nowMillis,
  });
  if (opened.kind === 'refused') return { ...errorOf(opened.error), files: opened.fileNames };
  driver.log = opened.log;
  return { ...stateOf(opened.log), ...afterwards(driver, input) };
}

function stateOf(log: PartitionLog): JsonObject {
  return {
    ...logState(log),
    firstUnstableOffset: log.firstUnstableOffset,
    epochs: log.leaderEpochCache.epochEntries().map((entry) => [entry.epoch, entry.startOffset]),
    producers: producersOf(log),
    batches: log.segments.flatMap((segment) => {
      const found: Json[] = [];
      for (let i = 0; i < segment.batches.count; i++) {
        const batch = segment.batches.at(i);
        found.push([segment.baseOffset, batch.baseOffset, batch.lastOffset, batch.partitionLeaderEpoch]);
      }
      return found;
    }),
    indexes: indexesOf(log),
    files: directoryFileNames(log),
    snapshots: snapshotFiles(log),
    txnindex: txnIndexFiles(log),
    'leader-epoch-checkpoint': log.leaderEpochCache.checkpointText(),
  };
}

function afterwards(driver: LogDriver, input: Json): JsonObject {
  const { log } = driver;
  log.updateHighWatermark(log.logEndOffset);
  const lastStableOffsetWhenAllIsReplicated = log.lastStableOffset;
  const reads = items(input, 'reads').map((request) => readAnswer(log, request));
  const nextStep = member(input, 'next') ?? null;
  const answer = driver.play(nextStep);
  const result = member(answer, 'result');
  const next = { ...(result === undefined ? answer : { firstOffset: member(result, 'firstOffset') }), state: logState(log) };
  driver.play({ op: 'sleep', ms: fileDeleteDelayMs });
  return { lastStableOffsetWhenAllIsReplicated, reads, next, filesAfterDelete: directoryFileNames(log) };
}
