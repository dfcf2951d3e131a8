import type { Names } from '../kernel/names.ts';
import type { Trace, TraceRow } from '../kernel/trace.ts';
import { noEvent } from '../kernel/units.ts';
import type { EventId, NodeId } from '../kernel/units.ts';

/**
 * Why the node of an event has heard nothing of another one, or too late: that one ended or stands still, or their link is cut; else its
 * disk or the link is slow. The controller hears of a broker again when it has registered, which comes after the recovery of its logs; and
 * a slow disk keeps no broker from sending heartbeats. noEvent where nothing is known.
 */
export function silenceOf(trace: Trace, names: Names, row: TraceRow, peer: NodeId): EventId {
  const { node } = row;
  const isOfBroker = row.spec.name === 'brokerFenced';
  const target = names.intern(String(peer));
  const [slowDisk, mendDisk] = [names.intern('slow-disk'), names.intern('mend-disk')];
  // From the newest on: what is known of a link's direction, of the process and of its disk holds against what was before.
  const directions = new Set<NodeId>();
  let isUp = false;
  let isDiskKnown = isOfBroker;
  let slow = noEvent;
  for (let i = trace.milestoneIndex(row.id) - 1; i >= 0; i--) {
    const { id, spec, node: where, args } = trace.milestones[i]!;
    const { name } = spec;
    if (name === 'brokerRegistered') isUp ||= args['broker'] === peer;
    else if (where === peer && (name === 'processResumed' || (name === 'processStarted' && !isOfBroker))) isUp = true;
    else if (where === peer && !isUp && endings.has(name)) return id;
    else if (links.has(name) && joins(args, node, peer) && !directions.has(args['from']!)) {
      directions.add(args['from']!);
      if (name === 'linkCut') return id;
      const isSlow = name === 'linkSlowed' && args['extraLatencyMicros']! + args['lossPerThousand']! > 0;
      if (isSlow && slow === noEvent) slow = id;
    } else if (name === 'commandGiven' && args['target'] === target && !isDiskKnown) {
      isDiskKnown = args['command'] === slowDisk || args['command'] === mendDisk;
      if (args['command'] === slowDisk && slow === noEvent) slow = id;
    }
  }
  return slow;
}

/** What keeps a process from sending anything. */
const endings: ReadonlySet<string> = new Set(['processCrashed', 'powerLost', 'processPaused', 'brokerStopped', 'clientRemoved']);

const links: ReadonlySet<string> = new Set(['linkCut', 'linkSlowed', 'linkHealed']);

function joins(args: TraceRow['args'], one: NodeId, other: NodeId): boolean {
  return (args['from'] === one && args['to'] === other) || (args['from'] === other && args['to'] === one);
}
