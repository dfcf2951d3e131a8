import { defineEvent } from '../../kernel/event.ts';

/** A broker, or a new life of one, is registered; it starts fenced. */
export const brokerRegistered = defineEvent({
  name: 'brokerRegistered',
  level: 'milestone',
  fields: { broker: 'node', brokerEpoch: 'epoch', previousBrokerEpoch: 'epoch' },
  source: 'ClusterControlManager.registerBroker',
  interest: 1,
});

/** A broker is out of the cluster's metadata. */
export const brokerUnregistered = defineEvent({
  name: 'brokerUnregistered',
  level: 'milestone',
  fields: { broker: 'node', brokerEpoch: 'epoch' },
  source: 'ReplicationControlManager.handleBrokerUnregistered',
});

/** A broker may lead and be in ISRs. */
export const brokerUnfenced = defineEvent({
  name: 'brokerUnfenced',
  level: 'milestone',
  fields: { broker: 'node', brokerEpoch: 'epoch', changedPartitionCount: 'count' },
  source: 'ReplicationControlManager.handleBrokerUnfenced',
});

/** A broker may no longer lead: it was silent too long, asked for it, or stops. */
export const brokerFenced = defineEvent({
  name: 'brokerFenced',
  level: 'milestone',
  fields: { broker: 'node', brokerEpoch: 'epoch', changedPartitionCount: 'count' },
  source: 'ReplicationControlManager.handleBrokerFenced',
  interest: 3,
});

/** A broker that wants to stop is relieved of its leaderships first. */
export const controlledShutdownGranted = defineEvent({
  name: 'controlledShutdownGranted',
  level: 'milestone',
  fields: { broker: 'node', brokerEpoch: 'epoch', changedPartitionCount: 'count' },
  source: 'ReplicationControlManager.handleBrokerInControlledShutdown',
});

/** Some of a broker's log directories have failed. */
export const logDirsFailed = defineEvent({
  name: 'logDirsFailed',
  level: 'milestone',
  fields: { broker: 'node', onlineDirCount: 'count', changedPartitionCount: 'count' },
  source: 'ReplicationControlManager.handleDirectoriesOffline (KIP-858)',
  interest: 3,
});

/** A topic exists. */
export const topicCreated = defineEvent({
  name: 'topicCreated',
  level: 'milestone',
  fields: { topic: 'topic', partitionCount: 'count', replicationFactor: 'count' },
  source: 'ReplicationControlManager.createTopics',
  interest: 1,
});

/** A topic is gone; brokers delete its logs. */
export const topicDeleted = defineEvent({
  name: 'topicDeleted',
  level: 'milestone',
  fields: { topic: 'topic', partitionCount: 'count' },
  source: 'ReplicationControlManager.deleteTopics',
});

/** A topic has more partitions than before. */
export const partitionsAdded = defineEvent({
  name: 'partitionsAdded',
  level: 'milestone',
  fields: { topic: 'topic', previousPartitionCount: 'count', partitionCount: 'count' },
  source: 'ReplicationControlManager.createPartitions',
});

/** A partition has another leader, one that had all that is committed. */
export const leaderElected = defineEvent({
  name: 'leaderElected',
  level: 'milestone',
  fields: { partition: 'partition', previousLeader: 'node', leader: 'node', leaderEpoch: 'epoch', isr: 'nodes' },
  source: 'PartitionChangeBuilder.electAnyLeader',
  interest: 3,
});

/** Leadership is back at the first replica of the list. */
export const preferredLeaderElected = defineEvent({
  name: 'preferredLeaderElected',
  level: 'milestone',
  fields: { partition: 'partition', previousLeader: 'node', leader: 'node', leaderEpoch: 'epoch', isr: 'nodes' },
  source: 'PartitionChangeBuilder.electPreferredLeader',
});

/** A partition that had no leader has one again: a member of its ISR is back. */
export const leaderReturned = defineEvent({
  name: 'leaderReturned',
  level: 'milestone',
  fields: { partition: 'partition', leader: 'node', leaderEpoch: 'epoch', isr: 'nodes' },
  source: 'PartitionChangeBuilder.electAnyLeader',
  interest: 3,
});

/** A replica outside the ISR leads, which still had all that is committed. */
export const leaderElectedFromElr = defineEvent({
  name: 'leaderElectedFromElr',
  level: 'milestone',
  fields: { partition: 'partition', leader: 'node', leaderEpoch: 'epoch', previousElr: 'nodes', elr: 'nodes' },
  source: 'PartitionChangeBuilder.tryElection (KIP-966)',
  interest: 3,
});

