import { inspectKeyOf, keyArithmetic } from '../../../engine/kafka/clients/producer/producer-inspection.ts';
import type { ProducerProcess } from '../../../engine/kafka/clients/producer/producer-process.ts';
import type { LedgerEntry } from '../../../engine/kafka/ledger/ledger-entry.ts';
import { batchesBetween } from '../../../engine/kafka/reader.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { KeyRow, NewestRecordRow } from '../rows.ts';

/** Entries of a partition's ledger that are looked through for the producer's own. */
const looks = 40;
const shownKeys = 4;

/** The record that the producer's application sent last; none before the first. */
export function newestRow(reader: ClusterReader, name: string, process: ProducerProcess): readonly NewestRecordRow[] {
  const node = reader.cluster.clients.get(name)?.node ?? -1;
  let found: { readonly entry: LedgerEntry; readonly partition: string } | null = null;
  for (const ledger of reader.cluster.ledger.allPartitions) {
    const count = ledger.countBelow(Number.MAX_SAFE_INTEGER);
    for (const entry of ledger.entriesFrom(Math.max(0, count - looks), looks)) {
      if (entry.producer === node && (found === null || entry.firstId > found.entry.firstId))
        found = { entry, partition: ledger.topicPartition };
    }
  }
  return found === null ? [] : [recordRow(reader, process, found.entry, found.partition)];
}

function recordRow(reader: ClusterReader, process: ProducerProcess, entry: LedgerEntry, partition: string): NewestRecordRow {
  const id = entry.firstId + entry.count - 1;
  const offset = entry.appendOffsets.length === 0 ? -1 : (entry.appendOffsets.at(-1) ?? 0) + entry.count - 1;
  const waiting = inspectKeyOf(process, id);
  const key = waiting?.key ?? keyAt(reader, partition, offset) ?? entry.key;
  const topic = partition.slice(0, partition.lastIndexOf('-'));
  const partitionCount = reader.cluster.activeController.image.topicByName(topic)?.partitions.length ?? 0;
  const steps = key === null ? null : keyArithmetic(key, partitionCount);
  const facts = reader.partition(partition);
  const highWatermark = facts === null ? -1 : (reader.leader(facts)?.log?.highWatermark ?? -1);
  const stages = ['sent', 'batched'];
  if (waiting?.isInFlight === true || offset >= 0 || entry.outcome !== 'pending') stages.push('flying');
  if (offset >= 0) stages.push('appended');
  if (offset >= 0 && highWatermark > offset) stages.push('committed');
  if (entry.outcome !== 'pending') stages.push('told');
  return {
    id: 'newest',
    number: id,
    key,
    isKeyKnown: waiting !== null || offset >= 0 || entry.key !== null,
    bytes: steps?.bytes ?? [],
    hash: steps?.hash ?? 0,
    positive: steps?.positive ?? 0,
    partitionCount,
    partition,
    nextPartition: key === null ? -1 : keyArithmetic(key, partitionCount + 1).partition,
    stages,
    outcome: entry.outcome,
    sentMicros: entry.sentMicros,
    offset,
  };
}

function keyAt(reader: ClusterReader, partition: string, offset: number): string | null {
  const facts = reader.partition(partition);
  const log = facts === null || offset < 0 ? null : (reader.leader(facts)?.log ?? null);
  if (log === null) return null;
  for (const batch of batchesBetween(log, offset, offset + 1))
    for (let i = 0; i < batch.records.count; i++) if (batch.offsetOf(i) === offset) return batch.records.at(i).key;
  return null;
}

/** Other keys of the producer's workload, and where they go. */
export function keyRows(reader: ClusterReader, { workload }: ProducerProcess): readonly KeyRow[] {
  if (workload === null) return [];
  const { topic, keys } = workload.settings;
  const count = reader.cluster.activeController.image.topicByName(topic)?.partitions.length ?? 0;
  return [...new Set(keys)].slice(0, shownKeys).map((key) => {
    const { positive, partition } = keyArithmetic(key, count);
    return { id: key, positive, partition };
  });
}
