import { expect, test } from 'vitest';
import { errors } from '../../errors.ts';
import type { MetadataResponse } from '../../apis/Metadata/messages.ts';
import { ProducerMetadata } from '../producer/producer-metadata.ts';
import { ClientEnvironment } from './client-environment.ts';
import { NetworkClient, type NetworkClientSettings } from './network-client.ts';
import { RequestPurpose } from './in-flight-requests.ts';
import { TopicPartition } from './topic-partition.ts';

class FirstChoice extends ClientEnvironment {
  private correlation = 0;

  below(): number {
    return 0;
  }

  nextPositiveInt(): number {
    return 0;
  }

  nextCorrelation(): number {
    return this.correlation++;
  }
}

class Question extends RequestPurpose {}

const settings: NetworkClientSettings = {
  maxInFlightRequestsPerConnection: 2,
  requestTimeoutMillis: 100,
  reconnectBackoffMillis: 50,
  reconnectBackoffMaxMillis: 400,
  metadataRecoveryStrategy: 'rebootstrap',
  metadataRecoveryRebootstrapTriggerMillis: 300_000,
  discoverBrokerVersions: false,
  jitterPercent: 0,
};

const metadataSettings = {
  retryBackoffMillis: 100,
  retryBackoffMaxMillis: 1000,
  metadataMaxAgeMillis: 300_000,
  metadataMaxIdleMillis: 300_000,
  bootstrapAddressCount: 2,
  jitterPercent: 0,
};

const start = 1_760_000_000_000;

function response(leaderEpoch: number, leaderId = 1, errorCode: number = errors.NONE): MetadataResponse {
  const partition = { errorCode: 0, partitionIndex: 0, leaderId, leaderEpoch, replicaNodes: [1, 2], isrNodes: [1, 2], offlineReplicas: [] };
  const topic = { errorCode, name: 't', topicId: 'T1', isInternal: false, partitions: errorCode === errors.NONE ? [partition] : [] };
  const brokers = [1, 2].map((nodeId) => ({ nodeId, rack: null }));
  return { throttleTimeMs: 0, brokers, clusterId: 'c', controllerId: -1, topics: [topic] };
}

function connected(overrides: Partial<NetworkClientSettings> = {}) {
  const environment = new FirstChoice();
  const metadata = new ProducerMetadata(metadataSettings, environment);
  const client = new NetworkClient({ ...settings, ...overrides }, environment, metadata);
  metadata.add('t', start);
  client.poll(start);
  const [asked] = client.outgoing;
  if (asked !== undefined && asked.api === 'Metadata') client.receive(asked.nodeId, asked.correlationId, response(3), start + 1);
  client.outgoing = [];
  return { client, metadata };
}

const question = { api: 'Produce', body: {}, sizeBytes: 10, expectResponse: true };

test('before the first answer a client asks an address of bootstrap.servers, then brokers by their ids', () => {
  const environment = new FirstChoice();
  const metadata = new ProducerMetadata(metadataSettings, environment);
  const client = new NetworkClient(settings, environment, metadata);
  client.poll(start);
  expect(client.outgoing).toMatchObject([{ nodeId: -1, api: 'Metadata' }]);
  client.receive(-1, client.outgoing[0]!.correlationId, response(0), start + 5);
  expect(metadata.snapshot.nodeIds).toEqual([1, 2]);
});

test('no more than max.in.flight requests wait for one broker', () => {
  const { client } = connected();
  for (let i = 0; i < 2; i++) {
    expect(client.ready(1, start + 200)).toBe(true);
    client.send({ ...question, nodeId: 1, purpose: new Question() }, start + 200);
  }
  expect(client.ready(1, start + 200)).toBe(false);
  expect(client.ready(2, start + 200)).toBe(true);
});

test('a request that waits longer than request.timeout.ms fails with all others of its connection, and metadata is asked for', () => {
  const { client, metadata } = connected();
  client.ready(1, start + 200);
  client.send({ ...question, nodeId: 1, purpose: new Question() }, start + 200);
  client.send({ ...question, nodeId: 1, purpose: new Question() }, start + 250);
  expect(client.poll(start + 300)).toEqual([]);
  expect(client.poll(start + 301).map(({ outcome }) => outcome)).toEqual(['timedOut', 'timedOut']);
  expect(client.closing).toEqual([1]);
  expect(metadata.updateRequested).toBe(true);
});

test('a broken connection is opened again after a backoff that doubles until the broker answers', () => {
  const { client } = connected();
  let now = start + 1000;
  const waits: number[] = [];
  for (let i = 0; i < 5; i++) {
    client.connectionLost(1, now);
    client.poll(now);
    const wait = client.pollDelayMillis(1, now);
    waits.push(wait);
    expect(client.connectionStates.canConnect(1, now + wait - 1)).toBe(false);
    now += wait;
    client.connectionStates.connect(1, now, 'ready');
  }
  expect(waits).toEqual([50, 100, 200, 400, 400]);
});

test('with version discovery a connection is ready only after the broker told its API versions', () => {
  const { client } = connected({ discoverBrokerVersions: true });
  // The metadata request itself waits for the versions of the broker that it goes to.
  client.poll(start + 10);
  expect(client.ready(2, start + 10)).toBe(false);
});

test('an older leader epoch does not take a leader back', () => {
  const { metadata } = connected();
  metadata.update(metadata.requestVersion, response(5, 2), false, start + 500);
  metadata.update(metadata.requestVersion, response(4, 1), false, start + 600);
  expect(metadata.snapshot.leaderFor(new TopicPartition('t', 0))).toBe(2);
});

test('a leader named in a response is taken when its epoch is newer', () => {
  const { metadata } = connected();
  const topicPartition = new TopicPartition('t', 0);
  metadata.updatePartitionLeadership([{ topicPartition, leaderId: 2, leaderEpoch: 3 }]);
  expect(metadata.snapshot.leaderFor(topicPartition)).toBe(1);
  metadata.updatePartitionLeadership([{ topicPartition, leaderId: 2, leaderEpoch: 4 }]);
  expect(metadata.snapshot.leaderFor(topicPartition)).toBe(2);
});

test('a topic that does not exist is asked for again after retry.backoff.ms, doubled each time', () => {
  const { metadata } = connected();
  const asked: number[] = [];
  let now = start + 10_000;
  metadata.requestUpdate();
  for (let i = 0; i < 4; i++) {
    metadata.update(metadata.requestVersion, response(0, 1, errors.UNKNOWN_TOPIC_OR_PARTITION), false, now);
    asked.push(metadata.timeToNextUpdate(now));
    now += metadata.timeToNextUpdate(now);
  }
  expect(asked).toEqual([100, 200, 400, 800]);
});