/** A replica leads that may miss committed records. */
export const uncleanLeaderElected = defineEvent({
  name: 'uncleanLeaderElected',
  level: 'milestone',
  fields: { partition: 'partition', previousLeader: 'node', leader: 'node', leaderEpoch: 'epoch', previousIsr: 'nodes' },
  source: 'PartitionChangeBuilder.electAnyLeader (unclean.leader.election.enable)',
  interest: 3,
});

/** A partition has no leader: nobody may lead it. */
export const leaderLost = defineEvent({
  name: 'leaderLost',
  level: 'milestone',
  fields: { partition: 'partition', previousLeader: 'node', leaderEpoch: 'epoch', isr: 'nodes', elr: 'nodes' },
  source: 'PartitionChangeBuilder.tryElection',
  interest: 3,
});

/** A partition has another ISR. */
export const isrChanged = defineEvent({
  name: 'isrChanged',
  level: 'milestone',
  fields: { partition: 'partition', leader: 'node', previousIsr: 'nodes', isr: 'nodes', partitionEpoch: 'epoch' },
  source: 'ReplicationControlManager.alterPartition, generateLeaderAndIsrUpdates',
});

/** A partition has another ELR: replicas outside the ISR that have all that is committed. */
export const elrChanged = defineEvent({
  name: 'elrChanged',
  level: 'milestone',
  fields: { partition: 'partition', previousElr: 'nodes', elr: 'nodes', isr: 'nodes', partitionEpoch: 'epoch' },
  source: 'PartitionChangeBuilder.maybePopulateTargetElr (KIP-966)',
});

/** Nobody of a partition is known to have all that is committed any more; the last leader is remembered. */
export const lastKnownLeaderNoted = defineEvent({
  name: 'lastKnownLeaderNoted',
  level: 'detail',
  fields: { partition: 'partition', lastKnownLeader: 'node' },
  source: 'PartitionChangeBuilder.maybeUpdateLastKnownLeader',
  interest: 1,
});

/** An uncleanly elected leader has finished its recovery. */
export const leaderRecovered = defineEvent({
  name: 'leaderRecovered',
  level: 'detail',
  fields: { partition: 'partition', leader: 'node', partitionEpoch: 'epoch' },
  source: 'ReplicationControlManager.alterPartition (KIP-704)',
  interest: 1,
});

/** A partition is on its way to other replicas. */
export const reassignmentStarted = defineEvent({
  name: 'reassignmentStarted',
  level: 'milestone',
  fields: { partition: 'partition', replicas: 'name', adding: 'nodes', removing: 'nodes' },
  source: 'ReplicationControlManager.changePartitionReassignment (KIP-455)',
});

/** A partition has arrived at its new replicas, or is back at the old ones. */
export const reassignmentEnded = defineEvent({
  name: 'reassignmentEnded',
  level: 'milestone',
  fields: { partition: 'partition', replicas: 'name', isr: 'nodes', leader: 'node' },
  source: 'PartitionReassignmentReplicas.maybeCompleteReassignment (KIP-455)',
});

/** The order of a partition's replicas is another; nothing has to move. */
export const replicasReordered = defineEvent({
  name: 'replicasReordered',
  level: 'milestone',
  fields: { partition: 'partition', replicas: 'name', leader: 'node' },
  source: 'ReplicationControlManager.changePartitionReassignment (KIP-455)',
  interest: 1,
});

/** A dynamic setting has another value. */
export const configChanged = defineEvent({
  name: 'configChanged',
  level: 'milestone',
  fields: { resource: 'name', config: 'name', value: 'name' },
  source: 'ConfigurationControlManager.incrementalAlterConfigs',
});

/** A dynamic setting is gone; what it overrode holds again. */
export const configRemoved = defineEvent({
  name: 'configRemoved',
  level: 'milestone',
  fields: { resource: 'name', config: 'name' },
  source: 'ConfigurationControlManager.incrementalAlterConfigs',
});

/** The cluster has agreed on another level of a feature. */
export const featureLevelChanged = defineEvent({
  name: 'featureLevelChanged',
  level: 'milestone',
  fields: { feature: 'name', featureLevel: 'count' },
  source: 'FeatureControlManager.updateFeatures',
  interest: 1,
});

/** Every event of the controller. */
export const controllerEvents = [
  brokerRegistered, brokerUnregistered, brokerUnfenced, brokerFenced, controlledShutdownGranted, logDirsFailed, topicCreated, topicDeleted,
  partitionsAdded, leaderElected, preferredLeaderElected, leaderReturned, leaderElectedFromElr, uncleanLeaderElected, leaderLost,
  isrChanged, elrChanged, lastKnownLeaderNoted, leaderRecovered, reassignmentStarted, reassignmentEnded, replicasReordered,
  configChanged, configRemoved, featureLevelChanged,
] as const;
