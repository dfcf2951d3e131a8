import {
  highWatermarkAdvanced,
  highWatermarkLearned,
  logDirFailed,
  logStartedOver,
  logTruncated,
  recordsAppended,
} from '../kafka/broker/events.ts';
import { brokerReady } from '../kafka/broker/events.ts';
import { uncleanLeaderElected } from '../kafka/controller/events.ts';
import type { EventSpec } from '../kernel/event.ts';
import { messageLost, powerLost, processCrashed, processStarted } from '../kernel/events.ts';
import type { EventId, NodeId } from '../kernel/units.ts';
import type { InvariantChecker } from './checker.ts';
import { noteUncleanStop } from './promises.ts';
import { batchAt } from './record-history.ts';
import type { WireWatch } from './wire-watch.ts';

/** An event as the kernel announces it. */
export interface SeenEvent {
  readonly id: EventId;
  readonly node: NodeId;
  readonly args: Readonly<Record<string, number>>;
}

/** What a checker does at an event: while the step that emitted it is still going on. */
export type EventHandler = (checker: InvariantChecker, event: SeenEvent, wire: WireWatch) => void;

const onTruncated: EventHandler = (checker, { node, args }) => {
  const replica = checker.replica(node, checker.nameOf(args['partition']!));
  if (replica !== null) replica.wasTruncated = true;
};

const onRestarted: EventHandler = (checker, { node }) => {
  for (const replica of checker.replicasOf(node)) replica.wasRestarted = true;
};

const onCrashed: EventHandler = (checker, event, wire) => {
  onRestarted(checker, event, wire);
  for (const view of checker.controller.partitions.values()) {
    if (view.replicas.has(event.node)) noteUncleanStop(view, checker.controller.isElrEnabled);
  }
};

const onLearned: EventHandler = (checker, { node, args }) => {
  const replica = checker.replica(node, checker.nameOf(args['partition']!));
  if (replica !== null) replica.learnedHighWatermark = args['highWatermark']!;
};

const onAdvanced: EventHandler = (checker, { node, args }) => {
  const partition = checker.reader.belief(node, checker.nameOf(args['partition']!));
  if (partition === null) return;
  const advance = {
    partition,
    broker: node,
    previousHighWatermark: args['previousHighWatermark']!,
    highWatermark: args['highWatermark']!,
  };
  checker.each('advanced', null, (invariant, say) => invariant.advanced?.(advance, say));
};

const onAppended: EventHandler = (checker, { id, node, args }, wire) => {
  const log = checker.reader.log(node, checker.nameOf(args['partition']!));
  const batch = log === null ? null : batchAt(log, args['firstOffset']!);
  if (batch !== null) wire.onWritten(batch, id);
};

/**
 * An unclean election that was allowed, by the topic's configuration or by an administrator, ends what is promised of committed records.
 */
const onUncleanElection: EventHandler = (checker, { args }) => {
  const view = checker.partition(checker.nameOf(args['partition']!));
  if (view !== null && (view.isUncleanElectionAsked || checker.controller.isUncleanElectionEnabled(view.name))) view.isTainted = true;
};

/** What each event tells. */
export function eventHandlers(): ReadonlyMap<EventSpec, EventHandler> {
  return new Map<EventSpec, EventHandler>([
    [logTruncated, onTruncated],
    [logStartedOver, onTruncated],
    [brokerReady, onRestarted],
    [processStarted, onRestarted],
    [processCrashed, onCrashed],
    [powerLost, onCrashed],
    // With its only log directory the broker halts.
    [logDirFailed, onCrashed],
    [highWatermarkLearned, onLearned],
    [highWatermarkAdvanced, onAdvanced],
    [recordsAppended, onAppended],
    [uncleanLeaderElected, onUncleanElection],
    [messageLost, (_checker, { args }, wire): void => (args['isRequest'] === 1 ? wire.onLost(args['correlation']!) : undefined)],
  ]);
}
