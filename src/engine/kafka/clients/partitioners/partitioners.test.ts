import { expect, test } from 'vitest';
import { crc32, fnv1a } from '../../util/key-hashes.ts';
import { utf8Bytes } from '../../util/utf8.ts';
import { ClientEnvironment } from '../common/client-environment.ts';
import { LibrdkafkaPartitioner } from './librdkafka-partitioner.ts';
import { OldDefaultPartitioner } from './round-robin-partitioner.ts';
import { StickyPartitioner } from './sticky-partitioner.ts';

/** Draws 0, 1, 2, …. */
class Draws extends ClientEnvironment {
  private next = 0;

  below(bound: number): number {
    return this.nextPositiveInt() % bound;
  }

  nextPositiveInt(): number {
    return this.next++;
  }

  nextCorrelation(): number {
    return 0;
  }
}

const topic = { partitionCount: 4, availablePartitions: [0, 1, 2, 3] };
const ask = (key: string | null, nowMillis = 0) => ({ topicName: 'orders', topic, key, nowMillis });

test('CRC-32 and FNV-1a are those that everybody knows', () => {
  expect(crc32(utf8Bytes('123456789'))).toBe(0xcbf43926);
  expect(crc32(utf8Bytes(''))).toBe(0);
  expect(fnv1a(utf8Bytes(''))).toBe(Math.abs(0x811c9dc5 | 0));
  expect(fnv1a(utf8Bytes('a'))).toBe(Math.abs(0xe40c292c | 0));
});

test('librdkafka places keys by CRC-32: elsewhere than Java, unless told to use murmur2', () => {
  const partitioner = new LibrdkafkaPartitioner('consistent_random', 10);
  expect(partitioner.partition(ask('123456789'), new Draws())).toBe(0xcbf43926 % 4);
  const asJava = new LibrdkafkaPartitioner('murmur2_random', 10);
  const java = new OldDefaultPartitioner();
  for (const key of ['user-1', 'order-42', 'key', 'ключ']) {
    expect(asJava.partition(ask(key), new Draws())).toBe(java.partition(ask(key)));
  }
});

test('librdkafka stays with a partition for sticky.partitioning.linger.ms where it has no key', () => {
  const partitioner = new LibrdkafkaPartitioner('consistent_random', 10);
  const draws = new Draws();
  expect([0, 5, 9, 10, 19, 20].map((nowMillis) => partitioner.partition(ask(null, nowMillis), draws))).toEqual([0, 0, 0, 1, 1, 2]);
  // The CRC-32 partitioner takes an empty key for none.
  expect(partitioner.partition(ask('', 25), draws)).toBe(2);
});

test('up to 2.3 records without a key take partitions in turn', () => {
  const partitioner = new OldDefaultPartitioner();
  expect([1, 2, 3, 4, 5].map(() => partitioner.partition(ask(null)))).toEqual([0, 1, 2, 3, 0]);
});

test('from 2.4 to 3.2 records without a key stay with a partition until it needs another batch, then go to another one', () => {
  const partitioner = new StickyPartitioner();
  const draws = new Draws();
  const first = partitioner.partition(ask(null), draws);
  expect(partitioner.partition(ask(null), draws)).toBe(first);
  expect(partitioner.onNewBatch(ask(null), first, draws)).toBe(true);
  const second = partitioner.partition(ask(null), draws);
  expect(second).not.toBe(first);
  // Somebody else has moved on already.
  partitioner.onNewBatch(ask(null), first, draws);
  expect(partitioner.partition(ask(null), draws)).toBe(second);
  expect(partitioner.onNewBatch(ask('key'), first, draws)).toBe(false);
});
