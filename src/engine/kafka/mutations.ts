import { Shared } from '../kernel/state.ts';

/**
 * A deliberate mistake in the engine, by the number that our list of them gives it: each breaks one known promise of Kafka, so that a
 * test can see whether the invariants notice. None of them can be chosen from a scenario.
 */
export type MutationId =
  /** A new follower truncates to its high watermark (Kafka up to 0.10.2). */
  | 'M1'
  /** A replica may join the ISR below the start of the leader's epoch (Kafka before 1.1). */
  | 'M2'
  /** The high watermark waits for the committed ISR only, not for the member that is about to join. */
  | 'M3'
  /** The high watermark stops waiting for a member as soon as its removal was asked for. */
  | 'M3b'
  /** The high watermark rises below min.insync.replicas too (Kafka up to 3.6). */
  | 'M9'
  /** The controller admits a replica to the ISR in whatever life it is (Kafka before KIP-903). */
  | 'M10'
  /** The controller admits a fenced replica to the ISR. */
  | 'M11'
  /** Consumers read up to the log end. */
  | 'M12'
  /** A new leader cuts its own log at its high watermark. */
  | 'M13'
  /** Fetches are served whatever leader epoch they name. */
  | 'M14'
  /** Another leader comes without another leader epoch. */
  | 'M15'
  /** A follower counts as having what was sent to it. */
  | 'M16'
  /** A fetch that diverges moves the follower's log end offset on the leader. */
  | 'M17'
  /** A broker acts on metadata that are not committed yet. */
  | 'M18'
  /** A leader remembers only the last batch of an idempotent producer, and takes what it has forgotten for new. */
  | 'M20'
  /** Retention deletes above the high watermark. */
  | 'M21'
  /** Recovery takes a corrupt batch out of the log and keeps what stands behind it. */
  | 'M22'
  /** A follower takes the leader's high watermark even above its own log end. */
  | 'M24'
  /** A broker that comes back goes on leading in the epochs of its last life. */
  | 'M25'
  /** A new leader believes what it knew of the followers from an earlier leadership. */
  | 'M26';

/** The mistakes that are switched on: none, but in tests of the invariants themselves. */
export class Mutations extends Shared {
  private readonly ids: ReadonlySet<MutationId>;

  constructor(ids: readonly MutationId[]) {
    super();
    this.ids = new Set(ids);
  }

  has(id: MutationId): boolean {
    // Asked on the hot path: the size is cheaper than a look-up.
    return this.ids.size !== 0 && this.ids.has(id);
  }
}

/** Kafka as it is. */
export const noMutations = new Mutations([]);
