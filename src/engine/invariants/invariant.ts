import type { Partition } from '../kafka/broker/partition.ts';
import type { RecordBatch } from '../kafka/log/record-batch.ts';
import type { BrokerRegistration } from '../kafka/metadata/broker-registration.ts';
import type { PartitionRegistration } from '../kafka/metadata/partition-registration.ts';
import type { EventId, Micros, NodeId } from '../kernel/units.ts';
import type { PartitionView } from './partition-view.ts';
import type { ReplicaView } from './replica-view.ts';

/** The numbers that our list of Kafka's promises gives them. */
export type InvariantId =
  | 'I1'
  | 'I2'
  | 'I3'
  | 'I4'
  | 'I5'
  | 'I6'
  | 'I7'
  | 'I8'
  | 'I9'
  | 'I10'
  | 'I11'
  | 'I12'
  | 'I13'
  | 'I14'
  | 'I15'
  | 'I16'
  | 'I17'
  | 'I18'
  | 'I19'
  | 'I20'
  | 'I21'
  | 'I22'
  | 'I23'
  | 'I24'
  | 'I27'
  | 'I28'
  | 'I31'
  | 'I32';

/** Numbers and names that say where and how a promise was broken. */
export type ViolationParams = Readonly<Record<string, string | number>>;

/** A promise that was broken. */
export interface Violation {
  readonly id: InvariantId;
  /** Which sentence of the texts says what is wrong; `params` fill it. */
  readonly params: ViolationParams;
  /** The last event before it was seen, and when. */
  readonly event: EventId;
  readonly micros: Micros;
}

/** Reports a violation of the invariant that is being checked. */
export type Say = (params: ViolationParams) => void;

/**
 * When Kafka promises it. `always`: whatever happens. `committed-kept`: unless an unclean election took place, or more disks lost their
 * end than ELR makes up for.
 */
export type HoldsWhen = 'always' | 'committed-kept';

/** A partition's record in the controller's log was changed. */
export interface RegistrationChange {
  readonly name: string;
  /** Null when the partition is new. */
  readonly before: PartitionRegistration | null;
  readonly after: PartitionRegistration;
  /** How many records changed it since `before`. */
  readonly recordCount: number;
  /** How many records emptied the ELR of topics since `before`; each may have changed it once more. */
  readonly clearedElrCount: number;
}

/** A broker's registration in the controller's log was changed. */
export interface BrokerChange {
  readonly broker: NodeId;
  readonly before: BrokerRegistration | null;
  readonly after: BrokerRegistration;
  /** The largest broker epoch that any incarnation had before. */
  readonly epochMax: number;
}

/** What the controller's log says now, as far as its own shape is concerned. */
export interface ControllerState {
  readonly name: string;
  readonly registration: PartitionRegistration;
  readonly effectiveMinIsr: number;
  readonly isElrEnabled: boolean;
  broker(id: NodeId): BrokerRegistration | undefined;
}

/** A leader told a producer that its records are safe (acks=all). */
export interface Acknowledgement {
  readonly view: PartitionView;
  readonly leader: ReplicaView;
  readonly partition: Partition;
  /** The first offset that was not acknowledged with it. */
  readonly endOffset: number;
}

/** A leader refused a produce for want of replicas. */
export interface Refusal {
  readonly view: PartitionView;
  readonly broker: NodeId;
  /** The leader wrote records of this very request all the same. */
  readonly wasWritten: boolean;
}

/** Records on their way to a consumer. */
export interface ServedRead {
  readonly name: string;
  readonly broker: NodeId;
  readonly batch: RecordBatch;
  /** Below it a consumer may read: the high watermark, or the last stable offset. */
  readonly boundOffset: number;
}

/** A leader's high watermark rose. */
export interface HighWatermarkAdvance {
  readonly partition: Partition;
  readonly broker: NodeId;
  readonly previousHighWatermark: number;
  readonly highWatermark: number;
}

/** A batch became committed. */
export interface CommittedBatch {
  readonly view: PartitionView;
  readonly batch: RecordBatch;
}

/** A message that ought not to be on its way together with another one. */
export interface WireFault {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly api: string;
  readonly kind: 'second request' | 'answer out of order';
}

/** A promise of Kafka, and how to see that it is broken. Each hook looks at one kind of thing that has just happened. */
export interface Invariant {
  readonly id: InvariantId;
  readonly promised: HoldsWhen;
  /** The Kafka class, KIP or formal model that it comes from. */
  readonly source: string;
  /** A replica's log, marks or role differ from what was seen before; also every replica, with itself as before, on demand. */
  readonly replica?: (replica: ReplicaView, view: PartitionView, say: Say) => void;
  /** Something about a partition changed: all its replicas together. */
  readonly partition?: (view: PartitionView, say: Say) => void;
  readonly registration?: (change: RegistrationChange, say: Say) => void;
  readonly controller?: (state: ControllerState, say: Say) => void;
  readonly broker?: (change: BrokerChange, say: Say) => void;
  readonly acknowledged?: (ack: Acknowledgement, say: Say) => void;
  readonly refused?: (refusal: Refusal, say: Say) => void;
  readonly served?: (read: ServedRead, say: Say) => void;
  readonly advanced?: (advance: HighWatermarkAdvance, say: Say) => void;
  readonly committed?: (committed: CommittedBatch, say: Say) => void;
  readonly wire?: (fault: WireFault, say: Say) => void;
}

/** What an invariant can be asked about. */
export type Hook = Exclude<keyof Invariant, 'id' | 'promised' | 'source'>;
