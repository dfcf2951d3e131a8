import { describe, expect, test } from 'vitest';
import { errors } from '../errors.ts';
import { leaderRecoveryStates } from '../metadata/records.ts';
import { alterPartitionReassignments } from './decide/reassign-partitions.ts';
import { createTopics } from './decide/create-topics.ts';
import { incrementalAlterConfigs } from './decide/alter-configs.ts';
import { registerBroker } from './decide/registration.ts';
import { ControllerDriver } from './testing/controller-driver.ts';
import { productionFeatures } from './settings.ts';

const second = 1_000_000;

function cluster(brokerIds: readonly number[], options: ConstructorParameters<typeof ControllerDriver>[0] = {}): ControllerDriver {
  const driver = new ControllerDriver(options);
  for (const brokerId of brokerIds) driver.start(brokerId);
  return driver;
}

describe('elections', () => {
  test('the next leader is the first in-sync replica of the list, whatever the order of the ISR', () => {
    const driver = cluster([1, 2, 3]);
    driver.topic('t', [[1, 2, 3]]);
    driver.isr('t', [1, 3]);
    driver.isr('t', [1, 3, 2]);
    driver.fence(1);
    expect(driver.partition('t')).toMatchObject({ leader: 2, isr: [3, 2], leaderEpoch: 1, partitionEpoch: 3 });
  });

  test('without ELR the last in-sync replica stays in the ISR, and the partition waits for it', () => {
    const driver = cluster([1, 2], { elr: 0 });
    driver.topic('t', [[1, 2]]);
    driver.fence(2);
    driver.fence(1);
    expect(driver.partition('t')).toMatchObject({ leader: -1, isr: [1], elr: [] });
    driver.heartbeat(2);
    expect(driver.partition('t').leader).toBe(-1);
    driver.heartbeat(1);
    expect(driver.partition('t')).toMatchObject({ leader: 1, isr: [1] });
  });

  test('with ELR a replica that left the ISR below min.insync.replicas is elected without loss', () => {
    const driver = cluster([1, 2, 3], { minIsr: '2' });
    driver.topic('t', [[1, 2, 3]]);
    driver.fence(3);
    expect(driver.partition('t')).toMatchObject({ isr: [1, 2], elr: [] });
    driver.fence(2);
    expect(driver.partition('t')).toMatchObject({ isr: [1], elr: [2] });
    driver.fence(1);
    expect(driver.partition('t')).toMatchObject({ leader: -1, isr: [], elr: [1, 2], lastKnownElr: [1] });
    driver.heartbeat(2);
    expect(driver.partition('t')).toMatchObject({ leader: 2, isr: [2], elr: [1], leaderRecoveryState: leaderRecoveryStates.RECOVERED });
  });

  test('an unclean restart strikes a replica from the ELR; the last known leader is then elected uncleanly', () => {
    const driver = cluster([1, 2], { minIsr: '2' });
    driver.topic('t', [[1, 2]]);
    driver.fence(2);
    driver.fence(1);
    driver.nowMicros += 10 * second;
    driver.start(2, false);
    expect(driver.partition('t')).toMatchObject({ leader: -1, elr: [1] });
    driver.start(1, false);
    expect(driver.partition('t')).toMatchObject({ leader: 1, isr: [1], elr: [], leaderRecoveryState: leaderRecoveryStates.RECOVERING });
  });

  test('unclean election happens in the event that takes the last in-sync replica, where the topic allows it', () => {
    const driver = cluster([1, 2], { elr: 0 });
    driver.topic('t', [[1, 2]], { 'unclean.leader.election.enable': 'true' });
    driver.isr('t', [1]);
    driver.fence(1);
    expect(driver.partition('t')).toMatchObject({ leader: 2, isr: [2], leaderRecoveryState: leaderRecoveryStates.RECOVERING });
  });

  test('allowing unclean election later acts only when the sweep runs', () => {
    const driver = cluster([1, 2], { elr: 0 });
    driver.topic('t', [[1, 2]]);
    driver.isr('t', [1]);
    driver.fence(1);
    const configs = [{ name: 'unclean.leader.election.enable', configOperation: 0, value: 'true' }];
    const request = { resources: [{ resourceType: 2, resourceName: 't', configs }], validateOnly: false };
    driver.run(incrementalAlterConfigs(driver.controller, request, true));
    expect(driver.partition('t').leader).toBe(-1);
    driver.records(driver.controller.runTask('electUnclean', driver.nowMicros));
    expect(driver.partition('t')).toMatchObject({ leader: 2, isr: [2] });
  });

  test('balancing gives leadership back to the first replica when it is in sync again', () => {
    const driver = cluster([1, 2]);
    driver.topic('t', [[1, 2]]);
    driver.fence(1);
    driver.heartbeat(1);
    expect(driver.records(driver.controller.runTask('electPreferred', 0))).toHaveLength(0);
    driver.isr('t', [2, 1]);
    expect(driver.records(driver.controller.runTask('electPreferred', 0))).toHaveLength(1);
    expect(driver.partition('t').leader).toBe(1);
  });
});

