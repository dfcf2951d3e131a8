import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import { errors } from '../../errors.ts';
import { javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';
import type { EmbeddedProtocol, Payload } from '../embedded-protocol.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import { JavaHashMap } from '../runtime/java-hash-map.ts';
import { ClassicGroupMember } from './classic-group-member.ts';
import type { MemberProtocol } from './classic-group-member.ts';

/** Source: ClassicGroupState. */
export type ClassicGroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

const validPreviousStates: Readonly<Record<ClassicGroupState, readonly ClassicGroupState[]>> = {
  Empty: ['PreparingRebalance'],
  PreparingRebalance: ['Stable', 'CompletingRebalance', 'Empty'],
  CompletingRebalance: ['PreparingRebalance'],
  Stable: ['CompletingRebalance'],
  Dead: ['Stable', 'PreparingRebalance', 'CompletingRebalance', 'Empty', 'Dead'],
};

/** The protocol type of consumers. */
export const consumerProtocolType = 'consumer';

/** What a group is made of when it is loaded or converted. */
export interface ClassicGroupFields {
  readonly groupId: string;
  readonly slot: number;
  readonly state: ClassicGroupState;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leaderId: string | null;
  readonly currentStateTimestamp: number | null;
}

/**
 * A group of the classic protocol: its members, its state machine, and who waits for which answer. Only in memory; what survives a failover
 * is its GROUP_METADATA record. Source: ClassicGroup.
 */
export class ClassicGroup extends State {
  readonly groupId: string;
  /** Names this very group for actions that come later, when another may bear its id. */
  readonly slot: number;
  state: ClassicGroupState;
  previousState: ClassicGroupState = 'Dead';
  currentStateTimestamp: number | null;
  protocolType: string | null;
  protocolName: string | null;
  generationId: number;
  leaderId: string | null;
  readonly members = new JavaHashMap<ClassicGroupMember>();
  readonly staticMembers = new JavaHashMap<string>();
  readonly pendingJoinMembers = new JavaHashMap<boolean>();
  readonly pendingSyncMembers = new JavaHashMap<boolean>();
  private readonly supportedProtocols = new JavaHashMap<number>();
  /** null: not known. */
  subscribedTopics: ReadonlySet<string> | null = null;
  newMemberAdded = false;

  constructor(fields: ClassicGroupFields) {
    super();
    this.groupId = fields.groupId;
    this.slot = fields.slot;
    this.state = fields.state;
    this.generationId = fields.generationId;
    this.protocolType = fields.protocolType;
    this.protocolName = fields.protocolName;
    this.leaderId = fields.leaderId;
    this.currentStateTimestamp = fields.currentStateTimestamp;
  }

  get isEmpty(): boolean {
    return this.state === 'Empty';
  }

  get usesConsumerProtocol(): boolean {
    return this.protocolType === consumerProtocolType;
  }

  isInState(...states: readonly ClassicGroupState[]): boolean {
    return states.includes(this.state);
  }

  isLeader(memberId: string): boolean {
    return this.leaderId === memberId;
  }

  get canRebalance(): boolean {
    return validPreviousStates.PreparingRebalance.includes(this.state);
  }

  get awaitingJoinCount(): number {
    let count = 0;
    for (const member of this.members.unordered()) if (member.awaitingJoin !== null) count += 1;
    return count;
  }

  get hasAllMembersJoined(): boolean {
    return this.members.size === this.awaitingJoinCount && this.pendingJoinMembers.size === 0;
  }

  /** The longest of the members' rebalance timeouts. */
  get rebalanceTimeoutMs(): number {
    let longest = 0;
    for (const member of this.members.unordered()) longest = Math.max(longest, member.rebalanceTimeoutMs);
    return longest;
  }

  transitionTo(state: ClassicGroupState, nowMillis: number): void {
    assert(validPreviousStates[state].includes(this.state), `a classic group goes from ${this.state} to ${state}`);
    this.previousState = this.state;
    this.state = state;
    this.currentStateTimestamp = nowMillis;
  }

  add(member: ClassicGroupMember, awaitingJoin: number | null): void {
    if (member.groupInstanceId !== null) this.staticMembers.set(member.groupInstanceId, member.memberId);
    if (this.members.size === 0) this.protocolType = member.protocolType;
    this.leaderId ??= member.memberId;
    this.members.set(member.memberId, member);
    this.countProtocols(member.supportedProtocols, 1);
    member.awaitingJoin = awaitingJoin;
    this.pendingJoinMembers.delete(member.memberId);
  }

  remove(memberId: string): void {
    const removed = this.members.get(memberId);
    if (removed !== undefined) {
      this.members.delete(memberId);
      this.countProtocols(removed.supportedProtocols, -1);
      if (removed.groupInstanceId !== null) this.staticMembers.delete(removed.groupInstanceId);
    }
    // The next leader is whoever comes first in the map, so the hash order of member ids decides.
    if (this.isLeader(memberId)) this.leaderId = this.members.keys()[0] ?? null;
    this.pendingJoinMembers.delete(memberId);
    this.pendingSyncMembers.delete(memberId);
  }

  /** When the leader has not rejoined, the first member that has takes its place. False: nobody has. */
  maybeElectNewJoinedLeader(): boolean {
    if (this.leaderId === null) return false;
    const leader = this.members.get(this.leaderId);
    if (leader !== undefined && leader.awaitingJoin !== null) return true;
    const joined = this.members.values().find((member) => member.awaitingJoin !== null);
    if (joined === undefined) return false;
    this.leaderId = joined.memberId;
    return true;
  }

  /** Puts a new member id in the place of a static member's old one; the caller answers what the old one waits for. */
  replaceStaticMember(groupInstanceId: string, old: ClassicGroupMember, newMemberId: string): ClassicGroupMember {
    this.members.delete(old.memberId);
    const member = new ClassicGroupMember({
      memberId: newMemberId,
      groupInstanceId: old.groupInstanceId,
      clientId: old.clientId,
      clientHost: old.clientHost,
      rebalanceTimeoutMs: old.rebalanceTimeoutMs,
      sessionTimeoutMs: old.sessionTimeoutMs,
      protocolType: old.protocolType,
      supportedProtocols: old.supportedProtocols,
      assignment: old.assignment,
    });
    this.members.set(newMemberId, member);
    if (this.isLeader(old.memberId)) this.leaderId = newMemberId;
    this.staticMembers.set(groupInstanceId, newMemberId);
    return member;
  }

  updateMember(
    member: ClassicGroupMember,
    update: { readonly protocols: readonly MemberProtocol[]; readonly rebalanceTimeoutMs: number; readonly sessionTimeoutMs: number },
    awaitingJoin: number | null,
  ): void {
    this.countProtocols(member.supportedProtocols, -1);
    member.supportedProtocols = update.protocols;
    this.countProtocols(member.supportedProtocols, 1);
    member.rebalanceTimeoutMs = update.rebalanceTimeoutMs;
    member.sessionTimeoutMs = update.sessionTimeoutMs;
    member.awaitingJoin = awaitingJoin;
  }

  /** null: the member is who it says. */
  validateMember(memberId: string, groupInstanceId: string | null): ApiFailure | null {
    if (groupInstanceId !== null) {
      const existing = this.staticMembers.get(groupInstanceId);
      if (existing === undefined) return failure(errors.UNKNOWN_MEMBER_ID);
      if (existing !== memberId) return failure(errors.FENCED_INSTANCE_ID);
    }
    return this.members.has(memberId) ? null : failure(errors.UNKNOWN_MEMBER_ID);
  }

  /** Whether a member of this type and with these protocols could be one of the group. */
  supportsProtocols(protocolType: string, protocols: readonly MemberProtocol[]): boolean {
    if (this.isEmpty) return protocolType !== '' && protocols.length > 0;
    return (
      this.protocolType === protocolType && protocols.some(({ name }) => (this.supportedProtocols.get(name) ?? 0) === this.members.size)
    );
  }

  /** The protocol with most votes among those that all members support. */
  selectProtocol(): string | null {
    const candidates = new Set(this.supportedProtocols.keys().filter((name) => this.supportedProtocols.get(name) === this.members.size));
    const votes = new Map<string, number>();
    for (const member of this.members.values()) {
      const name = member.vote(candidates);
      if (name !== undefined) votes.set(name, (votes.get(name) ?? 0) + 1);
    }
    let selected: string | null = null;
    for (const name of javaHashMapOrder([...votes.keys()], javaStringHash)) {
      if (selected === null || (votes.get(name) ?? 0) > (votes.get(selected) ?? 0)) selected = name;
    }
    return selected;
  }

  initNextGeneration(nowMillis: number, embedded: EmbeddedProtocol): void {
    this.generationId += 1;
    const isEmpty = this.members.size === 0;
    this.protocolName = isEmpty ? null : this.selectProtocol();
    this.subscribedTopics = this.computeSubscribedTopics(embedded);
    this.transitionTo(isEmpty ? 'Empty' : 'CompletingRebalance', nowMillis);
    this.pendingSyncMembers.clear();
  }

  /** null: the group is not one of consumers, or a member's subscription cannot be read. */
  computeSubscribedTopics(embedded: EmbeddedProtocol): ReadonlySet<string> | null {
    if (!this.usesConsumerProtocol) return null;
    if (this.members.size === 0) return new Set();
    if (this.protocolName === null) return null;
    const topics = new Set<string>();
    for (const member of this.members.values()) {
      const subscription = embedded.readSubscription(member.metadata(this.protocolName));
      if (subscription === null) return null;
      for (const topic of subscription.topics) topics.add(topic);
    }
    return topics;
  }

  isSubscribedToTopic(topic: string): boolean {
    return this.subscribedTopics === null ? this.usesConsumerProtocol : this.subscribedTopics.has(topic);
  }

  /** The members with their metadata, as the leader gets them. */
  joinedMembers(): readonly { readonly memberId: string; readonly groupInstanceId: string | null; readonly metadata: Payload }[] {
    return this.members.values().map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      metadata: member.metadata(this.protocolName),
    }));
  }

  private countProtocols(protocols: readonly MemberProtocol[], change: number): void {
    for (const { name } of protocols) this.supportedProtocols.set(name, (this.supportedProtocols.get(name) ?? 0) + change);
  }
}
