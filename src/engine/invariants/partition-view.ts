import type { PartitionRegistration } from '../kafka/metadata/partition-registration.ts';
import type { RecordBatch } from '../kafka/log/record-batch.ts';
import type { Micros, NodeId } from '../kernel/units.ts';
import { RecordHistory } from './record-history.ts';
import type { ReplicaView } from './replica-view.ts';

/** A batch as some log first held it: where an epoch wrote it, and what stood before it. */
interface FirstSight {
  readonly batch: RecordBatch;
  readonly previous: RecordBatch | null;
}

/** The newest batch of a producer that was committed. */
export interface CommittedSequence {
  readonly producerEpoch: number;
  readonly lastSequence: number;
  readonly committedMicros: Micros;
}

/** Who is known to run, for invariants that speak of running brokers only. */
export interface Liveness {
  /** The broker runs, and the controller knows this incarnation of it: its logs are loaded, and what it lost is accounted for. */
  isRunning(broker: NodeId): boolean;
}

/**
 * All that is remembered of a partition beside the cluster, and never readable by it: what was committed, acknowledged and read; who led in
 * which epoch; what each epoch wrote.
 */
export class PartitionView {
  readonly name: string;
  readonly topicId: string;
  readonly replicas = new Map<NodeId, ReplicaView>();
  /** What the controller's log says. */
  registration: PartitionRegistration;
  /** The largest high watermark of any leader that was the controller's leader at that moment. */
  trueHighWatermark = 0;
  readonly committed = new RecordHistory();
  readonly acknowledged = new RecordHistory();
  readonly read = new RecordHistory();
  /** By leader epoch. */
  readonly leaders = new Map<number, NodeId>();
  /** Every batch that was ever in a log, by offset and epoch in one number. */
  readonly firstSights = new Map<number, FirstSight>();
  /** By producer id. */
  readonly sequences = new Map<number, CommittedSequence>();
  /** Committed records may be gone: an unclean election was allowed, or too many disks lost their end. */
  isTainted = false;
  /** An administrator asked for an unclean election. */
  isUncleanElectionAsked = false;
  /** A change of the configuration has emptied its ELR. */
  isElrForgotten = false;
  /** The smallest min.insync.replicas, as it counts, that this partition ever had. */
  effectiveMinIsrLowest = Infinity;
  /** Brokers that came back without a clean stop, and those that lost records by it. */
  uncleanStops = 0;
  lossyStops = 0;
  /** Members of the ISR whom the leader did not wait for: see noteUncounted. */
  readonly uncounted = new Set<NodeId>();
  private readonly liveness: Liveness;

  constructor(name: string, topicId: string, registration: PartitionRegistration, liveness: Liveness) {
    this.name = name;
    this.topicId = topicId;
    this.registration = registration;
    this.liveness = liveness;
  }

  isRunning(broker: NodeId): boolean {
    return this.liveness.isRunning(broker);
  }

  /** The replica that the controller's log names as leader, if it believes so too. */
  get currentLeader(): ReplicaView | null {
    const { leader, leaderEpoch } = this.registration;
    const replica = this.replicas.get(leader);
    return replica?.now.isLeader === true && replica.now.leaderEpoch === leaderEpoch ? replica : null;
  }

  /** The first offset below the true high watermark that the replica does not have as it was committed; -1 when it has all. */
  lacksCommittedAt(replica: ReplicaView, toOffset = this.trueHighWatermark): number {
    const missing = this.committed.missingAt(replica.broker, replica.log, Math.min(toOffset, this.committed.endOffset));
    if (missing >= 0) return missing;
    return replica.log.logEndOffset < toOffset ? replica.log.logEndOffset : -1;
  }
}
