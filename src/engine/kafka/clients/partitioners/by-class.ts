import { LibrdkafkaPartitioner, librdkafkaPartitioners } from './librdkafka-partitioner.ts';
import type { Partitioner } from './partitioner.ts';
import { OldDefaultPartitioner, RoundRobinPartitioner } from './round-robin-partitioner.ts';
import { StickyPartitioner } from './sticky-partitioner.ts';

/** The partitioner of a class's name, also of those that came and went, and of librdkafka's; null: the built-in one. */
export function partitionerOf(className: string | null): Partitioner | null {
  if (className === null) return null;
  const [family, name, stickyMillis] = className.split('.');
  const known = family === 'librdkafka' ? librdkafkaPartitioners.find((partitioner) => partitioner === name) : undefined;
  if (known !== undefined) return new LibrdkafkaPartitioner(known, Number(stickyMillis));
  if (className.endsWith('RoundRobinPartitioner')) return new RoundRobinPartitioner();
  if (className === 'then.OldDefaultPartitioner') return new OldDefaultPartitioner();
  return className === 'then.StickyPartitioner' ? new StickyPartitioner() : null;
}
