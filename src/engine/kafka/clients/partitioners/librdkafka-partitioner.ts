import { crc32, fnv1a } from '../../util/key-hashes.ts';
import { murmur2, toPositive } from '../../util/murmur2.ts';
import { utf8Bytes } from '../../util/utf8.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import { Partitioner } from './partitioner.ts';
import type { PartitionQuestion } from './partitioner.ts';

/** The names of librdkafka's partitioners, the usual one first. */
export const librdkafkaPartitioners = [
  'consistent_random',
  'random',
  'consistent',
  'murmur2',
  'murmur2_random',
  'fnv1a',
  'fnv1a_random',
] as const;

/** One of them. */
export type LibrdkafkaPartitionerName = (typeof librdkafkaPartitioners)[number];

/**
 * librdkafka's choice: by a hash of the key, CRC-32 unless told otherwise, so that it places keys elsewhere than Java does; where chance
 * decides, one partition for sticky.partitioning.linger.ms. Source: rdkafka_msg.c.
 */
export class LibrdkafkaPartitioner extends Partitioner {
  private readonly name: LibrdkafkaPartitionerName;
  private readonly stickyMillis: number;
  private readonly sticky = new Map<string, { readonly partition: number; readonly sinceMillis: number }>();

  constructor(name: LibrdkafkaPartitionerName, stickyMillis: number) {
    super();
    this.name = name;
    this.stickyMillis = stickyMillis;
  }

  partition(question: PartitionQuestion, environment: ClientEnvironment): number {
    const { key, topic } = question;
    const isByChance = this.name === 'random' || (this.name.endsWith('_random') && this.isWithoutKey(key));
    if (isByChance) return this.byChance(question, environment);
    const bytes = utf8Bytes(key ?? '');
    if (this.name.startsWith('murmur2')) return toPositive(murmur2(bytes)) % topic.partitionCount;
    return (this.name.startsWith('fnv1a') ? fnv1a(bytes) : crc32(bytes)) % topic.partitionCount;
  }

  /** Only the CRC-32 partitioner takes an empty key for none. */
  private isWithoutKey(key: string | null): boolean {
    return key === null || (key === '' && this.name === 'consistent_random');
  }

  private byChance({ topicName, topic, nowMillis }: PartitionQuestion, environment: ClientEnvironment): number {
    const known = this.sticky.get(topicName);
    const isFresh = known !== undefined && nowMillis - known.sinceMillis < this.stickyMillis;
    if (isFresh && topic.availablePartitions.includes(known.partition)) return known.partition;
    let partition = environment.nextPositiveInt(topicName) % topic.partitionCount;
    // A partition without a leader is passed over once.
    if (!topic.availablePartitions.includes(partition)) partition = environment.nextPositiveInt(topicName) % topic.partitionCount;
    this.sticky.set(topicName, { partition, sinceMillis: nowMillis });
    return partition;
  }
}
