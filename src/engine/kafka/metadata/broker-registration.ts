import { Shared } from '../../kernel/state.ts';
import { isOnlineDirectory, migratingDirectory, unassignedDirectory } from './directory-id.ts';
import type { FeatureRange, RecordFields } from './records.ts';

/** A broker as the metadata log knows it. Immutable. Source: BrokerRegistration. */
export class BrokerRegistration extends Shared {
  readonly id: number;
  /** The offset at which this incarnation registered: fences what older incarnations still send. */
  readonly epoch: number;
  readonly incarnationId: string;
  readonly rack: string | null;
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
  /** Log directories that are online, sorted. */
  readonly directories: readonly string[];
  /** Directories that take no new replicas; null when the broker never said (before KIP-1066). */
  readonly cordonedDirectories: readonly string[] | null;
  readonly supportedFeatures: readonly FeatureRange[];

  constructor(fields: Pick<BrokerRegistration, BrokerFieldName>) {
    super();
    this.id = fields.id;
    this.epoch = fields.epoch;
    this.incarnationId = fields.incarnationId;
    this.rack = fields.rack;
    this.fenced = fields.fenced;
    this.inControlledShutdown = fields.inControlledShutdown;
    this.directories = [...fields.directories].sort();
    this.cordonedDirectories = fields.cordonedDirectories;
    this.supportedFeatures = fields.supportedFeatures;
  }

  /** What a RegisterBrokerRecord says. */
  static fromRecord(record: RecordFields['RegisterBrokerRecord']): BrokerRegistration {
    return new BrokerRegistration({
      id: record.brokerId,
      epoch: record.brokerEpoch,
      incarnationId: record.incarnationId,
      rack: record.rack,
      fenced: record.fenced,
      inControlledShutdown: record.inControlledShutdown,
      directories: record.logDirs,
      cordonedDirectories: record.cordonedLogDirs ?? null,
      supportedFeatures: record.features,
    });
  }

  /** The registration after a change. A list of directories that became empty changes nothing. Source: BrokerRegistration.cloneWith. */
  merge(change: RecordFields['BrokerRegistrationChangeRecord']): BrokerRegistration {
    return new BrokerRegistration({
      id: this.id,
      epoch: this.epoch,
      incarnationId: this.incarnationId,
      rack: this.rack,
      fenced: change.fenced === undefined || change.fenced === 0 ? this.fenced : change.fenced > 0,
      inControlledShutdown: change.inControlledShutdown === 1 ? true : this.inControlledShutdown,
      directories: change.logDirs === undefined || change.logDirs.length === 0 ? this.directories : change.logDirs,
      cordonedDirectories: change.cordonedLogDirs ?? this.cordonedDirectories,
      supportedFeatures: this.supportedFeatures,
    });
  }

  /** May lead, and be in an ISR. */
  get isActive(): boolean {
    return !this.fenced && !this.inControlledShutdown;
  }

  /** Whether new replicas have somewhere to go. */
  get hasUncordonedDirectories(): boolean {
    const { cordonedDirectories } = this;
    if (this.directories.length === 0 || cordonedDirectories === null) return true;
    return this.directories.some((directory) => !cordonedDirectories.includes(directory));
  }

  /** Where a new replica goes as far as the controller knows: only a broker with one directory leaves no choice. */
  get defaultDirectory(): string {
    if (this.directories.length === 0) return migratingDirectory;
    return this.directories.length === 1 ? (this.directories[0] ?? migratingDirectory) : unassignedDirectory;
  }

  hasOnlineDirectory(directory: string): boolean {
    return isOnlineDirectory(directory, this.directories);
  }

  /** Whether the set of cordoned directories differs from what is registered. */
  isCordonedChanged(directories: readonly string[]): boolean {
    if (this.cordonedDirectories === null) return true;
    const known = new Set(this.cordonedDirectories);
    const asked = new Set(directories);
    return known.size !== asked.size || [...asked].some((directory) => !known.has(directory));
  }
}

type BrokerFieldName =
  | 'id'
  | 'epoch'
  | 'incarnationId'
  | 'rack'
  | 'fenced'
  | 'inControlledShutdown'
  | 'directories'
  | 'cordonedDirectories'
  | 'supportedFeatures';
