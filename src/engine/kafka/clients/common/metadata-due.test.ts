import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MetadataResponse } from '../../apis/Metadata/messages.ts';
import { ProducerMetadata } from '../producer/producer-metadata.ts';
import { ClientEnvironment } from './client-environment.ts';

class NoJitter extends ClientEnvironment {
  below(): number {
    return 0;
  }

  nextPositiveInt(): number {
    return 0;
  }

  nextCorrelation(): number {
    return 0;
  }
}

const start = 1_760_000_000_000;

function metadataOf(metadataMaxAgeMillis: number): ProducerMetadata {
  const settings = {
    retryBackoffMillis: 100,
    retryBackoffMaxMillis: 1000,
    metadataMaxAgeMillis,
    metadataMaxIdleMillis: 300_000,
    bootstrapAddressCount: 1,
    jitterPercent: 0,
  };
  return new ProducerMetadata(settings, new NoJitter());
}

function response(leaderEpoch: number): MetadataResponse {
  const partition = { errorCode: 0, partitionIndex: 0, leaderId: 1, leaderEpoch, replicaNodes: [1], isrNodes: [1], offlineReplicas: [] };
  const topics = [{ errorCode: 0, name: 't', topicId: 'T1', isInternal: false, partitions: [partition] }];
  return { throttleTimeMs: 0, brokers: [{ nodeId: 1, rack: null }], clusterId: 'c', controllerId: -1, topics };
}

type Change = (metadata: ProducerMetadata, nowMillis: number) => void;

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>((metadata) => metadata.requestUpdate()),
  fc.constant<Change>((metadata) => metadata.requestUpdateForNewTopics()),
  fc.constant<Change>((metadata, nowMillis) => metadata.failedUpdate(nowMillis)),
  fc.constant<Change>((metadata) => metadata.rebootstrap()),
  fc.nat(2).map<Change>((epoch) => (metadata, nowMillis) => metadata.update(metadata.requestVersion, response(epoch), false, nowMillis)),
);

test('who asks at every turn when metadata is due hears what somebody hears who never asked before', () => {
  const steps = fc.array(fc.record({ waitMillis: fc.nat(400), change: fc.option(change) }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(steps, (all) => {
      const watched = metadataOf(300_000);
      const times: number[] = [];
      let nowMillis = start;
      all.forEach((step, index) => {
        nowMillis += step.waitMillis;
        times.push(nowMillis);
        step.change?.(watched, nowMillis);
        const fresh = metadataOf(300_000);
        for (let i = 0; i <= index; i++) all[i]?.change?.(fresh, times[i] ?? start);
        const isDue = watched.isUpdateDue(nowMillis);
        const expectedMillis = fresh.timeToNextUpdate(nowMillis);
        expect([isDue, watched.timeToNextUpdate(nowMillis)]).toEqual([expectedMillis === 0, expectedMillis]);
      });
    }),
  );
});

test('metadata that expires while answers that brought nothing new hold the next request back is asked for at once', () => {
  const metadata = metadataOf(150);
  metadata.add('t', start);
  for (let i = 0; i < 3; i++) metadata.update(metadata.requestVersion, response(0), false, start);
  expect(metadata.timeToNextUpdate(start)).toBe(200);
  expect(metadata.isUpdateDue(start + 149)).toBe(false);
  expect(metadata.isUpdateDue(start + 150)).toBe(true);
});
