import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProduceRequest } from '../../apis/Produce/messages.ts';
import { errors } from '../../errors.ts';
import { ClientEnvironment } from '../common/client-environment.ts';
import { KafkaProducer } from './kafka-producer.ts';
import { producerSettings } from './producer-config.ts';
import { ProducerObserver } from './producer-observer.ts';
import { typedRun } from './record-run.ts';

/** Chance that counts how often it was asked. */
class CountedEnvironment extends ClientEnvironment {
  draws = 0;
  private correlation = 0;

  below(limit: number): number {
    return (this.draws++ * 7919) % limit;
  }

  nextPositiveInt(): number {
    return Math.imul(++this.draws, 0x9e3779b1) >>> 1;
  }

  nextCorrelation(): number {
    return this.correlation++;
  }
}

/** Nobody listens. */
class NoObserver extends ProducerObserver {
  onAppended(): void {}
  onAcknowledged(): void {}
  onFailed(): void {}
  onThrown(): void {}
}

interface Asked {
  readonly nodeId: number;
  readonly correlationId: number;
  readonly body: ProduceRequest;
}

const nodeIds = [1, 2, 3];
const partitionCount = 5;

/** A producer on a network that does what it is told. */
class Scripted {
  readonly environment = new CountedEnvironment();
  readonly producer: KafkaProducer;
  private readonly asked: Asked[] = [];
  private nowMillis = 1_760_000_000_000;
  private ledgerId = 1;
  /** How often a round was found not to be worth while. */
  settledCount = 0;

  constructor(overrides: Readonly<Record<string, string>>) {
    const result = producerSettings({ 'enable.idempotence': 'false', ...overrides });
    if (!result.ok) throw new Error(result.error.message);
    this.producer = new KafkaProducer(result.settings, this.environment, new NoObserver(), {
      bootstrapAddressCount: 1,
      discoverBrokerVersions: false,
      metadataUpdates: 'manual',
      jitterPercent: 20,
    });
    this.learn([1, 2, 3, 1, 2], 0);
  }

  wait(millis: number): void {
    this.nowMillis += millis;
  }

  send(partition: number | null, sizeBytes: number, topic: string): void {
    const run = typedRun({ topic, partition, key: null, value: 'x'.repeat(sizeBytes), ledgerId: this.ledgerId++ });
    this.producer.send(run, this.nowMillis);
  }

  answer(index: number, errorCode: number): void {
    const [request] = this.asked.splice(index % Math.max(1, this.asked.length), 1);
    if (request === undefined) return;
    const responses = request.body.topicData.map(({ name, topicId, partitionData }) => ({
      name,
      topicId,
      partitionResponses: partitionData.map((data) => ({
        index: data.index,
        errorCode,
        baseOffset: 0,
        logAppendTimeMs: -1,
        logStartOffset: 0,
        recordErrors: [],
        errorMessage: null,
        currentLeader: { leaderId: -1, leaderEpoch: -1 },
      })),
    }));
    this.producer.client.receive(request.nodeId, request.correlationId, { responses, throttleTimeMs: 0 }, this.nowMillis);
  }

  disconnect(nodeId: number): void {
    this.asked.splice(0, this.asked.length, ...this.asked.filter((request) => request.nodeId !== nodeId));
    this.producer.client.connectionLost(nodeId, this.nowMillis);
  }

  learn(leaders: readonly number[], leaderEpoch: number): void {
    const { metadata } = this.producer;
    const topics = ['t', 'u'].map((name) => ({
      errorCode: 0,
      name,
      topicId: `id of ${name}`,
      isInternal: false,
      partitions: leaders.map((leaderId, partitionIndex) => ({
        ...{ errorCode: 0, partitionIndex, leaderId, leaderEpoch },
        ...{ replicaNodes: nodeIds, isrNodes: nodeIds, offlineReplicas: [] },
      })),
    }));
    for (const { name } of topics) metadata.add(name, this.nowMillis);
    const brokers = nodeIds.map((nodeId) => ({ nodeId, rack: null }));
    const response = { throttleTimeMs: 0, brokers, clusterId: 'c', controllerId: -1, topics };
    metadata.update(metadata.requestVersion, response, false, this.nowMillis);
  }

  /** Rounds of the sender, until it would wait. After each that is said to be the last, one more: it has to find just that. */
  turn(): void {
    const { producer, nowMillis } = this;
    producer.sender.poll(nowMillis);
    producer.resumeBlocked(nowMillis);
    for (let round = 0; round < 50; round++) {
      const timeoutMillis = producer.runOnce(nowMillis);
      const hasSent = this.takeOutgoing();
      const settledMillis = timeoutMillis === 0 && hasSent ? producer.sender.runSettled(nowMillis) : 0;
      if (settledMillis > 0) {
        this.settledCount++;
        const before = this.facts();
        // The next look is made, and not known from what was noted.
        producer.accumulator.quietSnapshot = null;
        expect(producer.runOnce(nowMillis)).toBe(settledMillis);
        expect(this.takeOutgoing()).toBe(false);
        expect(this.facts()).toEqual(before);
        return;
      }
      if (timeoutMillis > 0 || !hasSent) return;
    }
  }

