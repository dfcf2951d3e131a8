import type { Names } from '../kernel/names.ts';
import type { Trace, TraceRow } from '../kernel/trace.ts';
import { noEvent } from '../kernel/units.ts';
import type { EventId, NodeId } from '../kernel/units.ts';

/** A decision of the controller about who leads. */
const isElection = (name: string): boolean =>
  name === 'leaderLost' || name === 'leaderReturned' || /^[a-z]+LeaderElected|^leaderElected/.test(name);

const known = (event: EventId, otherwise: () => EventId): EventId => (event === noEvent ? otherwise() : event);

/** How many events back a request is looked for. */
const longestWait = 50_000;

/**
 * What led to an event. The kernel records what was being handled, and where that is a message it is the cause. A timer says only when
 * somebody began to wait: what was waited for in vain, and what the metadata told, is looked for among the milestones before, which are
 * kept for ever. No node could say it (a controller cannot know why a broker is silent), and nothing that a node does depends on it.
 */
export class Causes {
  private readonly trace: Trace;
  private readonly names: Names;
  /** What the command that slows a disk is called in events, and how a node is. */
  private readonly slowDisk: number;
  private readonly targetOf: (node: NodeId) => number;
  private readonly fetch: number;
  /** Answers that tell a member which partitions are its own. */
  private readonly assigning: ReadonlySet<number>;

  constructor(trace: Trace, names: Names) {
    const nameOf = (text: string): number => names.intern(text);
    this.trace = trace;
    this.names = names;
    this.slowDisk = nameOf('slow-disk');
    this.fetch = nameOf('Fetch');
    this.assigning = new Set([nameOf('SyncGroup'), nameOf('ConsumerGroupHeartbeat')]);
    this.targetOf = (node) => nameOf(String(node));
  }

  /** The event that led to this one, noEvent where a chain begins. `isFact`: it is not what was being handled. */
  of(row: TraceRow): { readonly id: EventId; readonly isFact: boolean } {
    const fact = this.fact(row);
    if (fact !== noEvent) return { id: fact, isFact: true };
    if (row.because !== noEvent) return { id: row.because, isFact: true };
    return { id: row.trigger === noEvent ? this.startOf(row) : row.trigger, isFact: false };
  }

  private fact(row: TraceRow): EventId {
    const { spec, node, args } = row;
    const isOfPartition = (other: TraceRow): boolean => other.args['partition'] === args['partition'];
    switch (spec.name) {
      case 'messageSent':
        return this.repeats(row) ? this.startOf(row) : known(this.newsOf(row), () => this.requestOf(row));
      case 'becameLeader':
      case 'becameFollower':
      case 'becameLeaderless':
        return this.newest(
          row,
          (other) => isElection(other.spec.name) && isOfPartition(other) && other.args['leaderEpoch'] === args['leaderEpoch'],
        );
      case 'partitionsLost':
      case 'autoCommitFailed':
        return this.newsOfMember(row);
      case 'producerEpochBumped':
        return this.milestoneOfStep(row, () => true);
      case 'recordsLost':
        return this.milestoneOfStep(row, (other) => isOfPartition(other));
      case 'isrShrunk':
      case 'isrExpanded':
        return this.newest(
          row,
          (other) => other.spec.name === 'isrChanged' && isOfPartition(other) && other.args['partitionEpoch'] === args['partitionEpoch'],
        );
      case 'isrShrinkRequested':
      case 'isrShrinkRequestedNeverFetched':
        return this.silence(row, args['follower']!);
      case 'coordinatorLoading':
      case 'coordinatorLoaded': {
        const before = spec.name === 'coordinatorLoading' ? 'becameLeader' : 'coordinatorLoading';
        return this.newest(row, (other) => other.spec.name === before && other.node === node && isOfPartition(other));
      }
      case 'generationStarted':
      case 'groupStable': {
        const before = spec.name === 'groupStable' ? 'generationStarted' : 'rebalanceStarted';
        return this.newest(row, (other) => other.spec.name === before && other.args['group'] === args['group']);
      }
      case 'partitionsAssigned':
      case 'partitionsRevoked':
        return this.assignmentOf(row);
      case 'groupMemberExpired':
        return this.silence(row, this.nodeOfMember(row));
      case 'membershipLost':
      case 'consumerError':
        return this.removalOf(row);
      case 'logCleaned':
      case 'segmentsDeleted':
        return this.startOf(row);
      default:
        return this.arrivedWith(row) === 'message' ? noEvent : this.waitedFor(row);
    }
  }

