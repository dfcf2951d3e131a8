import { grown } from '../../kernel/grown.ts';
import type { Envelope } from '../../kernel/process.ts';
import type { PartitionProduceResponse, ProduceRequest, ProduceResponse } from '../apis/Produce/messages.ts';
import { errors } from '../errors.ts';
import { recordsDuplicated } from '../ledger/events.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LogError } from '../log/log-errors.ts';
import type { RecordBatch } from '../log/record-batch.ts';
import { DelayedProduce, ProducePartitionStatus } from './delayed-operations.ts';
import type { Partition } from './partition.ts';
import type { PartitionError } from './partition-owner.ts';
import type { ReplicaManager } from './replica-manager.ts';

type TopicProduceResponse = ProduceResponse['responses'][number];

/** How a produce stands after its records were appended or refused. */
export type ProduceOutcome =
  | { readonly kind: 'respond'; readonly response: ProduceResponse }
  /** acks=0: no answer; on an error the connection is closed, which is the only signal. */
  | { readonly kind: 'silent'; readonly hasError: boolean }
  | { readonly kind: 'wait'; readonly operation: DelayedProduce };

/** A waiting produce with the answers that it gives when it is complete. */
export class WaitingProduce extends DelayedProduce {
  /** The answers to the append alone. */
  private readonly responses: readonly TopicProduceResponse[];

  constructor(request: Envelope, responses: readonly TopicProduceResponse[], statuses: readonly ProducePartitionStatus[]) {
    super(request, statuses);
    this.responses = responses;
  }

