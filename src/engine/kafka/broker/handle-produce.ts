import type { Envelope } from '../../kernel/process.ts';
import type { PartitionProduceResponse, ProduceRequest, ProduceResponse } from '../apis/Produce/messages.ts';
import { errors } from '../errors.ts';
import { recordsDuplicated } from '../ledger/events.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { witnessOf } from '../ledger/log-witness.ts';
import type { RecordBatch } from '../log/record-batch.ts';
import { DelayedProduce, ProducePartitionStatus } from './delayed-operations.ts';
import type { Partition } from './partition.ts';
import type { ReplicaManager } from './replica-manager.ts';

/** What became of one partition of a produce: its answer, and the high watermark that would acknowledge it. */
interface PartitionAppend {
  readonly response: PartitionProduceResponse;
  readonly requiredOffset: number;
}

/** How a produce stands after its records were appended or refused. */
export type ProduceOutcome =
  | { readonly kind: 'respond'; readonly response: ProduceResponse }
  /** acks=0: no answer; on an error the connection is closed, which is the only signal. */
  | { readonly kind: 'silent'; readonly hasError: boolean }
  | { readonly kind: 'wait'; readonly operation: DelayedProduce };

/** A waiting produce with the answers that it gives when it is complete. */
export class WaitingProduce extends DelayedProduce {
  readonly topics: readonly { readonly name: string; readonly topicId: string; readonly appends: readonly PartitionAppend[] }[];

  constructor(request: Envelope, topics: WaitingProduce['topics'], names: readonly string[]) {
    const statuses = topics.flatMap((topic) => topic.appends);
    super(
      request,
      statuses.map((append, i) => new ProducePartitionStatus(names[i] ?? '', append.requiredOffset, append.response.errorCode)),
    );
    this.topics = topics;
  }

  /** The answer, with the final error of each partition. */
  respond(): ProduceResponse {
    let next = 0;
    const responses = this.topics.map(({ name, topicId, appends }) => ({
      name,
      topicId,
      partitionResponses: appends.map(({ response }) => {
        const status = this.statuses[next++];
        return status === undefined ? response : { ...response, errorCode: status.errorCode };
      }),
    }));
    return { responses, throttleTimeMs: 0 };
  }
}

/**
 * Appends what a producer sent. With acks=all the answer waits until the records are committed; what was appended stays appended,
 * whatever the answer.
 * Source: KafkaApis.handleProduceRequest, ReplicaManager.appendRecords.
 */
export function handleProduce(manager: ReplicaManager, ledger: Ledger, envelope: Envelope, nowMillis: number): ProduceOutcome {
  const request = envelope.message.body as ProduceRequest;
  const names: string[] = [];
  const woken: Partition[] = [];
  const topics = request.topicData.map((topic) => ({
    name: topic.name,
    topicId: topic.topicId,
    appends: topic.partitionData.map(({ index, records }) => {
      const name = `${topic.name}-${String(index)}`;
      names.push(name);
      return appendToPartition({ manager, ledger, nowMillis, acks: request.acks, woken }, name, records);
    }),
  }));
  const appends = topics.flatMap((topic) => topic.appends);
  const outcome = outcomeOf(request.acks, envelope, topics, names);
  for (const partition of woken) manager.tryCompleteFetches(partition.topicPartition);
  if (outcome.kind === 'wait' && outcome.operation.tryComplete(manager)) return { kind: 'respond', response: respondTo(outcome.operation) };
  void appends;
  return outcome;
}

const respondTo = (operation: DelayedProduce): ProduceResponse => (operation as WaitingProduce).respond();

function outcomeOf(acks: number, envelope: Envelope, topics: WaitingProduce['topics'], names: readonly string[]): ProduceOutcome {
  const appends = topics.flatMap((topic) => topic.appends);
  if (acks === 0) return { kind: 'silent', hasError: appends.some((append) => append.response.errorCode !== errors.NONE) };
  const hasSuccess = appends.some((append) => append.response.errorCode === errors.NONE);
  if (acks === -1 && hasSuccess) return { kind: 'wait', operation: new WaitingProduce(envelope, topics, names) };
  const responses = topics.map(({ name, topicId, appends: own }) => ({
    name,
    topicId,
    partitionResponses: own.map((append) => append.response),
  }));
  return { kind: 'respond', response: { responses, throttleTimeMs: 0 } };
}

interface AppendScope {
  readonly manager: ReplicaManager;
  readonly ledger: Ledger;
  readonly nowMillis: number;
  readonly acks: number;
  /** Partitions that have new data: fetches that wait for them are looked at when the request is done. */
  readonly woken: Partition[];
}

function appendToPartition(scope: AppendScope, name: string, batch: RecordBatch): PartitionAppend {
  const { manager, acks, nowMillis } = scope;
  if (acks !== 0 && acks !== 1 && acks !== -1) return refusal(name, errors.INVALID_REQUIRED_ACKS, null, manager);
  const partition = manager.partitionOrError(name);
  if (typeof partition === 'number') return refusal(name, partition, null, manager);
  const result = partition.appendRecordsToLeader([batch], acks, nowMillis);
  if (result.kind === 'error') return refusal(name, result.errorCode, result.message, manager);
  const { info } = result;
  if (!info.isDuplicate) recordInLedger(scope, partition, info.batches);
  if (result.isHighWatermarkIncreased) manager.tryCompleteDelayedRequests(partition);
  else scope.woken.push(partition);
  const response = {
    index: partition.partitionIndex,
    errorCode: errors.NONE,
    baseOffset: info.firstOffset,
    logAppendTimeMs: info.logAppendTime,
    logStartOffset: info.logStartOffset,
    recordErrors: [],
    errorMessage: null,
    currentLeader: unknownLeader,
  };
  return { response, requiredOffset: info.lastOffset + 1 };
}

const unknownLeader = { leaderId: -1, leaderEpoch: -1 };

function refusal(name: string, errorCode: number, message: string | null, manager: ReplicaManager): PartitionAppend {
  const partition = manager.partitionOrError(name);
  const isStale = errorCode === errors.NOT_LEADER_OR_FOLLOWER && typeof partition !== 'number';
  const response = {
    index: Number(name.slice(name.lastIndexOf('-') + 1)),
    errorCode,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: [],
    errorMessage: message,
    // Since 3.7 the answer says who leads, as far as this broker knows (KIP-951).
    currentLeader: isStale ? { leaderId: partition.leaderReplicaId ?? -1, leaderEpoch: partition.leaderEpoch } : unknownLeader,
  };
  return { response, requiredOffset: 0 };
}

/** Ground truth: which records stand where. Nothing that the broker does depends on it. */
function recordInLedger({ ledger, manager }: AppendScope, partition: Partition, batches: readonly RecordBatch[]): void {
  const { log } = partition;
  if (log === null) return;
  for (const batch of batches) {
    for (const { index, firstId, count } of batch.records.ledgerRuns()) {
      const firstOffset = batch.baseOffset + index;
      const again = ledger.appended({ topicPartition: partition.topicPartition, firstId, count }, firstOffset, witnessOf(log));
      if (again > 0) manager.emit(recordsDuplicated, { partition: partition.nameNumber, duplicateCount: again, firstOffset });
    }
  }
}
