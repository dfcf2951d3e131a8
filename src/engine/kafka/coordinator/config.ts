/** The settings of the group coordinator by Kafka's meaning. Source: GroupCoordinatorConfig. */
export interface GroupCoordinatorConfig {
  readonly groupInitialRebalanceDelayMs: number;
  readonly groupMinSessionTimeoutMs: number;
  readonly groupMaxSessionTimeoutMs: number;
  readonly groupMaxSize: number;
  readonly newMemberJoinTimeoutMs: number;
  readonly offsetsRetentionMs: number;
  readonly offsetsRetentionCheckIntervalMs: number;
  readonly offsetMetadataMaxBytes: number;
  readonly offsetsCommitTimeoutMs: number;
  readonly consumerGroupAssignors: readonly string[];
  readonly consumerGroupSessionTimeoutMs: number;
  readonly consumerGroupHeartbeatIntervalMs: number;
  readonly consumerGroupMaxSize: number;
  readonly consumerGroupMigrationPolicy: ConsumerGroupMigrationPolicy;
  readonly consumerGroupRegexRefreshIntervalMs: number;
  readonly consumerGroupAssignmentIntervalMs: number;
}

/** Which way groups may change their protocol while they run. Source: ConsumerGroupMigrationPolicy. */
export type ConsumerGroupMigrationPolicy = 'bidirectional' | 'upgrade' | 'downgrade' | 'disabled';

/** Kafka 4.3's defaults. */
export const defaultGroupCoordinatorConfig: GroupCoordinatorConfig = {
  groupInitialRebalanceDelayMs: 3000,
  groupMinSessionTimeoutMs: 6000,
  groupMaxSessionTimeoutMs: 1_800_000,
  groupMaxSize: 2147483647,
  newMemberJoinTimeoutMs: 300_000,
  offsetsRetentionMs: 10080 * 60_000,
  offsetsRetentionCheckIntervalMs: 600_000,
  offsetMetadataMaxBytes: 4096,
  offsetsCommitTimeoutMs: 5000,
  consumerGroupAssignors: ['uniform', 'range'],
  consumerGroupSessionTimeoutMs: 45_000,
  consumerGroupHeartbeatIntervalMs: 5000,
  consumerGroupMaxSize: 2147483647,
  consumerGroupMigrationPolicy: 'bidirectional',
  consumerGroupRegexRefreshIntervalMs: 600_000,
  consumerGroupAssignmentIntervalMs: 1000,
};

/** The coordinator's settings from Kafka's keys as text; what is not set has its default. Source: GroupCoordinatorConfig. */
export function groupCoordinatorConfigOf(settings: Readonly<Record<string, string>>): GroupCoordinatorConfig {
  const defaults = defaultGroupCoordinatorConfig;
  const number = (key: string, fallback: number): number => {
    const text = settings[key];
    return text === undefined ? fallback : Number(text);
  };
  return {
    groupInitialRebalanceDelayMs: number('group.initial.rebalance.delay.ms', defaults.groupInitialRebalanceDelayMs),
    groupMinSessionTimeoutMs: number('group.min.session.timeout.ms', defaults.groupMinSessionTimeoutMs),
    groupMaxSessionTimeoutMs: number('group.max.session.timeout.ms', defaults.groupMaxSessionTimeoutMs),
    groupMaxSize: number('group.max.size', defaults.groupMaxSize),
    newMemberJoinTimeoutMs: defaults.newMemberJoinTimeoutMs,
    offsetsRetentionMs: number('offsets.retention.minutes', 10080) * 60_000,
    offsetsRetentionCheckIntervalMs: number('offsets.retention.check.interval.ms', defaults.offsetsRetentionCheckIntervalMs),
    offsetMetadataMaxBytes: number('offset.metadata.max.bytes', defaults.offsetMetadataMaxBytes),
    offsetsCommitTimeoutMs: number('offsets.commit.timeout.ms', defaults.offsetsCommitTimeoutMs),
    consumerGroupAssignors: listOf(settings['group.consumer.assignors']) ?? defaults.consumerGroupAssignors,
    consumerGroupSessionTimeoutMs: number('group.consumer.session.timeout.ms', defaults.consumerGroupSessionTimeoutMs),
    consumerGroupHeartbeatIntervalMs: number('group.consumer.heartbeat.interval.ms', defaults.consumerGroupHeartbeatIntervalMs),
    consumerGroupMaxSize: number('group.consumer.max.size', defaults.consumerGroupMaxSize),
    consumerGroupMigrationPolicy: migrationPolicyOf(settings['group.consumer.migration.policy']),
    consumerGroupRegexRefreshIntervalMs: number('group.consumer.regex.refresh.interval.ms', defaults.consumerGroupRegexRefreshIntervalMs),
    consumerGroupAssignmentIntervalMs: number('group.consumer.assignment.interval.ms', defaults.consumerGroupAssignmentIntervalMs),
  };
}

/** The settings of one group from its own keys. Source: GroupConfig. */
export function groupConfigOf(settings: Readonly<Record<string, string>>): Partial<GroupCoordinatorConfig> {
  const config: { -readonly [K in keyof GroupCoordinatorConfig]?: GroupCoordinatorConfig[K] } = {};
  const session = settings['consumer.session.timeout.ms'];
  const heartbeat = settings['consumer.heartbeat.interval.ms'];
  const interval = settings['consumer.assignment.interval.ms'];
  if (session !== undefined) config.consumerGroupSessionTimeoutMs = Number(session);
  if (heartbeat !== undefined) config.consumerGroupHeartbeatIntervalMs = Number(heartbeat);
  if (interval !== undefined) config.consumerGroupAssignmentIntervalMs = Number(interval);
  return config;
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((item) => item.trim());
}

function migrationPolicyOf(text: string | undefined): ConsumerGroupMigrationPolicy {
  const policies: readonly ConsumerGroupMigrationPolicy[] = ['bidirectional', 'upgrade', 'downgrade', 'disabled'];
  return policies.find((policy) => policy === text?.toLowerCase()) ?? defaultGroupCoordinatorConfig.consumerGroupMigrationPolicy;
}
