import { inMemberHashOrder } from '../engine/kafka/clients/assignors/assignor.ts';
import type { Assignor, MemberSubscription, PartitionsPerTopic } from '../engine/kafka/clients/assignors/assignor.ts';
import { RangeAssignor } from '../engine/kafka/clients/assignors/range-assignor.ts';
import { RoundRobinAssignor } from '../engine/kafka/clients/assignors/round-robin-assignor.ts';
import { CooperativeStickyAssignor, StickyAssignor, stickyUserData } from '../engine/kafka/clients/assignors/sticky-assignor.ts';
import type { Adapter, Json } from './registry.ts';
import { isList, isObject } from './rows.ts';
import { listField, numberField, textField } from './support/fields.ts';

function assignorOf(name: string): Assignor {
  if (name === 'range') return new RangeAssignor();
  if (name === 'roundrobin') return new RoundRobinAssignor();
  return name === 'sticky' ? new StickyAssignor() : new CooperativeStickyAssignor();
}

function topicsOf(input: Json): PartitionsPerTopic {
  const topics = isObject(input) && isObject(input['topics']) ? input['topics'] : {};
  return new Map(
    Object.entries(topics).map(([topic, partitions]) => [
      topic,
      (isList(partitions) ? partitions : []).map((partition) => listField(partition, 'replicaRacks').map(String)),
    ]),
  );
}

function subscriptionOf(member: Json, assignor: string): MemberSubscription {
  const fields = isObject(member) ? member : {};
  const generationId = numberField(member, 'generation');
  const ownedPartitions = listField(member, 'ownedPartitions').map(String);
  return {
    topics: listField(member, 'subscription').map(String),
    ownedPartitions,
    generationId,
    rackId: typeof fields['rackId'] === 'string' ? fields['rackId'] : null,
    groupInstanceId: typeof fields['groupInstanceId'] === 'string' ? fields['groupInstanceId'] : null,
    userData: assignor === 'sticky' ? stickyUserData(ownedPartitions, generationId) : null,
  };
}

/** The four client-side assignors: members and topics → partitions of each member. */
export const adapter: Adapter = {
  kind: 'assignors',
  answer(input) {
    const name = textField(input, 'assignor');
    const members = new Map(listField(input, 'members').map((member) => [textField(member, 'memberId'), subscriptionOf(member, name)]));
    const subscriptions = new Map<string, MemberSubscription>();
    for (const memberId of inMemberHashOrder([...members.keys()])) {
      const subscription = members.get(memberId);
      if (subscription !== undefined) subscriptions.set(memberId, subscription);
    }
    const assignments = assignorOf(name).assign(topicsOf(input), subscriptions);
    return Object.fromEntries(assignments);
  },
};