  /** What a timer waited for in vain. */
  private waitedFor(row: TraceRow): EventId {
    const { spec, node, args } = row;
    if (spec.name === 'brokerFenced') return this.silence(row, args['broker']!);
    if (spec.name === 'batchExpired' || spec.name === 'sendFailed') {
      const led = this.newest(row, (other) => other.spec.name === 'becameLeader' && other.args['partition'] === args['partition']);
      const leader = this.trace.row(led)?.node;
      return leader === undefined ? noEvent : this.silence(row, leader);
    }
    if (isElection(spec.name) || spec.name === 'isrChanged' || spec.name === 'elrChanged') return this.fencedWith(row);
    const waitedSince = row.trigger === noEvent ? null : this.trace.row(row.trigger);
    if (waitedSince?.spec.name !== 'messageSent') return noEvent;
    return this.silence(row, waitedSince.node === node ? waitedSince.args['to']! : waitedSince.node);
  }

  /** Whether a message was being handled that had just arrived, or something that happens by itself. */
  private arrivedWith({ node, micros, trigger }: TraceRow): 'message' | 'timer' {
    const handled = trigger === noEvent ? null : this.trace.row(trigger);
    if (handled === null) return 'timer';
    if (handled.spec.name !== 'messageSent') return handled.micros === micros ? 'message' : 'timer';
    return handled.args['to'] === node && handled.args['dueMicros'] === micros ? 'message' : 'timer';
  }

  /** A request that is sent anew whenever it is answered: it goes on since its sender started. */
  private repeats({ node, args, trigger }: TraceRow): boolean {
    const handled = args['isRequest'] === 1 && trigger !== noEvent ? this.trace.row(trigger) : null;
    return handled?.spec.name === 'messageSent' && handled.args['api'] === args['api'] && handled.args['to'] === node;
  }

  /** With the new protocol a consumer acts later than it is told: on what its coordinator decided last, where that has but one group. */
  private assignmentOf(row: TraceRow): EventId {
    let told = noEvent;
    let coordinator: NodeId = -1;
    this.trace.scan(row.id - longestWait, row.id, ({ id, spec, node, args, firstArg }) => {
      if (spec.name !== 'messageSent' || args[firstArg + spec.order.indexOf('to')] !== row.node) return;
      if (!this.assigning.has(args[firstArg + spec.order.indexOf('api')]!)) return;
      told = id;
      coordinator = node;
    });
    if (told === noEvent || told === row.trigger) return noEvent;
    const decided = this.trace.milestones.filter(
      ({ id, spec, node }) => id < row.id && spec.name === 'targetAssigned' && node === coordinator,
    );
    const isOfOneGroup = new Set(decided.map(({ args }) => args['group'])).size === 1;
    return isOfOneGroup ? decided.at(-1)!.id : told;
  }

  /** A member that hears that it is none any more was put out by its coordinator; else it left by itself. */
  private removalOf(row: TraceRow): EventId {
    if (row.spec.name === 'consumerError') {
      const lost = this.newsOfMember(row);
      if (lost !== noEvent) return lost;
    }
    if (this.arrivedWith(row) !== 'message') return noEvent;
    const assigned = this.newest(row, (other) => other.spec.name === 'partitionsAssigned' && other.node === row.node);
    const removed = this.newest(
      row,
      (other) => ['groupMemberExpired', 'groupMemberTooLate'].includes(other.spec.name) && this.nodeOfMember(other) === row.node,
    );
    return removed > assigned ? removed : noEvent;
  }

  /** That a member lost its place, or woke, since what a timer or an answer goes back to. */
  private newsOfMember(row: TraceRow): EventId {
    const lost = this.newest(row, (other) => other.node === row.node && ['membershipLost', 'processResumed'].includes(other.spec.name));
    return lost > row.trigger ? lost : noEvent;
  }

  /** The node of a member: its id begins with the name of its client. */
  private nodeOfMember(row: TraceRow): NodeId {
    const member = this.names.text(row.args['member']!);
    const added = this.newest(row, ({ spec, args }) => {
      return spec.name === 'clientAdded' && member.startsWith(`${this.names.text(args['client']!)}-`);
    });
    return this.trace.row(added)?.node ?? -1;
  }

