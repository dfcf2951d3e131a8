import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';
import { errors } from '../errors.ts';
import { BrokerRegistration } from '../metadata/broker-registration.ts';
import { refused, type Refusal } from '../metadata/decision.ts';
import { migratingDirectory, unassignedDirectory } from '../metadata/directory-id.ts';
import { supportsDirectoryAssignment } from '../metadata/metadata-version.ts';
import type { RecordFields } from '../metadata/records.ts';
import type { FeatureControl } from './features.ts';
import type { BrokerHeartbeats } from './heartbeats.ts';
import type { UsableBroker } from './replica-placer.ts';

/** Registered brokers, from the metadata log. Source: ClusterControlManager (the replicated part). */
export class ClusterControl extends Entity {
  private readonly registrations = new Map<number, BrokerRegistration>();
  /** Where each broker's newest RegisterBrokerRecord stands: it may be unfenced when it has read it. */
  private readonly registerRecordOffsets = new Map<number, number>();
  private readonly directoryToBroker = new Map<string, number>();
  private readonly heartbeats: BrokerHeartbeats;
  private readonly features: FeatureControl;

  constructor(registry: EntityRegistry, parts: { readonly heartbeats: BrokerHeartbeats; readonly features: FeatureControl }) {
    super(registry);
    this.heartbeats = parts.heartbeats;
    this.features = parts.features;
  }

  registration(brokerId: number): BrokerRegistration | undefined {
    return this.registrations.get(brokerId);
  }

  /** All registrations, in the order of their first appearance. */
  get brokers(): Iterable<BrokerRegistration> {
    return this.registrations.values();
  }

  /** Unfenced and not shutting down. */
  isActive(brokerId: number): boolean {
    return this.registrations.get(brokerId)?.isActive === true;
  }

  /** The offset of the broker's RegisterBrokerRecord; null when it is not registered. */
  registerRecordOffset(brokerId: number): number | null {
    return this.registerRecordOffsets.get(brokerId) ?? null;
  }

  /** The broker that has a directory; null when none has. */
  brokerOfDirectory(directory: string): number | null {
    return this.directoryToBroker.get(directory) ?? null;
  }

  hasOnlineDirectory(brokerId: number, directory: string): boolean {
    return this.registrations.get(brokerId)?.hasOnlineDirectory(directory) === true;
  }

  /** Where a new replica on the broker goes, as far as the controller knows. Source: KRaftClusterDescriber.defaultDir. */
  defaultDirectory(brokerId: number): string {
    if (!supportsDirectoryAssignment(this.features.metadataVersion)) return migratingDirectory;
    return this.registrations.get(brokerId)?.defaultDirectory ?? unassignedDirectory;
  }

  /** Refuses what comes from a life of the broker that is over. Null when the epoch is the current one. */
  checkBrokerEpoch(brokerId: number, brokerEpoch: number): Refusal | null {
    const registration = this.registrations.get(brokerId);
    if (registration === undefined) {
      return refused(errors.STALE_BROKER_EPOCH, `No broker registration found for broker id ${String(brokerId)}`);
    }
    if (registration.epoch === brokerEpoch) return null;
    const epochs = `Expected broker epoch ${String(registration.epoch)}, but got broker epoch ${String(brokerEpoch)}`;
    return refused(errors.STALE_BROKER_EPOCH, epochs);
  }

  /** Brokers that may be given new replicas. */
  usableBrokers(): readonly UsableBroker[] {
    return this.heartbeats.usableBrokers().flatMap(({ id, fenced }) => {
      const registration = this.registrations.get(id);
      return registration?.hasUncordonedDirectories === true ? [{ id, rack: registration.rack, fenced }] : [];
    });
  }

  replayRegister(record: RecordFields['RegisterBrokerRecord'], offset: number): void {
    this.touch();
    const { brokerId } = record;
    const before = this.registrations.get(brokerId);
    const registration = BrokerRegistration.fromRecord(record);
    this.registerRecordOffsets.set(brokerId, offset);
    this.registrations.set(brokerId, registration);
    this.updateDirectories(brokerId, before?.directories ?? [], registration.directories);
    if (!this.heartbeats.isActive) return;
    if (before !== undefined) this.heartbeats.remove(brokerId);
    this.heartbeats.register(brokerId, registration.fenced);
  }

  replayUnregister({ brokerId, brokerEpoch }: RecordFields['UnregisterBrokerRecord']): void {
    this.touch();
    const before = this.registrations.get(brokerId);
    assert(before?.epoch === brokerEpoch, 'a broker that is unregistered was registered at that epoch');
    this.registerRecordOffsets.delete(brokerId);
    this.registrations.delete(brokerId);
    this.updateDirectories(brokerId, before.directories, []);
    if (this.heartbeats.isActive) this.heartbeats.remove(brokerId);
  }

  replayChange(change: RecordFields['BrokerRegistrationChangeRecord']): void {
    this.touch();
    const { brokerId } = change;
    const before = this.registrations.get(brokerId);
    assert(before?.epoch === change.brokerEpoch, 'a registration that changes exists at that epoch');
    const after = before.merge(change);
    this.registrations.set(brokerId, after);
    this.updateDirectories(brokerId, before.directories, after.directories);
    if (this.heartbeats.isActive) this.heartbeats.register(brokerId, after.fenced);
  }

  private updateDirectories(brokerId: number, before: readonly string[], after: readonly string[]): void {
    for (const directory of before) this.directoryToBroker.delete(directory);
    for (const directory of after) this.directoryToBroker.set(directory, brokerId);
  }
}
