import { Shared } from '../../../kernel/state.ts';
import { parseAutoOffsetReset } from './auto-offset-reset.ts';
import type { AutoOffsetResetStrategy } from './auto-offset-reset.ts';

/** The consumer's configuration in use; names as Kafka's, times in milliseconds. Defaults are those of 4.3. */
export class ConsumerSettings extends Shared {
  readonly groupId: string | null;
  readonly autoOffsetReset: AutoOffsetResetStrategy;
  readonly isReadCommitted: boolean;
  readonly maxPollRecords: number;
  readonly fetchMinBytes: number;
  readonly fetchMaxBytes: number;
  readonly fetchMaxWaitMillis: number;
  readonly maxPartitionFetchBytes: number;
  readonly checkCrcs: boolean;
  readonly clientRack: string;
  readonly requestTimeoutMillis: number;
  readonly defaultApiTimeoutMillis: number;
  readonly retryBackoffMillis: number;
  readonly retryBackoffMaxMillis: number;
  readonly reconnectBackoffMillis: number;
  readonly reconnectBackoffMaxMillis: number;
  readonly metadataMaxAgeMillis: number;
  readonly heartbeatIntervalMillis: number;
  readonly sessionTimeoutMillis: number;
  /** Also the rebalance timeout that JoinGroup names. */
  readonly maxPollIntervalMillis: number;
  readonly groupInstanceId: string | null;
  readonly groupProtocol: 'classic' | 'consumer';
  /** The assignor that the member asks the coordinator for; null: the coordinator's own choice. */
  readonly groupRemoteAssignor: string | null;
  readonly enableAutoCommit: boolean;
  readonly autoCommitIntervalMillis: number;
  /** Names or classes, in order of preference. */
  readonly partitionAssignmentStrategy: readonly string[];
  readonly allowAutoCreateTopics: boolean;
  readonly includeInternalTopics: boolean;
  readonly metadataRecoveryStrategy: 'none' | 'rebootstrap';
  readonly metadataRecoveryRebootstrapTriggerMillis: number;

  /** Reads Kafka's keys; values that Kafka would refuse fall back to the default: they are refused before a client is made. */
  constructor(configs: Readonly<Record<string, string>> = {}) {
    super();
    const number = (key: string, fallback: number): number => {
      const value = configs[key];
      return value === undefined || Number.isNaN(Number(value)) ? fallback : Number(value);
    };
    const flag = (key: string, fallback: boolean): boolean => (configs[key] === undefined ? fallback : configs[key] === 'true');
    this.groupId = configs['group.id'] ?? null;
    this.autoOffsetReset = parseAutoOffsetReset(configs['auto.offset.reset'] ?? 'latest') ?? { kind: 'latest' };
    this.isReadCommitted = configs['isolation.level'] === 'read_committed';
    this.maxPollRecords = number('max.poll.records', 500);
    this.fetchMinBytes = number('fetch.min.bytes', 1);
    this.fetchMaxBytes = number('fetch.max.bytes', 52_428_800);
    this.fetchMaxWaitMillis = number('fetch.max.wait.ms', 500);
    this.maxPartitionFetchBytes = number('max.partition.fetch.bytes', 1_048_576);
    this.checkCrcs = flag('check.crcs', true);
    this.clientRack = configs['client.rack'] ?? '';
    this.requestTimeoutMillis = number('request.timeout.ms', 30_000);
    this.defaultApiTimeoutMillis = number('default.api.timeout.ms', 60_000);
    this.retryBackoffMillis = number('retry.backoff.ms', 100);
    this.retryBackoffMaxMillis = number('retry.backoff.max.ms', 1000);
    this.reconnectBackoffMillis = number('reconnect.backoff.ms', 50);
    this.reconnectBackoffMaxMillis = number('reconnect.backoff.max.ms', 1000);
    this.metadataMaxAgeMillis = number('metadata.max.age.ms', 300_000);
    this.heartbeatIntervalMillis = number('heartbeat.interval.ms', 3000);
    this.sessionTimeoutMillis = number('session.timeout.ms', 45_000);
    this.maxPollIntervalMillis = number('max.poll.interval.ms', 300_000);
    this.groupInstanceId = configs['group.instance.id'] ?? null;
    this.groupProtocol = configs['group.protocol']?.toLowerCase() === 'consumer' ? 'consumer' : 'classic';
    this.groupRemoteAssignor = configs['group.remote.assignor'] ?? null;
    // Without a group there is nowhere to commit to.
    this.enableAutoCommit = this.groupId !== null && flag('enable.auto.commit', true);
    this.autoCommitIntervalMillis = number('auto.commit.interval.ms', 5000);
    this.partitionAssignmentStrategy = (configs['partition.assignment.strategy'] ?? 'RangeAssignor,CooperativeStickyAssignor').split(
      /\s*,\s*/u,
    );
    this.allowAutoCreateTopics = flag('allow.auto.create.topics', true);
    this.includeInternalTopics = !flag('exclude.internal.topics', true);
    this.metadataRecoveryStrategy = configs['metadata.recovery.strategy'] === 'none' ? 'none' : 'rebootstrap';
    this.metadataRecoveryRebootstrapTriggerMillis = number('metadata.recovery.rebootstrap.trigger.ms', 300_000);
  }

  /** What fetches and lookups carry: 0 read_uncommitted, 1 read_committed. */
  get isolationLevel(): number {
    return this.isReadCommitted ? 1 : 0;
  }
}
