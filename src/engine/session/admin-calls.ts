import type { Command } from '../../contract/command.ts';
import { AdminCall } from '../kafka/clients/admin/admin-process.ts';
import { createTopicCall } from '../kafka/cluster.ts';

const resourceTopic = 2;
const resourceBroker = 4;
const timeoutMs = 30_000;

function splitPartition(name: string): { readonly topic: string; readonly partition: number } {
  const dash = name.lastIndexOf('-');
  return { topic: name.slice(0, dash), partition: Number(name.slice(dash + 1)) };
}

function alterConfigs(resourceType: number, resourceName: string, configs: Readonly<Record<string, string | null>>): AdminCall {
  const changes = Object.entries(configs).map(([name, value]) => ({ name, configOperation: value === null ? 1 : 0, value }));
  const body = { resources: [{ resourceType, resourceName, configs: changes }], validateOnly: false };
  return new AdminCall('IncrementalAlterConfigs', body, resourceName);
}

/** What an administrator's tool sends for a command; null for commands that are none of theirs. */
export function adminCallOf(command: Command): AdminCall | null {
  switch (command.kind) {
    case 'create-topic':
      return createTopicCall(command.topic);
    case 'delete-topic':
      return new AdminCall('DeleteTopics', { topics: [{ name: command.topic, topicId: null }], timeoutMs }, command.topic);
    case 'add-partitions': {
      const assignments = command.assignment === null ? null : command.assignment.map((brokerIds) => ({ brokerIds }));
      const body = { topics: [{ name: command.topic, count: command.total, assignments }], timeoutMs, validateOnly: false };
      return new AdminCall('CreatePartitions', body, command.topic);
    }
    case 'reassign': {
      const { topic, partition } = splitPartition(command.partition);
      const partitions = [{ partitionIndex: partition, replicas: command.replicas }];
      const body = { timeoutMs, allowReplicationFactorChange: true, topics: [{ name: topic, partitions }] };
      return new AdminCall('AlterPartitionReassignments', body, command.partition);
    }
    case 'elect': {
      const { topic, partition } = splitPartition(command.partition);
      const body = {
        electionType: command.election === 'preferred' ? 0 : 1,
        topicPartitions: [{ topic, partitions: [partition] }],
        timeoutMs,
      };
      return new AdminCall('ElectLeaders', body, command.partition);
    }
    case 'delete-records': {
      const { topic, partition } = splitPartition(command.partition);
      const partitions = [{ partitionIndex: partition, offset: command.beforeOffset }];
      return new AdminCall('DeleteRecords', { topics: [{ name: topic, partitions }], timeoutMs }, command.partition, command.partition);
    }
    case 'configure-topic':
      return alterConfigs(resourceTopic, command.topic, command.configs);
    case 'configure-broker':
      return alterConfigs(resourceBroker, command.broker === null ? '' : String(command.broker), command.configs);
    default:
      return null;
  }
}