  /** An answer that waited until followers had everything: they fetch all the time, and what it answers is why it was given at all. */
  private requestOf({ id, args, trigger }: TraceRow): EventId {
    const handled = args['isRequest'] === 0 && trigger !== noEvent ? this.trace.row(trigger) : null;
    if (handled?.args['api'] !== this.fetch || args['api'] === this.fetch) return noEvent;
    let request = noEvent;
    this.trace.scan(id - longestWait, id, (glance) => {
      if (glance.spec.name !== 'messageSent' || glance.node !== args['to']) return;
      const { order } = glance.spec;
      const of = (field: string): number => glance.args[glance.firstArg + order.indexOf(field)]!;
      if (of('isRequest') === 1 && of('correlation') === args['correlation']) request = glance.id;
    });
    return request;
  }

  /** The news with which a message left: of several the newest, settings last. */
  private newsOf(row: TraceRow): EventId {
    const news = this.milestoneOfStep(row, ({ spec }) => spec.name !== 'configChanged');
    return known(news, () => this.milestoneOfStep(row, () => true));
  }

  /**
   * Why a node hears nothing of another: that one ended or stands still, its disk is slow, or the link between them is cut or slow. The
   * controller hears of a broker again when it has registered, which comes after the recovery of its logs.
   */
  private silence(row: TraceRow, peer: NodeId): EventId {
    const { node } = row;
    const { milestones } = this.trace;
    const mustRegister = row.spec.name === 'brokerFenced';
    const healed = new Set<NodeId>();
    let isUp = false;
    let isFast = false;
    for (let i = this.trace.milestoneIndex(row.id) - 1; i >= 0; i--) {
      const { id, spec, node: where, args } = milestones[i]!;
      const isBetween = (args['from'] === node && args['to'] === peer) || (args['from'] === peer && args['to'] === node);
      switch (spec.name) {
        case 'brokerRegistered':
          isUp ||= args['broker'] === peer;
          break;
        case 'processStarted':
          isUp ||= where === peer && !mustRegister;
          break;
        case 'processResumed':
          isUp ||= where === peer;
          break;
        case 'processCrashed':
        case 'powerLost':
        case 'processPaused':
        case 'brokerStopped':
        case 'clientRemoved':
          if (where === peer && !isUp) return id;
          break;
        case 'linkHealed':
          if (isBetween) healed.add(args['from']!);
          break;
        case 'linkCut':
        case 'linkSlowed':
          if (isBetween && !healed.has(args['from']!)) return id;
          break;
        case 'commandGiven':
          if (args['target'] !== this.targetOf(peer)) break;
          if (args['command'] === this.slowDisk && !isFast) return id;
          isFast = true;
      }
    }
    return noEvent;
  }

  /** The fencing that a decision of the controller came with: it is told behind what it changes. */
  private fencedWith({ id, node, micros, trigger }: TraceRow): EventId {
    const { milestones } = this.trace;
    for (let i = this.trace.milestoneIndex(id) + 1; i < milestones.length && milestones[i]!.micros === micros; i++) {
      const other = milestones[i]!;
      if (other.spec.name === 'brokerFenced' && other.node === node && other.trigger === trigger) return other.id;
    }
    return noEvent;
  }

  /** The newest milestone of the same step, of the same node, before an event. */
  private milestoneOfStep({ id, node, micros, trigger }: TraceRow, isWanted: (row: TraceRow) => boolean): EventId {
    const { milestones } = this.trace;
    for (let i = this.trace.milestoneIndex(id) - 1; i >= 0 && milestones[i]!.micros === micros; i--) {
      const other = milestones[i]!;
      if (other.node === node && other.trigger === trigger && isWanted(other)) return other.id;
    }
    return noEvent;
  }

  private newest({ id }: TraceRow, isWanted: (row: TraceRow) => boolean): EventId {
    const { milestones } = this.trace;
    for (let i = this.trace.milestoneIndex(id) - 1; i >= 0; i--) if (isWanted(milestones[i]!)) return milestones[i]!.id;
    return noEvent;
  }

  /** Where everything begins that a node does of itself: its start. */
  private startOf(row: TraceRow): EventId {
    const { name } = row.spec;
    if (name === 'commandGiven' || name === 'processStarted') return noEvent;
    return this.newest(row, (other) => other.spec.name === 'processStarted' && other.node === row.node);
  }
}
