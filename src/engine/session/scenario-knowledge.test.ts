import { expect, test } from 'vitest';
import type { Scenario } from '../../contract/scenario.ts';
import { checkScenario } from '../../scenario/read-scenario.ts';
import { bareScenario } from '../../scenario/testing/examples.ts';
import { ClusterWorld } from './cluster-world.ts';
import { clusterConfigProblem } from './config-check.ts';
import { faultNames, refusedConfigs, scenarioKnowledge } from './scenario-knowledge.ts';

test('what Kafka takes is not refused, alone or empty', () => {
  expect(refusedConfigs('broker', {})).toEqual([]);
  expect(refusedConfigs('broker', { 'replica.lag.time.max.ms': '3000', 'min.insync.replicas': '2', 'log.roll.hours': '1' })).toEqual([]);
  expect(refusedConfigs('topic', { 'min.insync.replicas': '2', 'cleanup.policy': 'compact,delete' })).toEqual([]);
  expect(refusedConfigs('producer', { acks: '1', 'linger.ms': '0' })).toEqual([]);
  expect(refusedConfigs('consumer', { 'auto.offset.reset': 'earliest' })).toEqual([]);
});

test('an impossible value, or a pair that contradicts itself, is refused with Kafka’s reason at its key', () => {
  expect(refusedConfigs('producer', { 'linger.ms': '5', acks: '7' })).toEqual([
    { key: 'acks', reason: 'Invalid value 7 for configuration acks: String must be one of: all, -1, 0, 1' },
  ]);
  expect(refusedConfigs('topic', { 'min.insync.replicas': '0' })[0]?.key).toBe('min.insync.replicas');
  expect(refusedConfigs('broker', { 'replica.lag.time.max.ms': '10' })[0]?.reason).toMatch(/^requirement failed: replica.fetch.wait.max.ms/);
  expect(refusedConfigs('producer', { acks: '1', 'enable.idempotence': 'true' })[0]?.reason).toMatch(/^Must set acks to all/);
});

test('a name that Kafka does not have is refused: clients would only warn, and a learner wonders why nothing changed', () => {
  expect(refusedConfigs('consumer', { 'auto.offest.reset': 'earliest' })).toEqual([
    { key: 'auto.offest.reset', reason: 'Unknown consumer config name: auto.offest.reset' },
  ]);
});

test('faults are known by name', () => {
  expect(faultNames).toContain('kill');
  expect(new Set(faultNames).size).toBe(faultNames.length);
});

test('no broker is called as a controller, ZooKeeper or the administrator is, however many controllers there are', () => {
  const withBroker = (id: number, controllers: number): unknown => ({
    ...bareScenario,
    cluster: { ...bareScenario.cluster, brokers: [{ id }], controllers },
  });
  const problemsOf = (id: number, controllers: number) => {
    const checked = checkScenario(withBroker(id, controllers), { knowledge: scenarioKnowledge });
    return checked.ok ? [] : checked.problems.map(({ code, where, params }) => ({ code, where, params }));
  };
  for (const id of [101, 103, 800, 900]) {
    const problem = { code: 'scenario-node-taken', where: 'cluster.brokers[0].id', params: { id } };
    expect(problemsOf(id, 3)).toEqual([problem]);
    // A page asks the engine when it opens a link.
    expect(clusterConfigProblem((withBroker(id, 3) as Scenario).cluster)).toEqual(problem);
  }
  for (const id of [0, 1, 100, 103, 1000]) {
    const scenario = withBroker(id, 1);
    expect(problemsOf(id, 1)).toEqual([]);
    // They are all there, and nobody stands in the place of another.
    expect(new ClusterWorld(scenario as Scenario).cluster.brokerIds).toEqual([id]);
  }
});
