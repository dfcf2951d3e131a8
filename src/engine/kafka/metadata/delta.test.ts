import { expect, test } from 'vitest';
import { MetadataDelta, type PartitionOfTopic } from './delta.ts';
import { MetadataImage } from './image.ts';
import { metadataRecord, type MetadataRecord } from './records.ts';
import { SharedList, SharedMap } from './shared-map.ts';

function partition(topicId: string, partitionId: number, replicas: readonly number[]): MetadataRecord {
  const none = { removingReplicas: [], addingReplicas: [], leaderEpoch: 0, partitionEpoch: 0, directories: [] };
  return metadataRecord('PartitionRecord', { topicId, partitionId, replicas, isr: replicas, leader: replicas[0] ?? -1, ...none });
}

function applied(base: MetadataImage, records: readonly MetadataRecord[]): MetadataDelta {
  const delta = new MetadataDelta(base);
  for (const record of records) delta.apply(record, delta.image.offset + 1);
  return delta;
}

const topicA = metadataRecord('TopicRecord', { name: 'a', topicId: 'A' });
const base = applied(MetadataImage.empty(), [topicA, partition('A', 0, [1, 2]), partition('A', 1, [2, 3])]).image;

function ids(changes: readonly PartitionOfTopic[]): readonly string[] {
  return changes.map(({ topicName, partitionId }) => `${topicName}-${String(partitionId)}`);
}

test('a broker leads, follows and deletes what the records say about its own replicas', () => {
  const change = metadataRecord('PartitionChangeRecord', { topicId: 'A', partitionId: 0, leader: 2 });
  const move = metadataRecord('PartitionChangeRecord', { topicId: 'A', partitionId: 1, replicas: [1, 3], isr: [3], leader: 3 });
  const delta = applied(base, [change, move]);
  const two = delta.localChanges(2);
  expect([ids(two.leaders), ids(two.electedLeaders), ids(two.followers), ids(two.deletes)]).toEqual([['a-0'], ['a-0'], [], ['a-1']]);
  const one = delta.localChanges(1);
  expect([ids(one.leaders), ids(one.followers), ids(one.deletes)]).toEqual([[], ['a-0', 'a-1'], []]);
});

test('a changed ISR makes the leader lead again in the same epoch', () => {
  const delta = applied(base, [metadataRecord('PartitionChangeRecord', { topicId: 'A', partitionId: 0, isr: [1] })]);
  const changes = delta.localChanges(1);
  expect([ids(changes.leaders), ids(changes.electedLeaders)]).toEqual([['a-0'], []]);
});

test('a topic that is removed and created again under its name is another topic', () => {
  const again = metadataRecord('TopicRecord', { name: 'a', topicId: 'B' });
  const delta = applied(base, [metadataRecord('RemoveTopicRecord', { topicId: 'A' }), again, partition('B', 0, [1, 2])]);
  const changes = delta.localChanges(1);
  expect(changes.deletes).toMatchObject([{ topicId: 'A', partitionId: 0 }]);
  expect(changes.leaders).toMatchObject([{ topicId: 'B', partitionId: 0 }]);
  expect(delta.image.topicByName('a')?.id).toBe('B');
});

test('a removed topic takes its settings along', () => {
  const config = metadataRecord('ConfigRecord', { resourceType: 2, resourceName: 'a', name: 'retention.ms', value: '1' });
  const delta = applied(base, [config]);
  expect(delta.image.topicConfig('a')?.get('retention.ms')).toBe('1');
  expect(applied(delta.image, [metadataRecord('RemoveTopicRecord', { topicId: 'A' })]).image.topicConfig('a')).toBeUndefined();
});

test('an image is what it was when later images change', () => {
  applied(base, [metadataRecord('PartitionChangeRecord', { topicId: 'A', partitionId: 0, leader: 2 })]);
  expect(base.partition('A', 0)?.leader).toBe(1);
  expect(base.offset).toBe(2);
});

test('shared maps and lists hold what was put into them', () => {
  let map = SharedMap.empty<number>();
  let list = SharedList.empty<number>();
  for (let i = 0; i < 500; i++) {
    map = map.with(`key-${String(i)}`, i);
    list = list.with(i, i);
  }
  map = map.with('key-7', -7).without('key-8').without('none');
  list = list.with(300, -300);
  expect([map.size, map.get('key-7'), map.get('key-8'), map.get('key-499')]).toEqual([499, -7, undefined, 499]);
  expect([list.length, list.get(300), list.get(499), list.get(500)]).toEqual([500, -300, 499, undefined]);
  expect([...map.values()]).toHaveLength(499);
});
