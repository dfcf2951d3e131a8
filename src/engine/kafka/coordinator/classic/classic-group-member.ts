import { State } from '../../../kernel/state.ts';
import type { EmbeddedProtocol, Payload } from '../embedded-protocol.ts';

/** One protocol that a member can speak, and what it says in it. */
export interface MemberProtocol {
  readonly name: string;
  readonly metadata: Payload;
}

/** What a member is made of. */
export interface ClassicMemberFields {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly protocolType: string;
  readonly supportedProtocols: readonly MemberProtocol[];
  readonly assignment: Payload;
}

/** A member of a classic group. Source: ClassicGroupMember. */
export class ClassicGroupMember extends State {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly protocolType: string;
  rebalanceTimeoutMs: number;
  sessionTimeoutMs: number;
  supportedProtocols: readonly MemberProtocol[];
  assignment: Payload;
  /** The JoinGroup request that waits for its answer. */
  awaitingJoin: number | null = null;
  /** The SyncGroup request that waits for its answer. */
  awaitingSync: number | null = null;
  isNew = false;

  constructor(fields: ClassicMemberFields) {
    super();
    this.memberId = fields.memberId;
    this.groupInstanceId = fields.groupInstanceId;
    this.clientId = fields.clientId;
    this.clientHost = fields.clientHost;
    this.protocolType = fields.protocolType;
    this.rebalanceTimeoutMs = fields.rebalanceTimeoutMs;
    this.sessionTimeoutMs = fields.sessionTimeoutMs;
    this.supportedProtocols = fields.supportedProtocols;
    this.assignment = fields.assignment;
  }

  /** A member that waits for the coordinator need not send heartbeats, except a new one: its client may be gone. */
  get hasSatisfiedHeartbeat(): boolean {
    return !this.isNew && (this.awaitingJoin !== null || this.awaitingSync !== null);
  }

  /** What the member says in a protocol; undefined when it does not speak it. */
  metadata(protocolName: string | null): Payload {
    return this.supportedProtocols.find((protocol) => protocol.name === protocolName)?.metadata;
  }

  /** Whether these protocols are the ones it announced, in order and word for word. */
  matches(protocols: readonly MemberProtocol[], embedded: EmbeddedProtocol): boolean {
    return (
      protocols.length === this.supportedProtocols.length &&
      this.supportedProtocols.every((known, index) => {
        const other = protocols[index];
        return other !== undefined && other.name === known.name && embedded.isEqual(other.metadata, known.metadata);
      })
    );
  }

  /** The first of its protocols that is a candidate. */
  vote(candidates: ReadonlySet<string>): string | undefined {
    return this.supportedProtocols.find((protocol) => candidates.has(protocol.name))?.name;
  }
}
