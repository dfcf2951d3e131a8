import type { Names } from '../kernel/names.ts';
import type { Trace, TraceRow } from '../kernel/trace.ts';
import type { NodeId } from '../kernel/units.ts';

/** A member's id is its client's name, a hyphen and a UUID; with the new protocol it says nothing of the client. */
const uuidLength = 36;

/** The node of the member that an event is about: by its id, else by the request with which it joined; -1 when neither is known. */
export function nodeOfMember(trace: Trace, names: Names, row: TraceRow): NodeId {
  const member = names.text(row.args['member']!);
  let node: NodeId = -1;
  for (let i = trace.milestoneIndex(row.id + 1) - 1; i >= 0 && node < 0; i--) {
    const { spec, node: where, args, trigger } = trace.milestones[i]!;
    const client = names.text(args['client'] ?? 0);
    if (spec.name === 'clientAdded' && member.startsWith(`${client}-`) && member.length === client.length + 1 + uuidLength) node = where;
    else if (spec.name === 'groupMemberJoined' && args['member'] === row.args['member']) node = trace.row(trigger)?.node ?? -1;
  }
  return node;
}

/** The group that a node joined last before an event, as its events name it; -1 when it joined none. */
export function groupOfNode(trace: Trace, names: Names, row: TraceRow): number {
  for (let i = trace.milestoneIndex(row.id) - 1; i >= 0; i--) {
    const joined = trace.milestones[i]!;
    if (joined.spec.name === 'groupMemberJoined' && nodeOfMember(trace, names, joined) === row.node) return joined.args['group']!;
  }
  return -1;
}
