import { neverMillis } from '../engine/kafka/clients/common/client-environment.ts';
import { accumulatorReady } from '../engine/kafka/clients/producer/accumulator-ready.ts';
import { KafkaProducer, type SendResult } from '../engine/kafka/clients/producer/kafka-producer.ts';
import type { ProducerBatch } from '../engine/kafka/clients/producer/producer-batch.ts';
import { producerSettings } from '../engine/kafka/clients/producer/producer-config.ts';
import { typedRun, type RecordRun } from '../engine/kafka/clients/producer/record-run.ts';
import type { Adapter, Json } from './registry.ts';
import { isList, isObject, type JsonObject } from './rows.ts';
import { field, listField, numberField, textField } from './support/fields.ts';
import {
  errorJson,
  EventRecorder,
  metadataResponseOf,
  RecordedEnvironment,
  RecordLabels,
  requestJson,
  responseOf,
  settingsOfRow,
} from './support/producer-network.ts';

/** A producer's accumulator and sender, turn by turn, with a scripted network. */
export const adapter: Adapter = {
  kind: 'accumulator',
  answer(input) {
    if (field(input, 'kind') === 'config') return configAnswer(input);
    const run = new ProducerTranscript(input);
    const steps = listField(input, 'steps').map((step) => run.step(step));
    return { steps, randomsUsed: run.randomsUsed(), futuresNotDone: run.futuresNotDone() };
  },
  normalise(expected) {
    return sortAborted(expected);
  },
};

/** Batches that are aborted together fail in no particular order, and so do the calls of interceptors about them. */
function sortAborted(value: Json): Json {
  if (isList(value)) {
    const items = value.map(sortAborted);
    const isAbort = items.some((item) => isObject(item) && item['aborted'] !== undefined);
    return isAbort ? items.sort((a, b) => (eventOrder(a) < eventOrder(b) ? -1 : 1)) : items;
  }
  if (!isObject(value)) return value;
  const sorted: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    sorted[key] = key === 'aborted' && isList(item) ? [...item].sort((a, b) => recordNumber(a) - recordNumber(b)) : sortAborted(item);
  }
  return sorted;
}

function eventOrder(event: Json): string {
  const isCall = isObject(event) && event['call'] === 'onAcknowledgement';
  return `${isCall ? `0 ${String(event['partition'])} ${String(event['interceptor'])}` : '1'} ${JSON.stringify(event)}`;
}

function recordNumber(event: Json): number {
  return Number(textField(event, 'record').slice(1));
}

function configAnswer(input: Json): Json {
  const result = producerSettings(settingsOfRow(field(input, 'config') ?? {}));
  if (!result.ok) {
    const { exception, message } = result.error;
    const cause = result.cause === null ? {} : { cause: { exception: result.cause.exception, message: result.cause.message } };
    return { thrown: { exception, message }, ...cause };
  }
  const { settings } = result;
  return {
    'enable.idempotence': settings.isIdempotenceEnabled,
    acks: String(settings.acks),
    retries: settings.retries,
    'max.in.flight.requests.per.connection': settings.maxInFlightRequestsPerConnection,
    'linger.ms': settings.lingerMillis,
    'batch.size': settings.batchSizeBytes,
    deliveryTimeoutMs: settings.deliveryTimeoutMillis,
    'retry.backoff.ms': settings.retryBackoffMillis,
    'retry.backoff.max.ms': settings.retryBackoffMaxMillis,
  };
}

class ProducerTranscript {
  private nowMillis: number;
  private readonly labels = new RecordLabels();
  private readonly recorder = new EventRecorder(this.labels);
  private readonly environment: RecordedEnvironment;
  private readonly producer: KafkaProducer;
  private readonly nodeOfRequest = new Map<number, number>();

  constructor(input: Json) {
    this.nowMillis = numberField(input, 'startMs');
    this.environment = new RecordedEnvironment(listField(input, 'randoms'));
    const interceptors = field(input, 'interceptors');
    const overrides = {
      ...settingsOfRow(field(input, 'config') ?? {}),
      // The scripted network reconnects at once.
      'reconnect.backoff.ms': '0',
      'reconnect.backoff.max.ms': '0',
      ...(isList(interceptors) ? { 'interceptor.classes': interceptors.join(',') } : {}),
    };
    const result = producerSettings(overrides);
    if (!result.ok) throw new Error(result.error.message);
    this.producer = new KafkaProducer(result.settings, this.environment, this.recorder, {
      bootstrapAddressCount: 1,
      discoverBrokerVersions: false,
      metadataUpdates: 'manual',
      jitterPercent: 0,
    });
    this.updateMetadata(field(input, 'cluster') ?? {});
  }

