import type { AlterPartitionRequest } from '../engine/kafka/apis/AlterPartition/messages.ts';
import { DelayedProduce, ProducePartitionStatus, Purgatory } from '../engine/kafka/broker/delayed-operations.ts';
import { Partition } from '../engine/kafka/broker/partition.ts';
import {
  deleteRecordsOnLeader, lowWatermarkIfLeader, processFetchedData, truncateFullyAndStartAt, truncateTo,
} from '../engine/kafka/broker/partition-follower.ts';
import { maybeShrinkIsr } from '../engine/kafka/broker/partition-isr.ts';
import type { PartitionError, PartitionRegistration } from '../engine/kafka/broker/partition-owner.ts';
import { fetchOffsetForTimestamp, fetchRecords, lastOffsetForLeaderEpoch } from '../engine/kafka/broker/partition-read.ts';
import type { OffsetResult, PartitionRead } from '../engine/kafka/broker/partition-read.ts';
import { errors } from '../engine/kafka/errors.ts';
import { clientAppend, noVerificationGuard } from '../engine/kafka/log/log-types.ts';
import { noEvent } from '../engine/kernel/units.ts';
import type { Adapter, Json } from './registry.ts';
import { isList } from './rows.ts';
import { errorByName } from '../engine/kafka/error-details.ts';
import { flag, integer, integers, items, member, text } from './support/log-rows.ts';
import { changedReplicas, partitionJson } from './support/partition-json.ts';
import { batchesJson, batchOfRow, errorJson, errorNameOf, PartitionOf, RowBroker, rowRegistry } from './support/replication-rows.ts';

const topicId = 'T1';
const markerAppend = { origin: 'COORDINATOR', verificationGuard: noVerificationGuard, transactionVersion: 1 } as const;

/** Calls on one partition of one broker: kafka.cluster.Partition with the manager of AlterPartition and the purgatory of produces. */
export const adapter: Adapter = {
  kind: 'partition-leader',
  answer(input) {
    const run = new LeaderRun(input);
    return { steps: items(input, 'steps').map((step) => run.step(step)) };
  },
  normalise(value) {
    return sortIsrs(value);
  },
};

/** The order inside an ISR has no meaning, in texts too. */
function sortIsrs(value: Json): Json {
  if (typeof value === 'string') return value.replace(/Set\(([\d, ]+)\)/, (_, ids: string) => `Set(${ids.split(', ').sort().join(', ')})`);
  if (isList(value)) return value.map(sortIsrs);
  if (typeof value !== 'object' || value === null) return value;
  const sorted: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const isIsr = key === 'isr' || key === 'maximalIsr' || key === 'outOfSyncReplicaIds' || key === 'newIsrWithEpochs';
    sorted[key] = isIsr && isList(item) ? [...item].sort((a, b) => orderOf(a) - orderOf(b)) : sortIsrs(item);
  }
  return sorted;
}

function orderOf(member: Json): number {
  return typeof member === 'number' ? member : integer(member, 'brokerId', 0);
}

class LeaderRun {
  private readonly broker: RowBroker;
  private readonly partition: Partition;
  private readonly purgatory: Purgatory<DelayedProduce>;
  private acksCompleted: DelayedProduce[] = [];
  private previous: Record<string, Json> = {};

  constructor(input: Json) {
    this.broker = new RowBroker(
      integer(input, 'localBrokerId'),
      integer(input, 'localBrokerEpoch'),
      integer(input, 'replicaLagTimeMaxMs'),
      integer(input, 'startMs'),
    );
    const key = { topic: text(input, 'topic'), partitionIndex: integer(input, 'partition'), topicId };
    this.partition = new Partition(rowRegistry, this.broker, key);
    this.partition.setMinInSyncReplicas(integer(input, 'min.insync.replicas'));
    const lookup = new PartitionOf(this.partition);
    this.purgatory = new Purgatory(rowRegistry, lookup);
  }

