import { topicIdsOf } from '../engine/kafka/coordinator/assignor/group-spec.ts';
import type { GroupSpec, MemberSpec } from '../engine/kafka/coordinator/assignor/group-spec.ts';
import { rangeAssignor } from '../engine/kafka/coordinator/assignor/range-assignor.ts';
import { uniformAssignor } from '../engine/kafka/coordinator/assignor/uniform-assignor.ts';
import type { Adapter, Json } from './registry.ts';
import { isList, isObject } from './rows.ts';
import { listField, numberField, textField } from './support/fields.ts';

/** The assignors that the coordinator runs: members, subscriptions and the previous target → the new target. */
export const adapter: Adapter = {
  kind: 'server-assignors',
  answer(input) {
    const name = textField(input, 'assignor');
    if (name === 'simple') return { unsupported: 'share groups are not modelled' };
    const answer = (name === 'range' ? rangeAssignor : uniformAssignor).assign(specOf(input));
    if (answer.kind === 'failed') return { error: 'PartitionAssignorException', message: answer.message };
    const names = new Map(listField(input, 'topics').map((topic) => [textField(topic, 'topicId'), textField(topic, 'name')]));
    const assignment = [...answer.members].map(([memberId, topics]) => {
      const partitions = [...topics].map(([topicId, list]): [string, Json] => [
        names.get(topicId) ?? topicId,
        [...list].sort((a, b) => a - b),
      ]);
      return [memberId, Object.fromEntries(partitions)];
    });
    return { assignment: Object.fromEntries(assignment) as Json };
  },
};

function specOf(input: Json): GroupSpec {
  const topics = listField(input, 'topics');
  const ids = new Map(topics.map((topic) => [textField(topic, 'name'), textField(topic, 'topicId')]));
  const counts = new Map(topics.map((topic) => [textField(topic, 'topicId'), numberField(topic, 'partitions')]));
  const byId = new Map(listField(input, 'members').map((member) => [textField(member, 'memberId'), memberOf(member, ids)]));
  const members = new Map<string, MemberSpec>();
  for (const memberId of listField(input, 'memberOrder').map(String)) {
    const member = byId.get(memberId);
    if (member !== undefined) members.set(memberId, member);
  }
  return {
    members,
    isHomogeneous: textField(input, 'subscriptionType') === 'HOMOGENEOUS',
    numPartitions: (topicId) => counts.get(topicId) ?? -1,
  };
}

function memberOf(member: Json, ids: ReadonlyMap<string, string>): MemberSpec {
  const fields = isObject(member) ? member : {};
  const previous = isObject(fields['previous']) ? fields['previous'] : {};
  return {
    instanceId: typeof fields['instanceId'] === 'string' ? fields['instanceId'] : null,
    subscribedTopicIds: topicIdsOf(listField(member, 'topics').map(String), (name) => ids.get(name)),
    assignment: new Map(
      Object.entries(previous).map(([topic, partitions]) => [ids.get(topic) ?? topic, (isList(partitions) ? partitions : []).map(Number)]),
    ),
  };
}
