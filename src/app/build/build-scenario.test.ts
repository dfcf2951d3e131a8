import { expect, test } from 'vitest';
import { readScenario } from '../../scenario/file.ts';
import { buildDefaults, buildScenario, withinLimits } from './build-scenario.ts';

test('what the fields begin with is a scenario as a file has to be', () => {
  const scenario = buildScenario(buildDefaults, 'My cluster');
  expect(readScenario(JSON.stringify(scenario))).toMatchObject({ ok: true });
  expect(scenario.cluster.brokers.map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(scenario.cluster.consumers.map(({ name }) => name)).toEqual(['billing-1', 'billing-2']);
});

test('a topic never has more replicas than there are brokers, nor needs more in sync than it has', () => {
  const fields = withinLimits({ ...buildDefaults, brokers: 2, replicationFactor: 3, minInsyncReplicas: 3 });
  expect([fields.replicationFactor, fields.minInsyncReplicas]).toEqual([2, 2]);
});

test('what is no number, or too large, becomes what the page has room for', () => {
  const fields = withinLimits({ ...buildDefaults, brokers: Number.NaN, partitions: 1_000, producers: -3 });
  expect([fields.brokers, fields.partitions, fields.producers]).toEqual([3, 64, 0]);
});

test('a name keeps only the characters that Kafka lets a topic have', () => {
  const { topic, group } = withinLimits({ ...buildDefaults, topic: ' my orders! ', group: '…' });
  expect(topic).toBe('my-orders-');
  expect(group).toBe('billing');
});
