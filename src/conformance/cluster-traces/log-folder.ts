import type { PartitionLog } from '../../engine/kafka/log/partition-log.ts';
import type { RecordBatch } from '../../engine/kafka/log/record-batch.ts';
import type { Json } from '../registry.ts';
import { epochsOf } from './snapshot.ts';

/** A partition's folder on a broker's disk, read from outside. */
export interface LogFolder {
  readonly json: Json;
  /** The value of every data record that stands there. */
  readonly values: readonly (string | null)[];
}

/** Every batch that stands in the folder's segments, also below the log's start. */
export function readLogFolder(log: PartitionLog): LogFolder {
  const batches = log.segments.flatMap(({ batches: list }) => Array.from({ length: list.count }, (_, i) => list.at(i)));
  const values = batches.filter(({ controlType }) => controlType === null).flatMap((batch) => recordsOf(batch).map(([, , value]) => value));
  return { json: { leaderEpochs: epochsOf(log), batches: batches.map(batchJson) }, values };
}

function recordsOf(batch: RecordBatch): readonly (readonly [number, string | null, string | null])[] {
  return Array.from({ length: batch.records.count }, (_, i) => {
    const { offsetDelta, key, value } = batch.records.at(i);
    return [batch.baseOffset + (offsetDelta ?? i), key, value] as const;
  });
}

function batchJson(batch: RecordBatch): Json {
  const { baseOffset, lastOffset, partitionLeaderEpoch, producerId, producerEpoch, baseSequence, isTransactional, controlType } = batch;
  return {
    baseOffset,
    lastOffset,
    partitionLeaderEpoch,
    producerId,
    producerEpoch,
    baseSequence,
    ...(isTransactional ? { isTransactional } : {}),
    ...(controlType === null ? { records: recordsOf(batch) } : { control: [controlType] }),
  };
}
