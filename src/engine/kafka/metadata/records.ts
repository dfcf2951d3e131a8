import { Shared } from '../../kernel/state.ts';

/**
 * The records of `__cluster_metadata` with Kafka's names and fields. A field that Kafka leaves at its default is absent, as in Kafka's
 * own JSON of it.
 * Missing on purpose: listeners (nodes find each other by id), ACLs, SCRAM, delegation tokens and quotas.
 */
export interface RecordFields {
  readonly TopicRecord: { readonly name: string; readonly topicId: string };
  readonly PartitionRecord: {
    readonly partitionId: number;
    readonly topicId: string;
    readonly replicas: readonly number[];
    readonly isr: readonly number[];
    readonly removingReplicas: readonly number[];
    readonly addingReplicas: readonly number[];
    readonly leader: number;
    readonly leaderRecoveryState?: number;
    readonly leaderEpoch: number;
    readonly partitionEpoch: number;
    readonly directories?: readonly string[];
    readonly eligibleLeaderReplicas?: readonly number[];
    readonly lastKnownElr?: readonly number[];
  };
  readonly PartitionChangeRecord: PartitionChange & { readonly partitionId: number; readonly topicId: string };
  readonly RemoveTopicRecord: { readonly topicId: string };
  readonly ConfigRecord: {
    readonly resourceType: number;
    readonly resourceName: string;
    readonly name: string;
    /** Null removes the setting. */
    readonly value: string | null;
  };
  readonly RegisterBrokerRecord: {
    readonly brokerId: number;
    readonly isMigratingZkBroker: boolean;
    readonly incarnationId: string;
    readonly brokerEpoch: number;
    readonly features: readonly FeatureRange[];
    readonly rack: string | null;
    readonly fenced: boolean;
    readonly inControlledShutdown: boolean;
    readonly logDirs: readonly string[];
    readonly cordonedLogDirs?: readonly string[];
  };
  readonly UnregisterBrokerRecord: { readonly brokerId: number; readonly brokerEpoch: number };
  readonly BrokerRegistrationChangeRecord: {
    readonly brokerId: number;
    readonly brokerEpoch: number;
    /** 1 fences, -1 unfences. */
    readonly fenced?: number;
    /** 1 enters controlled shutdown. */
    readonly inControlledShutdown?: number;
    /** The directories that are still online; absent when nothing changed or none is left. */
    readonly logDirs?: readonly string[];
    readonly cordonedLogDirs?: readonly string[];
  };
  readonly FeatureLevelRecord: { readonly name: string; readonly featureLevel: number };
  /** An empty name means every topic. */
  readonly ClearElrRecord: { readonly topicName: string };
  readonly ProducerIdsRecord: { readonly brokerId: number; readonly brokerEpoch: number; readonly nextProducerId: number };
  readonly BeginTransactionRecord: { readonly name: string };
  readonly EndTransactionRecord: Readonly<Record<string, never>>;
  readonly AbortTransactionRecord: { readonly reason: string };
  readonly NoOpRecord: Readonly<Record<string, never>>;
}

/** What a PartitionChangeRecord says: absent fields stay as they are; writing `leader`, even the same one, raises the leader epoch. */
export interface PartitionChange {
  readonly isr?: readonly number[];
  readonly leader?: number;
  readonly replicas?: readonly number[];
  readonly removingReplicas?: readonly number[];
  readonly addingReplicas?: readonly number[];
  readonly leaderRecoveryState?: number;
  readonly directories?: readonly string[];
  readonly eligibleLeaderReplicas?: readonly number[];
  readonly lastKnownElr?: readonly number[];
}

/** The versions of a feature that a node supports. */
export interface FeatureRange {
  readonly name: string;
  readonly minSupportedVersion: number;
  readonly maxSupportedVersion: number;
}

/** The name of a kind of metadata record. */
export type RecordType = keyof RecordFields;

/** One record of the metadata log. Immutable, so that controllers, brokers and checkpoints share it. */
export class TypedMetadataRecord<T extends RecordType> extends Shared {
  readonly type: T;
  readonly version: number;
  readonly data: RecordFields[T];

  constructor(type: T, version: number, data: RecordFields[T]) {
    super();
    this.type = type;
    this.version = version;
    this.data = data;
  }
}

/** Any metadata record; `type` tells which. */
export type MetadataRecord = { readonly [T in RecordType]: TypedMetadataRecord<T> }[RecordType];

/** Makes a record; version 0 unless the metadata version asks for a newer one. */
export function metadataRecord<T extends RecordType>(type: T, data: RecordFields[T], version = 0): TypedMetadataRecord<T> {
  return new TypedMetadataRecord(type, version, data);
}

/** ConfigResource.Type: whose settings a ConfigRecord changes. */
export const configResourceTypes = { TOPIC: 2, BROKER: 4, BROKER_LOGGER: 8, CLIENT_METRICS: 16, GROUP: 32 } as const;

/** LeaderConstants.NO_LEADER. */
export const noLeader = -1;

/** LeaderRecoveryState: after an unclean election the leader is RECOVERING until it says otherwise. */
export const leaderRecoveryStates = { RECOVERED: 0, RECOVERING: 1 } as const;

/** A rough size in bytes as it stands in the log: what a Fetch of the metadata log carries. */
export function recordSizeBytes(record: MetadataRecord): number {
  return 70 + JSON.stringify(record.data).length / 2;
}