  randomsUsed(): Json {
    return Object.fromEntries(this.environment.usedByTopic);
  }

  futuresNotDone(): Json {
    return [...this.recorder.unfinished];
  }

  step(step: Json): Json {
    const { producer } = this;
    switch (textField(step, 'op')) {
      case 'send':
        return this.send(step);
      case 'sendOnOtherThread':
        producer.send(this.runOf(step), this.nowMillis);
        return { blockedThreads: producer.blocked.length, available: this.available, ...this.recorder.take() };
      case 'ready':
        return this.ready();
      case 'sleep':
        this.nowMillis += numberField(step, 'ms');
        return { now: this.nowMillis };
      case 'runOnce':
        return this.runOnce();
      case 'respond': {
        const request = numberField(step, 'request');
        producer.client.receive(this.nodeOfRequest.get(request) ?? -1, request, responseOf(step), this.nowMillis);
        return {};
      }
      case 'metadata':
        this.updateMetadata(field(step, 'cluster') ?? {});
        return this.view(field(step, 'cluster') ?? {});
      case 'disconnect':
        producer.client.connectionLost(numberField(step, 'node'), this.nowMillis);
        return {};
      case 'connectionDelay':
        producer.client.connectionStates.holdBack(numberField(step, 'node'), this.nowMillis, numberField(step, 'ms'));
        return {};
      case 'flush':
        producer.flush();
        return this.recorder.take();
      case 'close':
        producer.close();
        return this.recorder.take();
      case 'forceClose':
        producer.forceClose(this.nowMillis);
        return { ...this.recorder.take(), available: this.available };
      default:
        return { unsupported: `step ${textField(step, 'op')}` };
    }
  }

  private get available(): number {
    return this.producer.accumulator.pool.availableMemoryBytes;
  }

  private updateMetadata(cluster: Json): void {
    const { metadata } = this.producer;
    const response = metadataResponseOf(cluster);
    for (const topic of response.topics) metadata.add(topic.name, this.nowMillis);
    metadata.update(metadata.requestVersion, response, false, this.nowMillis);
  }

  private view(cluster: Json): Json {
    const { snapshot } = this.producer.metadata;
    const topics = Object.keys(isObject(field(cluster, 'topics')) ? (field(cluster, 'topics') as JsonObject) : {});
    return {
      availablePartitionsForTopic: Object.fromEntries(topics.map((topic) => [topic, snapshot.availablePartitionsForTopic(topic)])),
      partitionsForNode: Object.fromEntries(
        snapshot.nodeIds.map((nodeId) => [String(nodeId), snapshot.partitionsForNode(nodeId).map(({ key }) => key)]),
      ),
    };
  }

  private runOf(step: Json): RecordRun {
    const partition = field(step, 'partition');
    const key = field(step, 'key');
    const valueSize = field(step, 'valueSize');
    return typedRun({
      topic: textField(step, 'topic'),
      partition: typeof partition === 'number' ? partition : null,
      key: typeof key === 'string' ? key : null,
      value: typeof valueSize === 'number' ? 'x'.repeat(valueSize) : null,
      ledgerId: this.labels.idOf(textField(step, 'record')),
    });
  }

  private send(step: Json): Json {
    const result = this.producer.send(this.runOf(step), this.nowMillis);
    return { ...this.sendJson(result), ...this.recorder.take() };
  }

  private sendJson({ kind, appended, error, topicPartition }: SendResult): JsonObject {
    if (kind === 'thrown' && error !== null) return { thrown: errorJson(error) };
    if (appended !== null) {
      const { batchIsFull, newBatchCreated } = appended;
      return { partition: topicPartition.key, batchIsFull, newBatchCreated, available: this.available };
    }
    return error === null ? { unsupported: 'a blocked caller' } : { future: errorJson(error) };
  }

  private ready(): Json {
    const { accumulator, metadata } = this.producer;
    const { readyNodes, nextReadyCheckDelayMillis, unknownLeaderTopics } = accumulatorReady(accumulator, metadata.snapshot, this.nowMillis);
    return {
      readyNodes: [...readyNodes].sort((a, b) => a - b),
      nextReadyCheckDelayMs: javaLong(nextReadyCheckDelayMillis),
      ...(unknownLeaderTopics.length === 0 ? {} : { unknownLeaderTopics }),
    };
  }

