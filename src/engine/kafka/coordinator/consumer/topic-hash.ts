import { parseUuid } from '../../util/uuid.ts';
import { xxh3 } from '../../util/xxh3.ts';
import type { CoordinatorTopic } from '../context.ts';
import type { Operation } from '../operation.ts';

const topicHashMagicByte = 0;

/**
 * The hash of all that a group's target depends on in the metadata of its topics: another hash asks for another target. 0 without any known
 * topic. Source: ModernGroup.computeMetadataHash and Utils.computeGroupHash.
 */
export function metadataHashOf(op: Operation, topicNames: Iterable<string>): bigint {
  const hashed = new ByteWriter();
  for (const name of [...topicNames].sort()) {
    const topic = op.context.topics.byName(name);
    if (topic !== undefined) hashed.long(cachedTopicHash(op, topic));
  }
  return hashed.length === 0 ? 0n : xxh3(hashed.bytes());
}

function cachedTopicHash(op: Operation, topic: CoordinatorTopic): bigint {
  const { topicHashes } = op.state;
  const known = topicHashes.get(topic.name);
  if (known !== undefined) return known;
  const hash = topicHash(topic);
  topicHashes.set(topic.name, hash);
  return hash;
}

/** The hash of one topic: id, name, partitions and the racks of their replicas. Source: Utils.computeTopicHash. */
export function topicHash(topic: CoordinatorTopic): bigint {
  const hashed = new ByteWriter();
  hashed.byte(topicHashMagicByte);
  const parsed = parseUuid(topic.topicId);
  hashed.long(parsed.kind === 'uuid' ? parsed.uuid.mostSignificantBits : 0n);
  hashed.long(parsed.kind === 'uuid' ? parsed.uuid.leastSignificantBits : 0n);
  hashed.text(topic.name);
  hashed.int(topic.partitionCount);
  for (let partition = 0; partition < topic.partitionCount; partition++) {
    hashed.int(partition);
    for (const rack of [...(topic.racks[partition] ?? [])].sort()) {
      // A rack may hold any character, so its length goes before it.
      hashed.int(rack.length);
      hashed.text(rack);
    }
  }
  return xxh3(hashed.bytes());
}

/** Collects what hash4j's HashStream64 would be given: little-endian numbers, texts as UTF-16 units followed by their length. */
class ByteWriter {
  private readonly collected: number[] = [];

  get length(): number {
    return this.collected.length;
  }

  byte(value: number): void {
    this.collected.push(value);
  }

  int(value: number): void {
    this.collected.push(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
  }

  long(value: bigint): void {
    this.int(Number(BigInt.asIntN(32, value)));
    this.int(Number(BigInt.asIntN(32, value >> 32n)));
  }

  text(value: string): void {
    for (let i = 0; i < value.length; i++) this.collected.push(value.charCodeAt(i) & 0xff, value.charCodeAt(i) >>> 8);
    this.int(value.length);
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.collected);
  }
}