  step(step: Json): Json {
    this.broker.sent.length = 0;
    this.broker.changed.length = 0;
    this.acksCompleted = [];
    const answer = this.call(step);
    if (this.broker.changed.length > 0) this.completeDelayed();
    const state = this.stateChanges();
    return {
      ...answer,
      ...(this.broker.sent.length === 0 ? {} : { alterPartitionSent: this.broker.sent.map(requestJson) }),
      ...(this.acksCompleted.length === 0 ? {} : { acksCompleted: this.acksCompleted.map(acksJson) }),
      ...(Object.keys(state).length === 0 ? {} : { state }),
    };
  }

  private call(step: Json): { readonly [key: string]: Json } {
    const { broker, partition } = this;
    const now = broker.nowMillis;
    switch (text(step, 'op')) {
      case 'brokerMetadata':
        this.brokerMetadata(step);
        return {};
      case 'advanceTime':
        broker.advanceTime(integer(step, 'ms'));
        return {};
      case 'setMinInsyncReplicas':
        partition.setMinInSyncReplicas(integer(step, 'value'));
        return {};
      case 'makeLeader':
        broker.checkpointedHighWatermarkOffset = integer(step, 'checkpointedHighWatermark', 0);
        return { return: partition.makeLeader(registrationOf(step), now) };
      case 'makeFollower':
        return this.makeFollower(step);
      case 'maybeShrinkIsr':
        maybeShrinkIsr(partition, now);
        return {};
      case 'AlterPartitionResponse':
        this.alterPartitionResponse(step);
        return {};
      case 'truncateTo':
        truncateTo(partition, integer(step, 'offset'), now);
        return {};
      case 'truncateFullyAndStartAt':
        truncateFullyAndStartAt(partition, integer(step, 'offset'), now);
        return {};
      default:
        return this.callWithResult(step, text(step, 'op'));
    }
  }

  private callWithResult(step: Json, op: string): { readonly [key: string]: Json } {
    const { partition } = this;
    switch (op) {
      case 'appendRecordsToLeader':
        return this.append(step);
      case 'fetchRecords':
        return this.fetch(step);
      case 'processFetchResponse':
        return this.processFetchResponse(step);
      case 'fetchOffsetForTimestamp': {
        const isolation = member(step, 'isolationLevel');
        const level = isolation === 'READ_COMMITTED' || isolation === 'READ_UNCOMMITTED' ? isolation : null;
        const result = fetchOffsetForTimestamp(partition, integer(step, 'timestamp'), {
          isolationLevel: level,
          currentLeaderEpoch: epochOf(step, 'currentLeaderEpoch'),
          fetchOnlyFromLeader: flag(step, 'fetchOnlyFromLeader'),
        });
        return answerOf(result, offsetJson);
      }
      case 'lastOffsetForLeaderEpoch': {
        const currentLeaderEpoch = epochOf(step, 'currentLeaderEpoch');
        const fetchOnlyFromLeader = flag(step, 'fetchOnlyFromLeader');
        const end = lastOffsetForLeaderEpoch(partition, currentLeaderEpoch, integer(step, 'leaderEpoch'), fetchOnlyFromLeader);
        return { return: { errorCode: errorNameOf(end.errorCode), leaderEpoch: end.leaderEpoch, endOffset: end.endOffset } };
      }
      case 'deleteRecordsOnLeader':
        return answerOf(deleteRecordsOnLeader(partition, integer(step, 'offset')), deletedJson);
      case 'lowWatermarkIfLeader': {
        const low = lowWatermarkIfLeader(partition);
        return typeof low === 'number' ? { return: low } : { error: errorJson(low) };
      }
      default:
        return { unsupported: `the call ${op}` };
    }
  }

  private brokerMetadata(step: Json): void {
    const brokerId = integer(step, 'brokerId');
    const epoch = epochOf(step, 'epoch');
    const [fenced, inControlledShutdown] = [flag(step, 'fenced'), flag(step, 'inControlledShutdown')];
    // No epoch: the metadata do not have the broker.
    if (epoch === null) this.broker.brokers.delete(brokerId);
    else this.broker.brokers.set(brokerId, { epoch, fenced, inControlledShutdown });
  }

  private makeFollower(step: Json): { readonly [key: string]: Json } {
    this.broker.checkpointedHighWatermarkOffset = integer(step, 'checkpointedHighWatermark', 0);
    const isNewLeaderEpoch = this.partition.makeFollower(registrationOf(step), this.broker.nowMillis);
    this.completeDelayed();
    return { return: isNewLeaderEpoch };
  }