  private takeOutgoing(): boolean {
    const outgoing = this.producer.client.takeOutgoing();
    for (const request of outgoing) {
      const { nodeId, correlationId } = request;
      this.asked.push({ nodeId, correlationId, body: request.takeBody() as ProduceRequest });
    }
    return outgoing.length > 0;
  }

  /** All that a round of the sender may leave behind. */
  private facts(): unknown {
    const { accumulator, sender, metadata, blocked } = this.producer;
    return structuredClone({
      draws: this.environment.draws,
      stalledTimeoutMillis: sender.stalledTimeoutMillis,
      isUpdateRequested: metadata.updateRequested,
      blockedCount: blocked.length,
      waitingCount: accumulator.waitingCount,
      quiet: [accumulator.quietSnapshot === metadata.snapshot, accumulator.quietSinceMillis, accumulator.quietUntilMillis],
      nextBatchExpiryMillis: accumulator.nextBatchExpiryMillis,
      drains: accumulator.nodeDrains.map(({ nodeId, index }) => [nodeId, index]),
      topics: accumulator.topicList.map((topic) => ({
        // Private: what the partitioner will be told of the load.
        load: Object.entries(topic).filter(([field]) => ['queueSizes', 'partitionIds', 'loadedCount', 'isLoadTold'].includes(field)),
        queues: topic.ordered.map(({ isMuted, batches }) => ({
          isMuted,
          batches: batches.map(({ recordCount, currentLeaderEpoch }) => ({ recordCount, currentLeaderEpoch })),
        })),
      })),
    });
  }
}

type Step = (scripted: Scripted) => void;

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const partition = fc.option(fc.nat(partitionCount - 1));
const send = fc.record({ to: partition, sizeBytes: oneOf(10, 60, 150, 170, 600), topic: oneOf('t', 't', 'u') });
const someSends = fc.array(send, { minLength: 1, maxLength: 4 }).map<Step>((sends) => (scripted) => {
  for (const { to, sizeBytes, topic } of sends) scripted.send(to, sizeBytes, topic);
});
const errorCode = oneOf(errors.NONE, errors.NONE, errors.NOT_LEADER_OR_FOLLOWER, errors.INVALID_TOPIC_EXCEPTION);
const answer = fc.tuple(fc.nat(5), errorCode).map<Step>(([index, code]) => (scripted) => {
  scripted.answer(index, code);
});
const leaders = fc.array(oneOf(1, 2, 3, 1, 2, 3, -1), { minLength: partitionCount, maxLength: partitionCount });
const learn = fc.tuple(leaders, fc.nat(3)).map<Step>(([ids, epoch]) => (scripted) => {
  scripted.learn(ids, epoch);
});
const disconnect = oneOf(...nodeIds).map<Step>((nodeId) => (scripted) => {
  scripted.disconnect(nodeId);
});
const flush = fc.constant<Step>((scripted) => {
  scripted.producer.flush();
});
const step = fc.oneof(
  { weight: 6, arbitrary: someSends },
  { weight: 4, arbitrary: answer },
  { weight: 1, arbitrary: learn },
  { weight: 1, arbitrary: disconnect },
  { weight: 1, arbitrary: flush },
);
const configs = fc.record({
  acks: oneOf('0', '1', '1'),
  'linger.ms': oneOf('0', '3', '5'),
  'batch.size': oneOf('100', '200'),
  'buffer.memory': oneOf('700', '1500', '10000'),
  'max.block.ms': oneOf('15', '1000'),
  'max.in.flight.requests.per.connection': oneOf('1', '2', '5'),
  'retry.backoff.ms': oneOf('0', '10'),
  'delivery.timeout.ms': oneOf('25', '120000'),
  'request.timeout.ms': fc.constant('20'),
  'partitioner.availability.timeout.ms': oneOf('0', '0', '5'),
  'reconnect.backoff.ms': fc.constant('5'),
  'reconnect.backoff.max.ms': fc.constant('5'),
});

test('a round that is not run, for the one before knows what it would find, finds just that', () => {
  const steps = fc.array(fc.record({ waitMillis: oneOf(0, 0, 0, 1, 2, 4, 20), step }), { minLength: 40, maxLength: 60 });
  let settledCount = 0;
  fc.assert(
    fc.property(configs, steps, (overrides, all) => {
      const scripted = new Scripted(overrides);
      for (const { waitMillis, step } of all) {
        scripted.wait(waitMillis);
        step(scripted);
        scripted.turn();
      }
      settledCount += scripted.settledCount;
    }),
    { numRuns: 2000 },
  );
  expect(settledCount).toBeGreaterThan(300);
});