describe('sessions', () => {
  test('a silent broker is fenced after the session timeout, not at it', () => {
    const driver = cluster([1, 2]);
    driver.topic('t', [[1, 2]]);
    driver.nowMicros += 9 * second;
    driver.heartbeat(2);
    expect(driver.records(driver.controller.runTask('maybeFenceStaleBroker', driver.nowMicros))).toHaveLength(0);
    driver.nowMicros += 1;
    driver.records(driver.controller.runTask('maybeFenceStaleBroker', driver.nowMicros));
    expect(driver.controller.cluster.registration(1)?.fenced).toBe(true);
    expect(driver.partition('t')).toMatchObject({ leader: 2, isr: [2] });
  });

  test('a restarted broker is refused until its old session has expired', () => {
    const driver = cluster([1]);
    const request = {
      ...{ brokerId: 1, clusterId: 'kafkascope', incarnationId: 'again', rack: null, isMigratingZkBroker: false },
      ...{ features: productionFeatures, logDirs: ['dir-1'], previousBrokerEpoch: -1 },
    };
    const refused = registerBroker(driver.controller, request, driver.context(), driver.log.length);
    expect(refused).toMatchObject({ kind: 'refused', error: { errorCode: errors.DUPLICATE_BROKER_REGISTRATION } });
    driver.nowMicros += 9 * second + 1;
    const accepted = registerBroker(driver.controller, request, driver.context(), driver.log.length);
    expect(accepted).toMatchObject({ kind: 'decided', response: { epoch: driver.log.length } });
  });

  test('a new controller gives unfenced brokers a whole session', () => {
    const driver = cluster([1]);
    driver.nowMicros += 8 * second;
    driver.controller = driver.failover();
    driver.nowMicros += 8 * second;
    expect(driver.controller.runTask('maybeFenceStaleBroker', driver.nowMicros).response.again).toBe(false);
    driver.nowMicros += 2 * second;
    expect(driver.records(driver.controller.runTask('maybeFenceStaleBroker', driver.nowMicros))).toHaveLength(1);
  });

  test('a broker in controlled shutdown may exit when every active broker has seen that it leads nothing', () => {
    const driver = cluster([1, 2]);
    driver.topic('t', [[1, 2]]);
    expect(driver.heartbeat(1, { wantShutDown: true })).toMatchObject({ inControlledShutdown: true, shouldShutDown: false });
    expect(driver.partition('t')).toMatchObject({ leader: 2, isr: [2] });
    expect(driver.heartbeat(1, { wantShutDown: true }).shouldShutDown).toBe(false);
    driver.heartbeat(2);
    expect(driver.heartbeat(1, { wantShutDown: true }).shouldShutDown).toBe(true);
    expect(driver.controller.cluster.registration(1)?.fenced).toBe(true);
  });
});

