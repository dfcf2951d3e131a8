import { Shared } from '../../kernel/state.ts';
import { microsPerMilli, microsPerSecond, type Micros } from '../../kernel/units.ts';
import { noMutations } from '../mutations.ts';
import type { Mutations } from '../mutations.ts';
import { metadataVersionLatest, metadataVersionMin } from '../metadata/metadata-version.ts';
import type { FeatureRange } from '../metadata/records.ts';

/** What a controller is configured with. Fixed for the life of its process. */
export class ControllerSettings extends Shared {
  readonly nodeId: number;
  readonly clusterId: string;
  /** The voters of the quorum, this controller included. */
  readonly quorumNodeIds: readonly number[];
  /** broker.session.timeout.ms. */
  readonly sessionTimeoutMicros: Micros;
  readonly defaultReplicationFactor: number;
  readonly defaultNumPartitions: number;
  /** What stands in this controller's own properties file; topics inherit from it. */
  readonly staticConfig: ReadonlyMap<string, string>;
  readonly supportedFeatures: readonly FeatureRange[];
  /** delete.topic.enable. */
  readonly isTopicDeletionEnabled: boolean;
  /** leader.imbalance.check.interval.seconds; 0 when auto.leader.rebalance.enable is off. */
  readonly leaderImbalanceCheckMicros: Micros;
  /** unclean.leader.election.interval.ms. */
  readonly uncleanElectionCheckMicros: Micros;
  /** How many leaders one pass of balancing may move. */
  readonly electionsPerPassMax: number;
  /** Deliberate mistakes; none, but in tests of the invariants. */
  readonly mutations: Mutations;

  constructor(fields: Partial<Omit<ControllerSettings, 'isShared'>>) {
    super();
    this.nodeId = fields.nodeId ?? 3000;
    this.clusterId = fields.clusterId ?? 'kafkascope';
    this.quorumNodeIds = fields.quorumNodeIds ?? [this.nodeId];
    this.sessionTimeoutMicros = fields.sessionTimeoutMicros ?? 9 * microsPerSecond;
    this.defaultReplicationFactor = fields.defaultReplicationFactor ?? 1;
    this.defaultNumPartitions = fields.defaultNumPartitions ?? 1;
    this.staticConfig = fields.staticConfig ?? new Map<string, string>();
    this.supportedFeatures = fields.supportedFeatures ?? productionFeatures;
    this.isTopicDeletionEnabled = fields.isTopicDeletionEnabled ?? true;
    this.leaderImbalanceCheckMicros = fields.leaderImbalanceCheckMicros ?? 300 * microsPerSecond;
    this.uncleanElectionCheckMicros = fields.uncleanElectionCheckMicros ?? 300 * microsPerSecond;
    this.electionsPerPassMax = fields.electionsPerPassMax ?? 1000;
    this.mutations = fields.mutations ?? noMutations;
  }

  /** How often expired sessions are looked for. Source: QuorumController.maybeFenceStaleBrokerPeriodNs. */
  get fenceStaleBrokerMicros(): Micros {
    return Math.max(microsPerMilli, Math.floor(this.sessionTimeoutMicros / 8));
  }
}

/** How soon a periodic task runs again when it has left something over. Source: PeriodicTask. */
export const immediatePeriodMicros: Micros = 10 * microsPerMilli;

/** The most records that one request of a user may cause. Source: QuorumController.MAX_RECORDS_PER_USER_OP. */
export const recordsPerUserOperationMax = 10_000;

/** The features of Kafka 4.3 and their production levels. Source: Feature, QuorumFeatures.defaultSupportedFeatureMap. */
export const productionFeatures: readonly FeatureRange[] = [
  { name: 'metadata.version', minSupportedVersion: metadataVersionMin, maxSupportedVersion: metadataVersionLatest },
  { name: 'kraft.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'transaction.version', minSupportedVersion: 0, maxSupportedVersion: 2 },
  { name: 'group.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'eligible.leader.replicas.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'share.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'streams.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
];

/** Names of the features that the controller itself looks at. */
export const featureNames = {
  metadataVersion: 'metadata.version',
  kraftVersion: 'kraft.version',
  eligibleLeaderReplicas: 'eligible.leader.replicas.version',
} as const;
