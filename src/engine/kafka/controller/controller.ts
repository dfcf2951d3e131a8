import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { Micros } from '../../kernel/units.ts';
import type { Decision } from '../metadata/decision.ts';
import type { MetadataRecord } from '../metadata/records.ts';
import { ClusterControl } from './cluster.ts';
import type { ConfigSchema } from './config-schema.ts';
import { ConfigurationControl } from './configuration.ts';
import { maybeBalancePartitionLeaders, maybeElectUncleanLeaders } from './decide/elect-leaders.ts';
import { maybeFenceOneStaleBroker, type TaskReply } from './decide/heartbeat.ts';
import { FeatureControl } from './features.ts';
import { BrokerHeartbeats } from './heartbeats.ts';
import type { ControllerParts } from './parts.ts';
import { ProducerIdControl } from './producer-ids.ts';
import { ReplicationControl } from './replication.ts';
import type { ControllerSettings } from './settings.ts';

/** What an active controller does by itself, again and again. Names are Kafka's. Source: QuorumController (PeriodicTask). */
export type ControllerTask = 'maybeFenceStaleBroker' | 'electPreferred' | 'electUnclean';

/**
 * The controller of a cluster: replicated state that only `replay` changes, and what an active controller remembers beside it. Decide
 * functions
 * (folder decide/) look at it and answer with records; whoever holds the log appends them and replays each here. Every controller of the
 * quorum
 * replays; one of them, `activate`d, decides. Source: QuorumController.
 */
export class Controller extends Entity implements ControllerParts {
  readonly settings: ControllerSettings;
  readonly features: FeatureControl;
  readonly heartbeats: BrokerHeartbeats;
  readonly cluster: ClusterControl;
  readonly configuration: ConfigurationControl;
  readonly replication: ReplicationControl;
  readonly producerIds: ProducerIdControl;

  constructor(registry: EntityRegistry, settings: ControllerSettings, schema: ConfigSchema) {
    super(registry);
    this.settings = settings;
    this.features = new FeatureControl(registry, settings);
    this.heartbeats = new BrokerHeartbeats(registry);
    this.cluster = new ClusterControl(registry, { heartbeats: this.heartbeats, features: this.features });
    this.configuration = new ConfigurationControl(registry, { settings, features: this.features, schema });
    this.replication = new ReplicationControl(registry, this.configuration);
    this.producerIds = new ProducerIdControl(registry, this.cluster);
  }

  /**
   * Becomes the active controller: unfenced brokers get a new session, of fenced ones nothing is known. Source:
   * ClusterControlManager.activate.
   */
  activate(nowMicros: Micros): void {
    this.heartbeats.activate();
    for (const { id, fenced, epoch } of this.cluster.brokers) {
      this.heartbeats.register(id, fenced);
      if (!fenced) this.heartbeats.trackContact(id, epoch, nowMicros);
    }
  }

  /** Stops to be the active controller: heartbeats are forgotten. */
  deactivate(): void {
    this.heartbeats.deactivate();
  }

  /** Applies the record at an offset of the metadata log: the only way in which replicated state changes. */
  replay(record: MetadataRecord, offset: number): void {
    switch (record.type) {
      case 'TopicRecord': return this.replication.replayTopic(record.data);
      case 'PartitionRecord': return this.replication.replayPartition(record.data);
      case 'PartitionChangeRecord': return this.replication.replayPartitionChange(record.data);
      case 'RemoveTopicRecord': return this.replication.replayRemoveTopic(record.data.topicId);
      case 'ClearElrRecord': return this.replication.replayClearElr(record.data);
      case 'ConfigRecord': return this.configuration.replay(record.data);
      case 'RegisterBrokerRecord': return this.cluster.replayRegister(record.data, offset);
      case 'UnregisterBrokerRecord': return this.cluster.replayUnregister(record.data);
      case 'BrokerRegistrationChangeRecord': return this.cluster.replayChange(record.data);
      case 'FeatureLevelRecord': return this.features.replay(record.data);
      case 'ProducerIdsRecord': return this.producerIds.replay(record.data);
      case 'BeginTransactionRecord':
      case 'EndTransactionRecord':
      case 'AbortTransactionRecord':
      case 'NoOpRecord':
    }
  }

  /**
   * How long a task waits between two runs; null when it is switched off. It waits `immediatePeriodMicros` when its last run says `again`.
   */
  periodMicros(task: ControllerTask): Micros | null {
    switch (task) {
      case 'maybeFenceStaleBroker': return this.settings.fenceStaleBrokerMicros;
      case 'electPreferred': return this.settings.leaderImbalanceCheckMicros === 0 ? null : this.settings.leaderImbalanceCheckMicros;
      case 'electUnclean': return this.settings.uncleanElectionCheckMicros;
    }
  }

  /** Runs a task once. */
  runTask(task: ControllerTask, nowMicros: Micros): Decision<TaskReply> {
    switch (task) {
      case 'maybeFenceStaleBroker': return maybeFenceOneStaleBroker(this, { nowMicros });
      case 'electPreferred': return maybeBalancePartitionLeaders(this);
      case 'electUnclean': return maybeElectUncleanLeaders(this);
    }
  }
}