describe('reassignment', () => {
  test('completes when the added replicas are in sync, and the leader epoch rises', () => {
    const driver = cluster([1, 2, 3, 4]);
    driver.topic('t', [[1, 2, 3]]);
    const topics = [{ name: 't', partitions: [{ partitionIndex: 0, replicas: [2, 3, 4] }] }];
    driver.run(alterPartitionReassignments(driver.controller, { timeoutMs: 0, allowReplicationFactorChange: true, topics }));
    expect(driver.partition('t')).toMatchObject({ replicas: [2, 3, 4, 1], addingReplicas: [4], removingReplicas: [1], leader: 1 });
    expect(driver.isr('t', [1, 2, 3, 4])).toBe(errors.NEW_LEADER_ELECTED);
    expect(driver.partition('t')).toMatchObject({ replicas: [2, 3, 4], addingReplicas: [], isr: [2, 3, 4], leader: 2, leaderEpoch: 1 });
  });
});

describe('the log is all', () => {
  function busyCluster(): ControllerDriver {
    const driver = cluster([1, 2, 3, 4, 5], { minIsr: '2' });
    driver.topic('a.b', [[1, 2, 3], [2, 3, 4], [3, 4, 5]], { 'min.insync.replicas': '2' });
    driver.topic('orders', [[5, 4, 3], [4, 3, 2]]);
    driver.fence(3);
    driver.fence(4);
    driver.isr('orders', [5], 0);
    driver.heartbeat(3);
    const topics = [{ name: 'orders', partitions: [{ partitionIndex: 1, replicas: [1, 2, 3] }] }];
    driver.run(alterPartitionReassignments(driver.controller, { timeoutMs: 0, allowReplicationFactorChange: true, topics }));
    return driver;
  }

  test('a controller that replays the log knows all that its predecessor knew', () => {
    const driver = busyCluster();
    const successor = driver.failover();
    for (const topic of driver.controller.replication.topics) {
      expect(successor.replication.topic(topic.id)?.parts).toEqual(topic.parts);
    }
    expect([...successor.cluster.brokers]).toEqual([...driver.controller.cluster.brokers]);
    for (const brokerId of [1, 2, 3, 4, 5]) {
      expect([...successor.replication.partitionsWithBrokerInIsr(brokerId)]).toEqual([
        ...driver.controller.replication.partitionsWithBrokerInIsr(brokerId),
      ]);
    }
  });

  test('brokers that apply the log see the same partitions as the controller', () => {
    const driver = busyCluster();
    for (const topic of driver.controller.replication.topics) {
      const image = driver.image.topic(topic.id);
      expect(Array.from(image?.partitions.entries() ?? [], ([, partition]) => partition)).toEqual(topic.parts);
    }
    expect(driver.image.brokersInOrder).toEqual([...driver.controller.cluster.brokers]);
  });

  test('indexes agree with the partitions', () => {
    const { replication } = busyCluster().controller;
    for (const brokerId of [1, 2, 3, 4, 5]) {
      const inIsr: string[] = [];
      for (const topic of replication.topics) {
        for (const [partitionId, part] of topic.parts.entries()) {
          if (part.isr.includes(brokerId)) inIsr.push(`${topic.id}/${String(partitionId)}`);
        }
      }
      const keys = [...replication.partitionsWithBrokerInIsr(brokerId)];
      const indexed = keys.map(({ topicId, partitionId }) => `${topicId}/${String(partitionId)}`);
      expect(indexed.sort()).toEqual(inIsr.sort());
    }
  });

  test('a checkpoint can hold everything', () => {
    const driver = busyCluster();
    expect(() => driver.registry.save()).not.toThrow();
  });

  test('the loss of one of 30 brokers with 1,000 partitions visits its own partitions alone', () => {
    const driver = cluster(Array.from({ length: 30 }, (_, id) => id));
    const topic = { name: 'big', numPartitions: 1000, replicationFactor: 3, assignments: [], configs: [] };
    driver.run(createTopics(driver.controller, { topics: [topic], timeoutMs: 0, validateOnly: false }, driver.context()));
    const concerned = [...driver.controller.replication.partitionsWithBrokerInIsr(7)].length;
    const before = driver.log.length;
    driver.fence(7);
    expect(concerned).toBeLessThan(150);
    expect(driver.log.length - before).toBe(concerned + 1);
  });
});
