import { expect, test } from 'vitest';
import { IncompleteBatches } from './incomplete-batches.ts';
import { TopicPartition } from '../common/topic-partition.ts';
import { PartitionQueue } from './partition-queue.ts';
import { ProducerBatch } from './producer-batch.ts';

const queue = new PartitionQueue(new TopicPartition('orders', 0));

function batches(count: number): ProducerBatch[] {
  return Array.from({ length: count }, (_, i) => new ProducerBatch(queue, 16_384, i));
}

test('batches without a result stay in the order in which they were begun, in whatever order results come', () => {
  const incomplete = new IncompleteBatches();
  const made = batches(300);
  for (const batch of made) incomplete.add(batch);
  const done = made.filter((batch) => batch.createdMillis % 7 !== 3 && batch.createdMillis < 290);
  for (const batch of [...done].reverse().concat(done)) incomplete.remove(batch);
  const left = made.filter((batch) => !done.includes(batch));
  expect(incomplete.all()).toEqual(left);
  expect(incomplete.count).toBe(left.length);
  const [next] = batches(1);
  incomplete.add(next!);
  for (const batch of left) incomplete.remove(batch);
  expect(incomplete.all()).toEqual([next]);
  incomplete.remove(next!);
  expect(incomplete.count).toBe(0);
});