  private append(step: Json): { readonly [key: string]: Json } {
    const marker = member(step, 'marker');
    const timestamps = marker === undefined ? integers(step, 'timestamps') : [integer(step, 'timestamp')];
    const batch = batchOfRow({
      timestamps,
      producerId: integer(step, 'producerId', -1),
      producerEpoch: integer(step, 'producerEpoch', -1),
      baseSequence: integer(step, 'baseSequence', -1),
      isTransactional: flag(step, 'transactional') || marker !== undefined,
      ...(marker === 'COMMIT' || marker === 'ABORT' ? { controlType: marker } : {}),
    });
    const acks = integer(step, 'acks');
    const { partition, broker } = this;
    const result = partition.appendRecordsToLeader(batch, acks, broker.nowMillis, marker === undefined ? clientAppend : markerAppend);
    if (result.kind === 'error') return { error: errorJson(result) };
    const { firstOffset, lastOffset, leaderHwChange } = result;
    if (acks === -1) {
      const operation = new DelayedProduce(null, [new ProducePartitionStatus(partition.topicPartition, lastOffset + 1, errors.NONE)]);
      if (this.purgatory.tryCompleteElseWatch(operation, [partition.topicPartition])) this.acksCompleted.push(operation);
    }
    if (leaderHwChange === 'INCREASED') this.completeDelayed();
    return { return: { firstOffset, lastOffset, leaderHwChange } };
  }

  private fetch(step: Json): { readonly [key: string]: Json } {
    const replicaId = integer(step, 'replicaId');
    const isolation = text(step, 'isolation', 'LOG_END');
    const maxBytes = integer(step, 'maxBytes');
    const read = fetchRecords(
      this.partition,
      {
        replicaId,
        replicaEpoch: integer(step, 'replicaEpoch', -1),
        isolation: isolation === 'HIGH_WATERMARK' || isolation === 'TXN_COMMITTED' ? isolation : 'LOG_END',
        fetchOnlyLeader: replicaId >= 0 || flag(step, 'fetchOnlyLeader'),
        event: noEvent,
      },
      {
        fetchOffset: integer(step, 'fetchOffset'),
        logStartOffset: integer(step, 'logStartOffset', -1),
        maxBytes,
        currentLeaderEpoch: epochOf(step, 'currentLeaderEpoch'),
        lastFetchedEpoch: epochOf(step, 'lastFetchedEpoch'),
      },
      { maxBytes, minOneMessage: true, updateFetchState: member(step, 'updateFetchState') !== false, nowMillis: this.broker.nowMillis },
    );
    return answerOf(read, readJson);
  }

  private processFetchResponse(step: Json): { readonly [key: string]: Json } {
    const records = items(step, 'batches').map((batch) =>
      batchOfRow({
        timestamps: integers(batch, 'timestamps'),
        baseOffset: integer(batch, 'baseOffset'),
        partitionLeaderEpoch: integer(batch, 'partitionLeaderEpoch'),
      }),
    );
    const fetched = { records, highWatermark: integer(step, 'highWatermark'), logStartOffset: integer(step, 'logStartOffset') };
    const result = processFetchedData(this.partition, integer(step, 'partitionLeaderEpoch'), fetched, this.broker.nowMillis);
    return answerOf(result, ({ info: { firstOffset, lastOffset } }) => ({ firstOffset, lastOffset }));
  }

  private alterPartitionResponse(step: Json): void {
    const partition = member(step, 'partition') ?? null;
    const answer = partition === null ? [] : [{
      partitionIndex: this.partition.partitionIndex,
      errorCode: codeOf(text(partition, 'errorCode')),
      leaderId: integer(partition, 'leaderId', -1),
      leaderEpoch: integer(partition, 'leaderEpoch', -1),
      isr: integers(partition, 'isr'),
      leaderRecoveryState: integer(partition, 'leaderRecoveryState', 0),
      partitionEpoch: integer(partition, 'partitionEpoch', -1),
    }];
    const topics = answer.length === 0 ? [] : [{ topicId, partitions: answer }];
    const response = { throttleTimeMs: 0, errorCode: codeOf(text(step, 'errorCode')), topics };
    this.broker.alterPartitionManager.onResponse(response, this.broker.nowMillis);
  }

