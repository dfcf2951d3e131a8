import type { KafkaRecord } from '../../log/record.ts';
import type { CoordinatorRecord } from '../records.ts';

/**
 * A coordinator's record as the log keeps it. Kafka writes key and value as bytes of their schemas; here they are the JSON that
 * kafka-console-consumer prints of them (CoordinatorRecordMessageFormatter), so that a learner can read the log, and compaction compares
 * keys as
 * it does in Kafka.
 */
export function recordToText(record: CoordinatorRecord, timestamp: number): KafkaRecord {
  const key = JSON.stringify({ type: record.kind, ...record.key });
  const value = record.value === null ? null : JSON.stringify(record.value, bigintAsText);
  return { timestamp, key, value, headers: [], ledgerId: 0 };
}

/** The record that the log gave back; null when it is none of ours. */
export function recordOfText({ key, value }: Pick<KafkaRecord, 'key' | 'value'>): CoordinatorRecord | null {
  if (key === null) return null;
  const { type, ...fields } = JSON.parse(key) as { readonly type: CoordinatorRecord['kind'] };
  const data: unknown = value === null ? null : JSON.parse(value);
  return { kind: type, key: fields, value: withBigint(type, data) } as CoordinatorRecord;
}

function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function withBigint(kind: CoordinatorRecord['kind'], value: unknown): unknown {
  if (kind !== 'CONSUMER_GROUP_METADATA' || value === null) return value;
  const { epoch, metadataHash } = value as { readonly epoch: number; readonly metadataHash: string };
  return { epoch, metadataHash: BigInt(metadataHash) };
}
