import type { Names } from '../kernel/names.ts';
import type { Trace, TraceRow } from '../kernel/trace.ts';
import { noEvent } from '../kernel/units.ts';
import type { EventId, NodeId } from '../kernel/units.ts';
import { groupOfNode, nodeOfMember } from './members.ts';
import { silenceOf } from './silence.ts';

/** Decisions of the controller about who leads. */
const elections: ReadonlySet<string> = new Set([
  'leaderElected',
  'preferredLeaderElected',
  'leaderReturned',
  'leaderElectedFromElr',
  'uncleanLeaderElected',
  'leaderLost',
]);

const known = (event: EventId, otherwise: () => EventId): EventId => (event === noEvent ? otherwise() : event);

/** How many events back a request is looked for. */
const longestWait = 50_000;

/**
 * What led to an event. The kernel records what was being handled, and where that is a message it is mostly the cause. A timer says only
 * when somebody began to wait: what was waited for in vain, and what the metadata told, is looked for among the milestones before, which
 * are kept for ever. No node could say it (a controller cannot know why a broker is silent), and nothing that a node does depends on it.
 */
export class Causes {
  private readonly trace: Trace;
  private readonly names: Names;
  private readonly fetch: number;
  private readonly syncGroup: number;

  constructor(trace: Trace, names: Names) {
    this.trace = trace;
    this.names = names;
    this.fetch = names.intern('Fetch');
    this.syncGroup = names.intern('SyncGroup');
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
          (other) => elections.has(other.spec.name) && isOfPartition(other) && other.args['leaderEpoch'] === args['leaderEpoch'],
        );
      case 'producerEpochBumped':
        return this.milestoneOfStep(row, () => true);
      case 'recordsLost':
        return this.milestoneOfStep(row, isOfPartition);
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
        return this.newest(row, (other) => other.spec.name === 'becameLeader' && other.node === node && isOfPartition(other));
      case 'coordinatorLoaded':
        return this.newest(row, (other) => other.spec.name === 'coordinatorLoading' && other.node === node && isOfPartition(other));
      case 'logCleaned':
      case 'segmentsDeleted':
        return this.startOf(row);
      default:
        return known(this.factOfGroup(row), () => (this.hasArrived(row) ? noEvent : this.waitedFor(row)));
    }
  }

  private factOfGroup(row: TraceRow): EventId {
    const { spec, args } = row;
    const isOfGroup = (other: TraceRow): boolean => other.args['group'] === args['group'];
    switch (spec.name) {
      case 'rebalanceStarted':
        return this.milestoneOfStep(row, isOfGroup);
      case 'generationStarted': {
        // Nobody has to be waited for any more.
        const putOut = this.milestoneOfStep(row, (other) => other.spec.name === 'groupMemberExpired' && isOfGroup(other));
        return known(putOut, () => this.newest(row, (other) => other.spec.name === 'rebalanceStarted' && isOfGroup(other)));
      }
      case 'groupStable':
        return this.newest(row, (other) => other.spec.name === 'generationStarted' && isOfGroup(other));
      case 'groupMemberExpired':
      case 'groupMemberTooLate':
        return this.silence(row, nodeOfMember(this.trace, this.names, row));
      case 'partitionsAssigned':
      case 'partitionsRevoked':
        return this.rebalanceOf(row);
      case 'partitionsLost':
      case 'autoCommitFailed':
        return this.newsOfMember(row);
      case 'consumerError':
        return known(this.newsOfMember(row), () => this.removalOf(row));
      case 'membershipLost':
        return this.removalOf(row);
      default:
        return noEvent;
    }
  }

  /** What a timer waited for in vain. */
  private waitedFor(row: TraceRow): EventId {
    const { name } = row.spec;
    if (name === 'brokerFenced') return this.silence(row, row.args['broker']!);
    if (elections.has(name) || name === 'isrChanged' || name === 'elrChanged') return this.fencedWith(row);
    if (name !== 'batchExpired' && name !== 'batchRetried' && name !== 'sendFailed') return noEvent;
    const led = this.newest(row, ({ spec, args }) => spec.name === 'becameLeader' && args['partition'] === row.args['partition']);
    const leader = this.trace.row(led)?.node;
    return leader === undefined ? noEvent : this.silence(row, leader);
  }

  private silence(row: TraceRow, peer: NodeId): EventId {
    return silenceOf(this.trace, this.names, row, peer);
  }

  /** Whether something was being handled that had just happened, and not a timer. */
  private hasArrived({ node, micros, trigger }: TraceRow): boolean {
    const handled = trigger === noEvent ? null : this.trace.row(trigger);
    if (handled?.spec.name !== 'messageSent') return handled?.micros === micros;
    return handled.args['to'] === node && handled.args['dueMicros'] === micros;
  }

  /** A request that is sent anew whenever it is answered: it goes on since its sender started. */
  private repeats({ node, args, trigger }: TraceRow): boolean {
    const handled = args['isRequest'] === 1 && trigger !== noEvent ? this.trace.row(trigger) : null;
    return handled?.spec.name === 'messageSent' && handled.args['api'] === args['api'] && handled.args['to'] === node;
  }

  /**
   * A member acts later than its group decides, unless the answer that it handles brings its share: on the newest rebalance, or with the
   * new protocol on the newest target.
   */
  private rebalanceOf(row: TraceRow): EventId {
    const handled = row.trigger === noEvent ? null : this.trace.row(row.trigger);
    if (handled?.args['api'] === this.syncGroup) return noEvent;
    const group = groupOfNode(this.trace, this.names, row);
    return this.newest(
      row,
      ({ spec, args }) => (spec.name === 'rebalanceStarted' || spec.name === 'targetAssigned') && args['group'] === group,
    );
  }

  /** A member that hears that it is none any more was put out by its coordinator; else it left by itself. */
  private removalOf(row: TraceRow): EventId {
    if (!this.hasArrived(row)) return noEvent;
    const { trace, names } = this;
    const isPutOut = (other: TraceRow): boolean => {
      const { name } = other.spec;
      return (name === 'groupMemberExpired' || name === 'groupMemberTooLate') && nodeOfMember(trace, names, other) === row.node;
    };
    const assigned = this.newest(row, (other) => other.spec.name === 'partitionsAssigned' && other.node === row.node);
    const removed = this.newest(row, isPutOut);
    return removed > assigned ? removed : noEvent;
  }

  /** That a member lost its place, or woke, since what a timer or an answer goes back to. */
  private newsOfMember(row: TraceRow): EventId {
    const lost = this.newest(
      row,
      ({ spec, node }) => node === row.node && (spec.name === 'membershipLost' || spec.name === 'processResumed'),
    );
    return lost > row.trigger ? lost : noEvent;
  }

  /** An answer that waited until followers had everything: they fetch all the time, and what it answers is why it was given at all. */
  private requestOf({ id, args, trigger }: TraceRow): EventId {
    const handled = args['isRequest'] === 0 && trigger !== noEvent ? this.trace.row(trigger) : null;
    if (handled?.args['api'] !== this.fetch || args['api'] === this.fetch) return noEvent;
    let request = noEvent;
    this.trace.scan(id - longestWait, id, (glance) => {
      if (glance.spec.name !== 'messageSent' || glance.node !== args['to']) return;
      const { order } = glance.spec;
      const of = (field: string): number => glance.args[order.indexOf(field)]!;
      if (of('isRequest') === 1 && of('correlation') === args['correlation']) request = glance.id;
    });
    return request;
  }

  /** The news with which a message left: of several the newest, settings last. */
  private newsOf(row: TraceRow): EventId {
    const news = this.milestoneOfStep(row, ({ spec }) => spec.name !== 'configChanged');
    return known(news, () => this.milestoneOfStep(row, () => true));
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
