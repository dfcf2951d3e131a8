import { State } from '../../../../kernel/state.ts';
import { assert } from '../../../../kernel/units.ts';
import { Uuid } from '../../../util/uuid.ts';
import type { ClientEnvironment } from '../../common/client-environment.ts';
import { isSameAssignment, noAssignment, updatedAssignment } from './local-assignment.ts';
import type { LocalAssignment, PartitionsById } from './local-assignment.ts';

/** Where a member of the consumer protocol stands. Source: MemberState. */
export type MembershipState =
  'UNSUBSCRIBED' | 'JOINING' | 'RECONCILING' | 'ACKNOWLEDGING' | 'STABLE' | 'FENCED' | 'PREPARE_LEAVING' | 'LEAVING' | 'FATAL' | 'STALE';

const previousStates: Readonly<Record<MembershipState, readonly MembershipState[]>> = {
  STABLE: ['JOINING', 'ACKNOWLEDGING', 'RECONCILING'],
  RECONCILING: ['STABLE', 'JOINING', 'ACKNOWLEDGING', 'RECONCILING'],
  ACKNOWLEDGING: ['RECONCILING'],
  FATAL: ['JOINING', 'STABLE', 'RECONCILING', 'ACKNOWLEDGING', 'PREPARE_LEAVING', 'LEAVING', 'UNSUBSCRIBED'],
  FENCED: ['JOINING', 'STABLE', 'RECONCILING', 'ACKNOWLEDGING', 'PREPARE_LEAVING', 'LEAVING'],
  JOINING: ['FENCED', 'UNSUBSCRIBED', 'STALE'],
  PREPARE_LEAVING: ['JOINING', 'STABLE', 'RECONCILING', 'ACKNOWLEDGING', 'UNSUBSCRIBED'],
  LEAVING: ['PREPARE_LEAVING'],
  UNSUBSCRIBED: ['PREPARE_LEAVING', 'LEAVING', 'FENCED'],
  STALE: ['LEAVING'],
};

const joinGroupEpoch = 0;
const leaveGroupEpoch = -1;
const leaveGroupStaticEpoch = -2;

/** A member's id, epoch and state, what it has and what it is to have. Source: AbstractMembershipManager, ConsumerMembershipManager. */
export class ConsumerMembership extends State {
  /** Made by the client itself, once for its life (KIP-1082). */
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  state: MembershipState = 'UNSUBSCRIBED';
  memberEpoch = joinGroupEpoch;
  current: LocalAssignment = noAssignment;
  target: LocalAssignment = noAssignment;
  /** The last leave was because poll() was not called for too long: the member comes back with the next poll(). */
  isPollTimerExpired = false;

  constructor(groupInstanceId: string | null, environment: ClientEnvironment) {
    super();
    this.groupInstanceId = groupInstanceId;
    this.memberId = randomUuid(environment);
  }

  get isNotInGroup(): boolean {
    return this.state === 'UNSUBSCRIBED' || this.state === 'FENCED' || this.state === 'FATAL' || this.state === 'STALE';
  }

  get isLeavingGroup(): boolean {
    return this.state === 'PREPARE_LEAVING' || this.state === 'LEAVING';
  }

  /** Whether to send nothing, however long ago the last heartbeat was. */
  get shouldSkipHeartbeat(): boolean {
    return this.isNotInGroup;
  }

  /** Whether to send one without waiting for the interval. */
  get shouldHeartbeatNow(): boolean {
    return this.state === 'ACKNOWLEDGING' || this.state === 'LEAVING' || this.state === 'JOINING';
  }

  get isTargetReconciled(): boolean {
    return isSameAssignment(this.current, this.target);
  }

  transitionTo(next: MembershipState): void {
    assert(next === this.state || previousStates[next].includes(this.state), `a member goes from ${this.state} to ${next}`);
    this.state = next;
  }

  /** The broker said what the member is to have. */
  onAssignmentReceived(partitions: PartitionsById): void {
    this.target = updatedAssignment(this.target, partitions);
    if (!this.isTargetReconciled) this.transitionTo('RECONCILING');
    else if (this.state === 'RECONCILING' || this.state === 'JOINING') this.transitionTo('STABLE');
  }

  /** Whether the member may take an assignment in its state. */
  get canHandleNewAssignment(): boolean {
    return previousStates.RECONCILING.includes(this.state);
  }

  /** Joins, or joins again, with the next heartbeat. */
  transitionToJoining(): void {
    if (this.state === 'FATAL') return;
    this.memberEpoch = joinGroupEpoch;
    this.transitionTo('JOINING');
    this.target = noAssignment;
  }

  /** The next heartbeat says farewell. */
  transitionToSendingLeaveGroup(isPollTimerExpired: boolean): void {
    if (this.state === 'FATAL' || this.state === 'UNSUBSCRIBED') return;
    if (isPollTimerExpired) this.transitionTo('PREPARE_LEAVING');
    this.isPollTimerExpired = isPollTimerExpired;
    this.memberEpoch = this.groupInstanceId === null ? leaveGroupEpoch : leaveGroupStaticEpoch;
    this.current = noAssignment;
    this.transitionTo('LEAVING');
  }

  /** A heartbeat was made: an acknowledgement is given with it, and a farewell is not repeated. */
  onHeartbeatRequestGenerated(): void {
    if (this.state === 'ACKNOWLEDGING') this.transitionTo(this.isTargetReconciled ? 'STABLE' : 'RECONCILING');
    else if (this.state === 'LEAVING') this.transitionTo(this.isPollTimerExpired ? 'STALE' : 'UNSUBSCRIBED');
  }

  /** The broker does not know the member any more, or not in this epoch. False: it was leaving anyway. */
  transitionToFenced(): boolean {
    if (this.state === 'PREPARE_LEAVING' || this.state === 'LEAVING') {
      if (this.state === 'PREPARE_LEAVING') this.transitionToSendingLeaveGroup(false);
      this.transitionTo('UNSUBSCRIBED');
      return false;
    }
    if (this.isNotInGroup) return false;
    this.transitionTo('FENCED');
    this.memberEpoch = joinGroupEpoch;
    return true;
  }

  /** Nothing is assigned any more. */
  clearAssignment(): void {
    this.current = noAssignment;
    this.target = noAssignment;
  }
}

/** A Uuid as Kafka's own draws them: never one whose text begins with a dash. Source: Uuid.randomUuid. */
function randomUuid(environment: ClientEnvironment): string {
  for (;;) {
    const part = (): bigint => BigInt(environment.below(4294967296));
    const uuid = new Uuid((part() << 32n) | part(), (part() << 32n) | part());
    if (!uuid.text.startsWith('-')) return uuid.text;
  }
}
