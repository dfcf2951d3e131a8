import type { ConsumerProtocolAssignment, ConsumerProtocolSubscription } from '../../apis/ConsumerProtocol/messages.ts';
import type { EmbeddedProtocol } from '../embedded-protocol.ts';

const protocolVersion = 3;

/** What simulated members embed: the messages themselves instead of their bytes. Source: ConsumerProtocol. */
export const objectProtocol: EmbeddedProtocol = {
  emptyPayload: null,
  isEmpty: (payload) => payload === null || payload === undefined,
  isEqual: (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b),
  readSubscription: (metadata) => {
    if (!isMessage(metadata, 'topics')) return null;
    const { topics, ownedPartitions, rackId } = metadata as ConsumerProtocolSubscription;
    return { version: protocolVersion, topics, ownedPartitions: byTopic(ownedPartitions), rackId };
  },
  readAssignment: (assignment) => {
    if (!isMessage(assignment, 'assignedPartitions')) return null;
    const { assignedPartitions, userData } = assignment as ConsumerProtocolAssignment;
    return { partitions: byTopic(assignedPartitions), hasUserData: userData !== null };
  },
  writeAssignment: (partitions): ConsumerProtocolAssignment => {
    const assignedPartitions = [...partitions].flatMap(([topic, indexes]) => indexes.map((index) => `${topic}-${String(index)}`));
    return { assignedPartitions, userData: null };
  },
};

function isMessage(payload: unknown, field: string): boolean {
  return typeof payload === 'object' && payload !== null && field in payload;
}

function byTopic(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const partitions = new Map<string, number[]>();
  for (const name of names) {
    const dash = name.lastIndexOf('-');
    const topic = name.slice(0, dash);
    const known = partitions.get(topic);
    const index = Number(name.slice(dash + 1));
    if (known === undefined) partitions.set(topic, [index]);
    else known.push(index);
  }
  return partitions;
}
