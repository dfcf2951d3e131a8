import { directoryFileNames, encodeSegment, partitionMetadataText } from '../engine/kafka/log/log-files.ts';
import type { LogSegment } from '../engine/kafka/log/log-segment.ts';
import type { PartitionLog } from '../engine/kafka/log/partition-log.ts';
import { segmentFileName } from '../engine/kafka/log/segment-file-names.ts';
import type { Adapter, Json } from './registry.ts';
import { indexesOf, logState, readAnswer, snapshotFiles, txnIndexFiles } from './support/log-answers.ts';
import { LogDriver } from './support/log-driver.ts';
import { integer, integers, items } from './support/log-rows.ts';
import { sha256Hex } from './support/sha256.ts';

// The id that the recordings gave to their topic.
const topicId = 'AAAAAAAAAAAAAAAAAAAAKg';

/** Plays the rows of `log-segments` on a log of its own. */
export const adapter: Adapter = {
  kind: 'log-segments',
  answer(input: Json): Json {
    const driver = new LogDriver(input);
    const steps = items(input, 'steps').map((step) => ({ ...driver.play(step), state: logState(driver.log) }));
    const { log } = driver;
    return {
      steps,
      reads: items(input, 'reads').map((request) => readAnswer(log, request)),
      timestamps: integers(input, 'timestamps').map((timestamp) => {
        const found = log.fetchOffsetByTimestamp(timestamp);
        return found === null ? null : { ...found };
      }),
      indexLookups: items(input, 'indexLookups').map((request) => {
        const found = segmentOf(log, request).lookupOffset(integer(request, 'offset'));
        return [found.offset, found.position];
      }),
      timeIndexLookups: items(input, 'timeIndexLookups').map((request) => {
        const found = segmentOf(log, request).lookupTimestamp(integer(request, 'timestamp'));
        return [found.timestamp, found.offset];
      }),
      disk: diskOf(log),
    };
  },
};

function segmentOf(log: PartitionLog, request: Json): LogSegment {
  const baseOffset = integer(request, 'segment');
  const found = log.segments.find((segment) => segment.baseOffset === baseOffset);
  if (found === undefined) throw new Error(`no segment ${String(baseOffset)}`);
  return found;
}

function diskOf(log: PartitionLog): Json {
  return {
    files: directoryFileNames(log),
    logSha256: Object.fromEntries(
      log.segments.map((segment) => [segmentFileName(segment.baseOffset, 'log'), sha256Hex(encodeSegment(segment))]),
    ),
    indexes: indexesOf(log),
    txnindex: txnIndexFiles(log),
    snapshots: snapshotFiles(log),
    'leader-epoch-checkpoint': log.leaderEpochCache.checkpointText(),
    'partition.metadata': partitionMetadataText(topicId),
  };
}
