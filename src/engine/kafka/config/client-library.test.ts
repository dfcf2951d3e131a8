import { expect, test } from 'vitest';
import { refusedConfigs } from '../../session/scenario-knowledge.ts';
import { javaConfigs, storedOffsetCommits } from './client-library.ts';

test('then: a Java producer of 2.3 waits for the leader alone, does not linger, and takes partitions in turn', () => {
  expect(javaConfigs('producer', 'java-2.3', {})).toMatchObject({ acks: '1', 'enable.idempotence': 'false', 'linger.ms': '0' });
  expect(javaConfigs('producer', 'java-2.3', { acks: 'all' })).toMatchObject({ acks: 'all' });
  expect(javaConfigs('producer', 'java', { acks: 'all' })).toEqual({ acks: 'all' });
});

test('librdkafka has its own defaults: no idempotence, messages live 300 seconds, transactions are read committed', () => {
  expect(javaConfigs('producer', 'librdkafka', {})).toMatchObject({ 'enable.idempotence': 'false', 'delivery.timeout.ms': '300000' });
  expect(javaConfigs('consumer', 'librdkafka', {})).toMatchObject({ 'isolation.level': 'read_committed' });
});

test('librdkafka’s names of settings are Java’s by other words; those that it has not are refused in its words', () => {
  expect(javaConfigs('producer', 'librdkafka', { 'queue.buffering.max.ms': '50' })).toMatchObject({ 'linger.ms': '50' });
  expect(refusedConfigs('consumer', { 'max.poll.records': '10' }, 'librdkafka')).toEqual([
    { key: 'max.poll.records', reason: 'No such configuration property: "max.poll.records"' },
  ]);
  expect(refusedConfigs('consumer', { 'max.poll.records': '10' })).toEqual([]);
  expect(refusedConfigs('producer', { partitioner: 'murmur2_random' }, 'librdkafka')).toEqual([]);
  expect(refusedConfigs('producer', { partitioner: 'sticky' }, 'librdkafka')).toHaveLength(1);
});

test('librdkafka’s idempotence keeps five requests in flight at most', () => {
  expect(refusedConfigs('producer', { 'enable.idempotence': 'true' }, 'librdkafka')).toEqual([]);
});

test('librdkafka’s thread commits what was stored, unless auto-commit is off', () => {
  const group = { 'group.id': 'g' };
  expect(storedOffsetCommits('librdkafka', group)).toEqual({ intervalMillis: 5000, areStoredAtDelivery: true });
  expect(storedOffsetCommits('librdkafka', { ...group, 'enable.auto.offset.store': 'false' })?.areStoredAtDelivery).toBe(false);
  expect(storedOffsetCommits('librdkafka', { ...group, 'enable.auto.commit': 'false' })).toBeNull();
  expect(storedOffsetCommits('java', group)).toBeNull();
});

test('the consumer protocol leaves assignors and timers to the broker: they are refused in Kafka’s words', () => {
  const configs = { 'group.id': 'g', 'group.protocol': 'consumer', 'session.timeout.ms': '6000' };
  expect(refusedConfigs('consumer', configs)).toEqual([
    { key: 'group.protocol', reason: 'session.timeout.ms cannot be set when group.protocol=CONSUMER' },
  ]);
});
