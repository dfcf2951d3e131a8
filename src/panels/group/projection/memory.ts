import {
  membershipLost,
  memberJoined,
  partitionsAssigned,
  partitionsLost,
  partitionsRevoked,
} from '../../../engine/kafka/clients/consumer/events.ts';
import {
  generationStarted,
  groupEmptied,
  groupMemberExpired,
  groupMemberJoined,
  groupMemberLeft,
  groupMemberTooLate,
  groupStable,
  rebalanceStarted,
  targetAssigned,
} from '../../../engine/kafka/coordinator/service/events.ts';
import { commandGiven, messageSent, powerLost, processCrashed, processPaused, processResumed } from '../../../engine/kernel/events.ts';
import type { EventSpec } from '../../../engine/kernel/event.ts';
import { TraceFeed } from '../../../engine/kernel/trace-feed.ts';
import type { TraceKeeper } from '../../../engine/kernel/trace-feed.ts';
import type { Trace, TraceGlance } from '../../../engine/kernel/trace.ts';
import type { NodeId } from '../../../engine/kernel/units.ts';
import type { PhaseRow } from '../rows.ts';

interface Remembered {
  readonly id: number;
  readonly micros: number;
}

/** What became of the partitions of a client: it got some, gave some up, or they went with its process. */
export interface Holding extends Remembered {
  readonly node: NodeId;
  readonly kind: 'assigned' | 'revoked' | 'lost' | 'ended' | 'paused' | 'resumed';
  readonly partitions: readonly string[];
}

/** A group came into another state. */
export interface Turn extends Remembered {
  readonly group: string;
  readonly kind: PhaseRow['kind'];
  readonly generation: number;
  readonly memberCount: number;
}

/** Somebody came into a group or went out of it. */
export interface Change extends Remembered {
  readonly group: string;
  readonly kind: 'joined' | 'left' | 'expired' | 'too-late';
  readonly member: string;
}

/** A client was let into a generation. */
export interface Entry extends Remembered {
  readonly node: NodeId;
  readonly generation: number;
  readonly member: string;
}

/** A request of a client to its coordinator. */
export interface Ask extends Remembered {
  readonly node: NodeId;
  readonly api: string;
}

const turns: ReadonlyMap<EventSpec, PhaseRow['kind']> = new Map<EventSpec, PhaseRow['kind']>([
  [rebalanceStarted, 'preparing'],
  [generationStarted, 'completing'],
  [groupStable, 'stable'],
  [groupEmptied, 'empty'],
  [targetAssigned, 'epoch'],
]);

const changes: ReadonlyMap<EventSpec, Change['kind']> = new Map<EventSpec, Change['kind']>([
  [groupMemberJoined, 'joined'],
  [groupMemberLeft, 'left'],
  [groupMemberExpired, 'expired'],
  [groupMemberTooLate, 'too-late'],
]);

const holdings: ReadonlyMap<string, Holding['kind']> = new Map([
  [partitionsAssigned.name, 'assigned'],
  [partitionsRevoked.name, 'revoked'],
  [partitionsLost.name, 'lost'],
  [processCrashed.name, 'ended'],
  [powerLost.name, 'ended'],
  ['clientRemoved', 'ended'],
  [processPaused.name, 'paused'],
  [processResumed.name, 'resumed'],
]);

const groupApis: ReadonlySet<string> = new Set(['JoinGroup', 'SyncGroup', 'Heartbeat', 'LeaveGroup', 'ConsumerGroupHeartbeat']);
const keptAsks = 40_000;

/** Membership as it came about, event by event: read once, in order. Clients have node numbers; what they are called is asked later. */
export class GroupMemory implements TraceKeeper {
  holdings: Holding[] = [];
  turns: Turn[] = [];
  changes: Change[] = [];
  entries: Entry[] = [];
  asks: Ask[] = [];
  private readonly nodes = new Map<string, NodeId>();
  private readonly nameOf: (interned: number) => string;
  private readonly feed: TraceFeed;

  constructor(trace: Trace, nameOf: (interned: number) => string) {
    this.nameOf = nameOf;
    this.feed = new TraceFeed(trace, this);
  }

  read(): void {
    this.feed.read();
    if (this.asks.length > keptAsks * 1.5) this.asks = this.asks.slice(-keptAsks);
  }

  take(glance: TraceGlance): void {
    const { spec, id, micros, node, args } = glance;
    if (spec === messageSent) return this.takeAsk(glance);
    const turn = turns.get(spec);
    const text = (at: number): string => this.nameOf(args[at] ?? 0);
    if (turn !== undefined) {
      const memberCount = spec === groupEmptied ? 0 : (args[2] ?? 0);
      this.turns.push({ id, micros, group: text(0), kind: turn, generation: args[1] ?? -1, memberCount });
      return;
    }
    const change = changes.get(spec);
    if (change !== undefined) this.changes.push({ id, micros, group: text(0), kind: change, member: text(1) });
    else if (spec === memberJoined) this.entries.push({ id, micros, node, member: text(0), generation: args[1] ?? -1 });
    else if (spec === membershipLost) this.entries.push({ id, micros, node, member: '', generation: -1 });
    else if (spec.name === 'clientAdded') this.nodes.set(text(0), node);
    else if (spec === commandGiven) this.takeCommand(glance);
    else this.takeHolding(glance);
  }

  forgetFrom(id: number): void {
    const isBefore = (item: Remembered): boolean => item.id < id;
    this.holdings = this.holdings.filter(isBefore);
    this.turns = this.turns.filter(isBefore);
    this.changes = this.changes.filter(isBefore);
    this.entries = this.entries.filter(isBefore);
    this.asks = this.asks.filter(isBefore);
  }

  private takeHolding({ spec, id, micros, node, args }: TraceGlance): void {
    const kind = holdings.get(spec.name);
    if (kind === undefined) return;
    const isList = kind === 'assigned' || kind === 'revoked' || kind === 'lost';
    this.holdings.push({ id, micros, node, kind, partitions: isList ? this.nameOf(args[0] ?? 0).split(', ') : [] });
  }

  /** A client reads its configuration once: another one is another program, and what the first had is gone without a word. */
  private takeCommand({ id, micros, args }: TraceGlance): void {
    if (this.nameOf(args[0] ?? 0) !== 'configure-client') return;
    const node = this.nodes.get(this.nameOf(args[1] ?? 0));
    if (node !== undefined) this.holdings.push({ id, micros, node, kind: 'ended', partitions: [] });
  }

  private takeAsk({ id, micros, node, args }: TraceGlance): void {
    if (args[2] !== 1) return;
    const api = this.nameOf(args[1] ?? 0);
    if (groupApis.has(api)) this.asks.push({ id, micros, node, api });
  }
}