  private runOnce(): Json {
    const { producer } = this;
    const now = this.nowMillis;
    const ready = this.ready();
    const heads = this.heads();
    let timeoutMillis = producer.runOnce(now);
    // The recorder's clock moves when the thread sleeps.
    if (producer.sender.isAsleep(this.nowMillis)) {
      this.nowMillis = producer.sender.sleepingUntilMillis;
      timeoutMillis = producer.runOnce(this.nowMillis);
    }
    const outgoing = producer.client.takeOutgoing();
    for (const request of outgoing) this.nodeOfRequest.set(request.correlationId, request.nodeId);
    return {
      now,
      ready,
      ...(Object.keys(heads).length === 0 ? {} : { heads }),
      pollTimeoutMs: javaLong(timeoutMillis),
      ...(outgoing.length === 0 ? {} : { sent: outgoing.map((request) => requestJson(request, this.labels)) }),
      ...this.recorder.take(),
      state: this.state(),
    };
  }

  private heads(): JsonObject {
    const heads: Record<string, Json> = {};
    for (const { queue, head } of this.queuesWithHead()) {
      heads[queue.topicPartition.key] = {
        full: queue.batches.length > 1 || head.isFull,
        waitedTimeMs: head.waitedMillis(this.nowMillis),
        attempts: head.attempts,
      };
    }
    return heads;
  }

  private *queuesWithHead() {
    for (const topic of this.producer.accumulator.topics.values()) {
      for (const queue of topic.ordered) {
        const head = queue.first;
        if (head !== undefined) yield { queue, head };
      }
    }
  }

  private state(): Json {
    const { producer } = this;
    const queues: Record<string, Json> = {};
    for (const { queue } of this.queuesWithHead()) queues[queue.topicPartition.key] = queue.batches.map(queuedJson);
    const inFlightBatches: Record<string, Json> = {};
    for (const queue of producer.accumulator.topicList.flatMap(({ ordered }) => ordered)) {
      if (queue.inFlight.length === 0) continue;
      inFlightBatches[queue.topicPartition.key] = queue.inFlight.map(inFlightJson);
    }
    const inFlightRequests: Record<string, Json> = {};
    for (const [nodeId, requests] of producer.client.inFlightRequests.byNode) {
      if (requests.length > 0) inFlightRequests[String(nodeId)] = requests.length;
    }
    const blockedThreads = producer.blocked.length;
    return {
      available: this.available,
      ...(blockedThreads === 0 ? {} : { blockedThreads }),
      queues,
      inFlightBatches,
      inFlightRequests,
      ...this.identity(),
      metadataUpdateRequested: producer.metadata.updateRequested,
    };
  }

  private identity(): JsonObject {
    const manager = this.producer.transactionManager;
    if (manager === null) return {};
    const { producerId, epoch: producerEpoch } = manager.producerIdAndEpoch;
    const sequences: Record<string, Json> = {};
    for (const [key, entry] of manager.partitions.entries) {
      const shown = {
        next: entry.nextSequence,
        ...(entry.lastAckedSequence === -1 ? {} : { lastAcked: entry.lastAckedSequence }),
        ...(entry.producerIdAndEpoch.epoch === producerEpoch ? {} : { epoch: entry.producerIdAndEpoch.epoch }),
        ...(manager.hasUnresolvedSequence(entry.topicPartition) ? { unresolved: true } : {}),
      };
      // The recorder leaves out partitions that are as new.
      if (shown.next !== 0 || Object.keys(shown).length > 1) sequences[key] = shown;
    }
    const fatal = manager.hasFatalError && manager.lastError !== null ? { fatalError: errorJson(manager.lastError) } : {};
    return { producerId, producerEpoch, sequences, ...fatal };
  }
}

function inFlightJson({ recordCount, hasSequence, baseSequence }: ProducerBatch): Json {
  return { records: recordCount, ...(hasSequence ? { baseSequence } : {}) };
}

function queuedJson(batch: ProducerBatch): Json {
  return {
    records: batch.recordCount,
    bytes: batch.sizeBytes,
    createdMs: batch.createdMillis,
    ...(batch.attempts === 0 ? {} : { attempts: batch.attempts }),
    ...(batch.isInRetry ? { inRetry: true } : {}),
    ...(batch.hasSequence ? { baseSequence: batch.baseSequence } : {}),
    ...(batch.isSplitBatch ? { split: true } : {}),
  };
}

const javaLongMax = 9223372036854775807n;

/** A number of milliseconds as rows write it: beyond 2^53 as text, where our "never" is Java's Long.MAX_VALUE. */
function javaLong(millis: number): Json {
  if (millis < neverMillis / 2) return millis;
  return String(javaLongMax - BigInt(neverMillis) + BigInt(millis));
}
