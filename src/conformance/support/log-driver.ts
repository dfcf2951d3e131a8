import type { EntityRegistry } from '../../engine/kernel/state.ts';
import { dataBatch, endTransactionMarker } from '../../engine/kafka/log/batch-builder.ts';
import { rebuilder } from '../../engine/kafka/log/batch-rebuilder.ts';
import { LogConfig } from '../../engine/kafka/log/log-config.ts';
import type { LogError } from '../../engine/kafka/log/log-errors.ts';
import type { AppendOptions, AppendOrigin, LogAppendInfo, VerificationGuard } from '../../engine/kafka/log/log-types.ts';
import { noVerificationGuard } from '../../engine/kafka/log/log-types.ts';
import { PartitionLog } from '../../engine/kafka/log/partition-log.ts';
import { noProducerEpoch, noProducerId, noSequence } from '../../engine/kafka/log/record-batch.ts';
import type { KafkaRecord, RecordBatch } from '../../engine/kafka/log/record-batch.ts';
import { codecs } from '../../protocol/compression/codecs.ts';
import type { Json } from '../registry.ts';
import { isObject } from '../rows.ts';
import type { JsonObject } from '../rows.ts';
import { flag, integer, items, member, text } from './log-rows.ts';

const topicPartition = 't-0';
const origins: readonly AppendOrigin[] = ['CLIENT', 'REPLICATION', 'COORDINATOR', 'RAFT_LEADER'];

/** A log of its own, outside any cluster: nothing is saved. */
export const noRegistry: EntityRegistry = { register: () => 0, markDirty: () => undefined };

/** Plays the steps that rows of the log kinds have in common on one PartitionLog, on a clock of its own. */
export class LogDriver {
  log: PartitionLog;
  nowMillis: number;
  private readonly guards = new Map<string, VerificationGuard>();

  constructor(input: Json) {
    this.nowMillis = integer(input, 'nowMs');
    this.log = new PartitionLog(noRegistry, topicPartition, configOf(input), this.nowMillis);
  }

  /** Plays one step; the answer without the state behind it. What Kafka leaves to its scheduler is done at once, as in the recordings. */
  play(step: Json): JsonObject {
    const answer = this.playStep(step);
    this.log.flushPending();
    return answer;
  }

  private playStep(step: Json): JsonObject {
    const { log, nowMillis } = this;
    const offset = (): number => integer(step, 'offset');
    switch (text(step, 'op')) {
      case 'appendAsLeader':
        return appended(log.appendAsLeader(batchesOf(step), integer(step, 'leaderEpoch'), nowMillis, this.optionsOf(step)));
      case 'appendAsFollower':
        return appended(log.appendAsFollower(batchesOf(step), integer(step, 'leaderEpoch'), nowMillis));
      case 'sleep':
        this.nowMillis += integer(step, 'ms');
        log.runScheduledTasks(this.nowMillis);
        return {};
      case 'updateHighWatermark':
        return { result: log.updateHighWatermark(offset()) };
      case 'truncateTo':
        return { result: log.truncateTo(offset(), nowMillis) };
      case 'truncateFullyAndStartAt':
        log.truncateFullyAndStartAt(offset(), nowMillis);
        return {};
      case 'roll':
        return { result: log.roll(nowMillis).baseOffset };
      case 'maybeIncrementLogStartOffset':
        return answered(log.maybeIncrementLogStartOffset(offset()));
      case 'takeProducerSnapshot':
        log.takeProducerSnapshot();
        return {};
      case 'removeExpiredProducers':
        log.removeExpiredProducers(nowMillis);
        return {};
      case 'maybeStartTransactionVerification':
        return this.startVerification(step);
      default:
        return { unsupported: `step ${text(step, 'op')}` };
    }
  }

