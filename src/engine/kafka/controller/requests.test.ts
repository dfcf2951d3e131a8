import { expect, test } from 'vitest';
import { errorName, errors } from '../errors.ts';
import { decideRequest } from './dispatch.ts';
import { refusedResponse } from './requests.ts';
import { ControllerDriver } from './testing/controller-driver.ts';

/** Sends a request and writes what is decided; answers the response's body. */
function ask(driver: ControllerDriver, api: string, body: object): object {
  const result = decideRequest(driver.controller, { api, body }, driver.context(99), driver.log.length);
  return result.kind === 'refused' ? refusedResponse(api, body, result.error) : driver.run(result);
}

function names(results: readonly { readonly name: string | null; readonly errorCode: number }[]): readonly string[] {
  return results.map(({ name, errorCode }) => `${name ?? 'null'} ${errorName(errorCode)}`);
}

function topic(name: string): object {
  return { name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] };
}

test('a name that stands twice in CreateTopics is refused, the others are created', () => {
  const driver = new ControllerDriver();
  driver.start(1);
  const topics = [topic('a'), topic('b'), topic('b'), topic('__cluster_metadata')];
  const { topics: results } = ask(driver, 'CreateTopics', { topics, timeoutMs: 0, validateOnly: false }) as never;
  expect(names(results)).toEqual(['a NONE', 'b INVALID_REQUEST', '__cluster_metadata INVALID_REQUEST']);
});

test('topics are deleted by name or by id, and unknown ones are named', () => {
  const driver = new ControllerDriver();
  driver.start(1);
  driver.topic('a', [[1]]);
  driver.topic('b', [[1]]);
  const topicId = driver.controller.replication.topicId('b');
  const topics = [{ name: 'a', topicId: null }, { name: null, topicId }, { name: 'c', topicId: null }, { name: null, topicId: null }];
  const { responses } = ask(driver, 'DeleteTopics', { topics, timeoutMs: 0 }) as never;
  expect(names(responses)).toEqual(['a NONE', 'b NONE', 'c UNKNOWN_TOPIC_OR_PARTITION', 'null INVALID_REQUEST']);
  expect([...driver.controller.replication.topics]).toEqual([]);
});

test('a request that is refused as a whole says so for each topic', () => {
  const driver = new ControllerDriver();
  const topics = [{ ...topic('a'), numPartitions: 10_001 }, topic('b')];
  const { topics: results } = ask(driver, 'CreateTopics', { topics, timeoutMs: 0, validateOnly: false }) as never;
  expect(names(results)).toEqual(['a POLICY_VIOLATION', 'b POLICY_VIOLATION']);
});

test('producer ids come in blocks of a thousand, each to one broker', () => {
  const driver = new ControllerDriver();
  driver.start(1);
  const brokerEpoch = driver.controller.cluster.registration(1)?.epoch;
  expect(ask(driver, 'AllocateProducerIds', { brokerId: 1, brokerEpoch })).toMatchObject({ producerIdStart: 0, producerIdLen: 1000 });
  expect(ask(driver, 'AllocateProducerIds', { brokerId: 1, brokerEpoch })).toMatchObject({ producerIdStart: 1000, producerIdLen: 1000 });
  expect(ask(driver, 'AllocateProducerIds', { brokerId: 1, brokerEpoch: 99 })).toMatchObject({ errorCode: errors.STALE_BROKER_EPOCH });
});

test('switching ELR on makes min.insync.replicas the same for all brokers', () => {
  const driver = new ControllerDriver({ elr: 0, minIsr: '2' });
  driver.start(1);
  const configs = [{ name: 'min.insync.replicas', configOperation: 0, value: '3' }];
  ask(driver, 'IncrementalAlterConfigs', { resources: [{ resourceType: 4, resourceName: '1', configs }], validateOnly: false });
  const featureUpdates = [{ feature: 'eligible.leader.replicas.version', maxVersionLevel: 1, upgradeType: 1 }];
  ask(driver, 'UpdateFeatures', { timeoutMs: 0, featureUpdates, validateOnly: false });
  expect(driver.image.brokerConfig('')?.get('min.insync.replicas')).toBe('2');
  expect(driver.image.brokerConfig(1)).toBeUndefined();
  expect(driver.controller.features.isElrEnabled).toBe(true);
});
