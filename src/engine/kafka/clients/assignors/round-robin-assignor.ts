import { Assignor, compareMembers, compareText, partitionsOf } from './assignor.ts';
import type { Assignments, MemberSubscriptions, PartitionsPerTopic, RebalanceProtocol } from './assignor.ts';

/**
 * Deals all partitions of all topics to the members one by one, like cards, skipping members that do not want the topic.
 * Source: RoundRobinAssignor.
 */
export class RoundRobinAssignor extends Assignor {
  readonly name = 'roundrobin';
  readonly supportedProtocols: readonly RebalanceProtocol[] = ['EAGER'];

  assign(partitionsPerTopic: PartitionsPerTopic, subscriptions: MemberSubscriptions): Assignments {
    const assignments: Assignments = new Map([...subscriptions.keys()].map((memberId) => [memberId, []]));
    const members = [...subscriptions]
      .map(([memberId, { groupInstanceId, topics }]) => ({ memberId, groupInstanceId, topics: new Set(topics) }))
      .sort(compareMembers);
    const wanted = new Set(members.flatMap((member) => [...member.topics]));
    let next = 0;
    for (const topic of [...wanted].sort(compareText)) {
      for (const partition of partitionsOf(topic, partitionsPerTopic.get(topic)?.length ?? 0)) {
        while (members[next]?.topics.has(topic) !== true) next = (next + 1) % members.length;
        assignments.get(members[next]?.memberId ?? '')?.push(partition);
        next = (next + 1) % members.length;
      }
    }
    return assignments;
  }
}