  private startVerification(step: Json): JsonObject {
    const producer = {
      producerId: integer(step, 'producerId'),
      sequence: integer(step, 'sequence'),
      epoch: integer(step, 'producerEpoch'),
      supportsEpochBump: flag(step, 'supportsEpochBump'),
    };
    const guard = this.log.maybeStartTransactionVerification(producer, this.nowMillis);
    if (typeof guard !== 'number') return errorOf(guard);
    this.guards.set(text(step, 'guard'), guard);
    return { result: { sentinel: guard === noVerificationGuard } };
  }

  private optionsOf(step: Json): AppendOptions {
    const origin = origins.find((known) => known === text(step, 'origin', 'CLIENT')) ?? 'CLIENT';
    const guard = member(step, 'guard');
    const verificationGuard = typeof guard === 'string' ? (this.guards.get(guard) ?? noVerificationGuard) : noVerificationGuard;
    const transactionVersion = integer(step, 'transactionVersion', -1);
    return { origin, verificationGuard, transactionVersion, rebuild: rebuilder(codecs) };
  }
}

/** The topic's and the broker's settings of a row. */
export function configOf(input: Json): LogConfig {
  const configs: Record<string, string> = {};
  const given = member(input, 'config');
  for (const [key, value] of Object.entries(isObject(given) ? given : {})) configs[key] = String(value);
  for (const key of ['producer.id.expiration.ms', 'transaction.partition.verification.enable']) {
    const value = member(input, key);
    if (value !== undefined) configs[key] = String(value);
  }
  // The rows were recorded with verification off unless they say otherwise.
  configs['transaction.partition.verification.enable'] ??= 'false';
  return new LogConfig(configs);
}

/** The batches of an append: `batch` or `batches`. */
export function batchesOf(step: Json): readonly RecordBatch[] {
  const batch = member(step, 'batch');
  return (batch === undefined ? items(step, 'batches') : [batch]).map(batchOf);
}

function batchOf(json: Json): RecordBatch {
  const marker = member(json, 'marker');
  const producerId = integer(json, 'producerId', noProducerId);
  const producerEpoch = integer(json, 'producerEpoch', noProducerEpoch);
  const built =
    marker === undefined
      ? dataBatch(items(json, 'records').map(recordOf), {
          producerId,
          producerEpoch,
          baseSequence: integer(json, 'baseSequence', noSequence),
          isTransactional: flag(json, 'transactional'),
        })
      : endTransactionMarker({
          controlType: marker === 'ABORT' ? 'ABORT' : 'COMMIT',
          timestamp: integer(json, 'timestamp'),
          producerId,
          producerEpoch,
          coordinatorEpoch: integer(json, 'coordinatorEpoch'),
        });
  return built.with({ baseOffset: integer(json, 'baseOffset', 0), partitionLeaderEpoch: integer(json, 'partitionLeaderEpoch', -1) });
}

function recordOf(json: Json): KafkaRecord {
  const valueLength = member(json, 'valueLength');
  const value = typeof valueLength === 'number' ? 'x'.repeat(valueLength) : textOrNull(member(json, 'value'));
  return { timestamp: integer(json, 'timestamp'), key: textOrNull(member(json, 'key')), value, headers: [], ledgerId: 0 };
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function appended(result: LogAppendInfo | LogError): JsonObject {
  if (result.kind === 'error') return { ...errorOf(result), ...recordErrorsOf(result) };
  const { firstOffset, lastOffset, maxTimestamp, logAppendTime, logStartOffset, validBytes } = result;
  return { result: { firstOffset, lastOffset, maxTimestamp, logAppendTime, logStartOffset, validBytes } };
}

function answered(result: boolean | LogError): JsonObject {
  return typeof result === 'boolean' ? { result } : errorOf(result);
}

/** The records that were refused; absent when the whole batch was. */
export function recordErrorsOf(error: LogError): JsonObject {
  return error.recordErrors.length === 0 ? {} : { recordErrors: error.recordErrors.map((record) => ({ ...record })) };
}

/** An error as rows write it. */
export function errorOf(error: LogError): JsonObject {
  const { error: name, exception, message } = error;
  return { error: name, exception, message };
}

/** Lower-case hex. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