  private completeDelayed(): void {
    this.acksCompleted.push(...this.purgatory.checkAndComplete(this.partition.topicPartition));
  }

  private stateChanges(): { readonly [key: string]: Json } {
    const state = partitionJson(this.partition);
    const changes: Record<string, Json> = {};
    for (const key of Object.keys(state)) {
      const value = state[key] ?? null;
      const before = this.previous[key];
      if (key === 'replicas') {
        const replicas = changedReplicas(before ?? {}, value);
        if (Object.keys(replicas).length > 0) changes[key] = replicas;
      } else if (JSON.stringify(before) !== JSON.stringify(value)) {
        changes[key] = value;
      }
    }
    this.previous = state;
    return changes;
  }
}

function answerOf<T extends { readonly kind: string }>(
  result: T | PartitionError,
  json: (result: T) => Json,
): { readonly [key: string]: Json } {
  return isError(result) ? { error: errorJson(result) } : { return: json(result) };
}

function isError(result: { readonly kind: string } | PartitionError): result is PartitionError {
  return result.kind === 'error';
}

function deletedJson(result: { readonly requestedOffset: number; readonly lowWatermark: number }): Json {
  return { requestedOffset: result.requestedOffset, lowWatermark: result.lowWatermark };
}

function readJson(read: PartitionRead): Json {
  const aborted = read.data?.abortedTransactions ?? null;
  return {
    ...(read.divergingEpoch === null ? {} : { divergingEpoch: { ...read.divergingEpoch } }),
    batches: batchesJson(read.data?.batches ?? []),
    ...(aborted === null ? {} : { abortedTransactions: aborted.map(({ producerId, firstOffset }) => ({ producerId, firstOffset })) }),
    highWatermark: read.highWatermark,
    lastStableOffset: read.lastStableOffset,
    logStartOffset: read.logStartOffset,
    logEndOffset: read.logEndOffset,
  };
}

function offsetJson(result: OffsetResult): Json {
  const found = result.timestampAndOffset;
  return {
    timestampAndOffset: found === null ? null : { timestamp: found.timestamp, offset: found.offset, leaderEpoch: found.leaderEpoch },
    ...(result.lastFetchableOffset === null ? {} : { lastFetchableOffset: result.lastFetchableOffset }),
    ...(result.error === null ? {} : { maybeOffsetsError: errorJson(result.error) }),
  };
}

function requestJson(request: AlterPartitionRequest): Json {
  const partition = request.topics[0]?.partitions[0];
  if (partition === undefined) return null;
  return {
    brokerId: request.brokerId,
    brokerEpoch: request.brokerEpoch,
    partitionIndex: partition.partitionIndex,
    leaderEpoch: partition.leaderEpoch,
    newIsrWithEpochs: partition.newIsrWithEpochs.map(({ brokerId, brokerEpoch }) => ({ brokerId, brokerEpoch })),
    leaderRecoveryState: partition.leaderRecoveryState,
    partitionEpoch: partition.partitionEpoch,
  };
}

function acksJson(operation: DelayedProduce): Json {
  const status = operation.statuses[0];
  return status === undefined ? null : { requiredOffset: status.requiredOffset, error: errorNameOf(status.errorCode) };
}

function registrationOf(step: Json): PartitionRegistration {
  return {
    replicas: integers(step, 'replicas'),
    isr: integers(step, 'isr'),
    addingReplicas: integers(step, 'addingReplicas'),
    removingReplicas: integers(step, 'removingReplicas'),
    leader: integer(step, 'leader'),
    leaderEpoch: integer(step, 'leaderEpoch'),
    partitionEpoch: integer(step, 'partitionEpoch'),
    leaderRecoveryState: text(step, 'leaderRecoveryState') === 'RECOVERING' ? 'RECOVERING' : 'RECOVERED',
  };
}

function epochOf(step: Json, key: string): number | null {
  const value = member(step, key);
  return typeof value === 'number' ? value : null;
}

function codeOf(name: string): number {
  return errorByName(name)?.code ?? errors.UNKNOWN_SERVER_ERROR;
}
