import type { Partition } from '../../broker/partition.ts';
import type { ReplicaManager } from '../../broker/replica-manager.ts';
import { dataBatch, endTransactionMarker } from '../../log/batch-builder.ts';
import { clientAppend } from '../../log/log-types.ts';
import type { RecordBatch } from '../../log/record-batch.ts';
import type { AppendOutcome, CoordinatorLog, RecordProducer } from '../context.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { StoredRecord } from '../shard.ts';
import { recordOfText, recordToText } from './record-text.ts';

const coordinatorAppend = { ...clientAppend, origin: 'COORDINATOR' } as const;

/**
 * Writes a coordinator's records at the end of its partition, as its leader. It asks for the leader's write only; the coordinator itself
 * waits
 * for the high watermark. Lives within one step: it is no state. Source: CoordinatorPartitionWriter.
 */
export class PartitionWriter implements CoordinatorLog {
  /** Partitions that have new data: who waits for them is looked at when the step is over. */
  readonly written = new Set<Partition>();
  private readonly replicas: ReplicaManager;
  private readonly topicPartition: string;
  private readonly nowMillis: number;

  constructor(replicas: ReplicaManager, topicPartition: string, nowMillis: number) {
    this.replicas = replicas;
    this.topicPartition = topicPartition;
    this.nowMillis = nowMillis;
  }

  append(records: readonly CoordinatorRecord[], producer: RecordProducer | null): AppendOutcome {
    const list = records.map((record) => recordToText(record, this.nowMillis));
    return this.write(dataBatch(list, producer === null ? undefined : { ...producer, baseSequence: -1, isTransactional: true }));
  }

  appendMarker({ producerId, producerEpoch }: RecordProducer, isCommit: boolean, coordinatorEpoch: number): AppendOutcome {
    const controlType = isCommit ? 'COMMIT' : 'ABORT';
    return this.write(endTransactionMarker({ controlType, timestamp: this.nowMillis, producerId, producerEpoch, coordinatorEpoch }));
  }

  /** Transactions have no coordinator yet: nobody can say no. */
  verifyTransaction(): ApiFailure | null {
    return null;
  }

  private write(batch: RecordBatch): AppendOutcome {
    const partition = this.replicas.partitionOrError(this.topicPartition);
    if (typeof partition === 'number') return failure(partition);
    const result = partition.appendRecordsToLeader(batch, 1, this.nowMillis, coordinatorAppend);
    if (result.kind === 'error') return failure(result.errorCode);
    this.written.add(partition);
    return { kind: 'appended', endOffset: result.lastOffset + 1 };
  }
}

/** All that the log of a partition says, from its start to its end. Source: CoordinatorLoaderImpl.doLoad. */
export function storedRecords(partition: Partition): readonly StoredRecord[] {
  const { log } = partition;
  const stored: StoredRecord[] = [];
  if (log === null) return stored;
  for (let offset = log.logStartOffset; offset < log.logEndOffset;) {
    const read = log.read(offset, 1_000_000, 'LOG_END', true);
    const last = read.kind === 'error' ? undefined : read.batches.at(-1);
    if (read.kind === 'error' || last === undefined) break;
    for (const batch of read.batches) stored.push(...recordsOf(batch));
    offset = last.nextOffset;
  }
  return stored;
}

function recordsOf(batch: RecordBatch): readonly StoredRecord[] {
  const { producerId, controlType, baseOffset } = batch;
  if (controlType === 'COMMIT' || controlType === 'ABORT') {
    return [{ kind: 'marker', offset: baseOffset, producerId, isCommit: controlType === 'COMMIT' }];
  }
  const stored: StoredRecord[] = [];
  for (let i = 0; i < batch.records.count; i++) {
    const record = recordOfText(batch.records.at(i));
    const offset = batch.offsetOf(i);
    if (record !== null) stored.push({ kind: 'record', offset, producerId: batch.isTransactional ? producerId : null, record });
  }
  return stored;
}
