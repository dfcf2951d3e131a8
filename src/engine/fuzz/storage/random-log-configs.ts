import type { Random } from '../../kernel/random.ts';
import { oneOf } from '../one-of.ts';

/** A topic's settings at the scale of a test: segments of a few batches, retention of seconds, an index entry every few batches. */
export function randomLogConfigs(random: Random): Readonly<Record<string, string>> {
  const configs: Record<string, string> = {
    'internal.segment.bytes': String(random.between(700, 3000)),
    'index.interval.bytes': oneOf(random, ['0', '100', '400', '4096']),
    'segment.index.bytes': oneOf(random, ['36', '240', '4096']),
    'cleanup.policy': oneOf(random, ['delete', 'compact', 'compact', 'compact,delete']),
    'min.cleanable.dirty.ratio': '0.01',
    'delete.retention.ms': String(random.between(0, 4000)),
    'file.delete.delay.ms': '1000',
    'transaction.partition.verification.enable': 'false',
    'producer.id.expiration.ms': '100000000',
  };
  if (random.chance(1, 2)) configs['segment.ms'] = String(random.between(200, 4000));
  if (random.chance(1, 2)) configs['retention.ms'] = String(random.between(1000, 10_000));
  if (random.chance(1, 3)) configs['retention.bytes'] = String(random.between(1000, 6000));
  if (random.chance(1, 4)) configs['flush.messages'] = String(random.between(1, 20));
  if (random.chance(1, 4)) configs['min.compaction.lag.ms'] = String(random.between(100, 3000));
  if (random.chance(1, 6)) configs['message.timestamp.type'] = 'LogAppendTime';
  return configs;
}
