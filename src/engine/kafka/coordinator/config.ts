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