  /** The answer, with the final error of each partition. */
  respond(): ProduceResponse {
    let next = 0;
    const isAsAppended = (response: PartitionProduceResponse): boolean => this.statuses[next++]?.errorCode === response.errorCode;
    if (this.responses.every(({ partitionResponses }) => partitionResponses.every(isAsAppended))) {
      return { responses: this.responses, throttleTimeMs: 0 };
    }
    next = 0;
    const responses = this.responses.map((topic) => ({
      ...topic,
      partitionResponses: topic.partitionResponses.map((response) => {
        const status = this.statuses[next++];
        return status === undefined || status.errorCode === response.errorCode ? response : { ...response, errorCode: status.errorCode };
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
  const { acks, topicData } = envelope.message.body as ProduceRequest;
  const scope: AppendScope = { manager, ledger, nowMillis, acks, appendedCount: 0, refusedCount: 0, woken: none, statuses: none };
  let responses: readonly TopicProduceResponse[] = none;
  for (const topic of topicData) responses = grown(responses, appendToTopic(scope, topic));
  const outcome = outcomeOf(scope, envelope, responses);
  for (const partition of scope.woken) manager.tryCompleteFetches(partition.topicPartition);
  if (outcome.kind === 'wait' && outcome.operation.tryComplete(manager)) return { kind: 'respond', response: respondTo(outcome.operation) };
  return outcome;
}

function appendToTopic(scope: AppendScope, { name, topicId, partitionData }: ProduceRequest['topicData'][number]): TopicProduceResponse {
  const names = scope.manager.partitionNames;
  let partitionResponses: readonly PartitionProduceResponse[] = none;
  for (const { index, records } of partitionData) {
    partitionResponses = grown(partitionResponses, appendToPartition(scope, names.of(name, index), records));
  }
  return { name, topicId, partitionResponses };
}

const respondTo = (operation: DelayedProduce): ProduceResponse => (operation as WaitingProduce).respond();

function outcomeOf(scope: AppendScope, envelope: Envelope, responses: readonly TopicProduceResponse[]): ProduceOutcome {
  const { acks, statuses } = scope;
  if (acks === 0) return { kind: 'silent', hasError: scope.refusedCount > 0 };
  if (acks === -1 && scope.appendedCount > 0) return { kind: 'wait', operation: new WaitingProduce(envelope, responses, statuses) };
  return { kind: 'respond', response: { responses, throttleTimeMs: 0 } };
}

interface AppendScope {
  readonly manager: ReplicaManager;
  readonly ledger: Ledger;
  readonly nowMillis: number;
  readonly acks: number;
  appendedCount: number;
  refusedCount: number;
  /** Partitions that have new data: fetches that wait for them are looked at when the request is done. */
  woken: readonly Partition[];
  /** With acks=all: what each partition of the request waits for, in order. */
  statuses: readonly ProducePartitionStatus[];
}

const none: readonly never[] = [];

function appendToPartition(scope: AppendScope, name: string, batch: RecordBatch): PartitionProduceResponse {
  const { manager, acks, nowMillis } = scope;
  if (acks !== 0 && acks !== 1 && acks !== -1) return refusal(scope, name, errors.INVALID_REQUIRED_ACKS);
  const partition = manager.partitionOrError(name);
  if (typeof partition === 'number') return refusal(scope, name, partition);
  const info = partition.appendRecordsToLeader(batch, acks, nowMillis);
  if (info.kind === 'error') return refusal(scope, name, info.errorCode, validationOf(info));
  scope.appendedCount++;
  if (!info.isDuplicate) recordInLedger(scope, partition, info.batches);
  if (info.leaderHwChange === 'INCREASED') manager.tryCompleteDelayedRequests(partition);
  else scope.woken = grown(scope.woken, partition);
  if (acks === -1) noteStatus(scope, name, info.lastOffset + 1, errors.NONE);
  return {
    index: partition.partitionIndex,
    errorCode: errors.NONE,
    baseOffset: info.firstOffset,
    logAppendTimeMs: info.logAppendTime,
    logStartOffset: info.logStartOffset,
    recordErrors: noRecordErrors,
    errorMessage: null,
    currentLeader: unknownLeader,
  };
}

function noteStatus(scope: AppendScope, name: string, requiredOffset: number, errorCode: number): void {
  scope.statuses = grown(scope.statuses, new ProducePartitionStatus(name, requiredOffset, errorCode));
}

const noRecordErrors: PartitionProduceResponse['recordErrors'] = [];
const noValidation = { errorMessage: null, recordErrors: noRecordErrors };

/**
 * Only what is wrong with records is told in words; for the rest the client has the error's own text. Source:
 * ReplicaManager.appendRecordsToLeader.
 */
function validationOf(error: LogError | PartitionError): Pick<PartitionProduceResponse, 'errorMessage' | 'recordErrors'> {
  if (!('recordErrors' in error) || error.recordErrors.length === 0) return noValidation;
  const recordErrors = error.recordErrors.map(({ batchIndex, message }) => ({ batchIndex, batchIndexErrorMessage: message }));
  return { errorMessage: error.message, recordErrors };
}

const unknownLeader = { leaderId: -1, leaderEpoch: -1 };

function refusal(
  scope: AppendScope,
  name: string,
  errorCode: number,
  validation: ReturnType<typeof validationOf> = noValidation,
): PartitionProduceResponse {
  const { manager } = scope;
  scope.refusedCount++;
  const partition = manager.partitionOrError(name);
  const isStale = errorCode === errors.NOT_LEADER_OR_FOLLOWER && typeof partition !== 'number';
  if (scope.acks === -1) noteStatus(scope, name, 0, errorCode);
  return {
    index: Number(name.slice(name.lastIndexOf('-') + 1)),
    errorCode,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    ...validation,
    // Since 3.7 the answer says who leads, as far as this broker knows (KIP-951).
    currentLeader: isStale ? { leaderId: partition.leaderReplicaId ?? -1, leaderEpoch: partition.leaderEpoch } : unknownLeader,
  };
}

/** Ground truth: which records stand where. Nothing that the broker does depends on it. */
function recordInLedger({ ledger, manager }: AppendScope, partition: Partition, batches: readonly RecordBatch[]): void {
  const { log } = partition;
  if (log === null) return;
  for (const batch of batches) {
    for (const run of batch.records.ledgerRuns()) {
      const firstOffset = batch.baseOffset + run.index;
      const again = ledger.appended(run, firstOffset, log, partition);
      if (again > 0) manager.emit(recordsDuplicated, { partition: partition.nameNumber, duplicateCount: again, firstOffset });
    }
  }
}
