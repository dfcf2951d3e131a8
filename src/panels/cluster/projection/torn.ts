import { logTruncated } from '../../../engine/kafka/broker/events.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { TornRow } from '../rows.ts';
import { keyIndexOf, keyLetterOf } from './replicas.ts';

/** Cuts that stay to be seen, at most. */
const shownCuts = 4;
const shownRecordsOfCut = 4;

/** Records that replicas cut off their logs, newest cuts first. What they were is known from the ledger. */
export function tornRows(reader: ClusterReader): readonly TornRow[] {
  const { trace, eventCount, names } = reader.cluster.kernel;
  const rows: TornRow[] = [];
  let cuts = 0;
  for (let i = trace.milestoneIndex(eventCount) - 1; i >= 0 && cuts < shownCuts; i--) {
    const row = trace.milestones[i]!;
    if (row.spec !== logTruncated) continue;
    cuts++;
    const partition = names.text(row.args['partition']!);
    const from = row.args['offset']!;
    const to = Math.min(row.args['previousLogEndOffset']!, from + shownRecordsOfCut);
    for (let offset = from; offset < to; offset++) {
      const entry = cutEntry(reader, partition, offset, row.node);
      rows.push({
        id: `${String(row.id)} ${String(offset)}`,
        partition,
        broker: row.node,
        offset,
        key: keyLetterOf(entry?.key ?? null),
        keyIndex: keyIndexOf(entry?.key ?? null),
        isLost: entry?.isLost === true,
        atMicros: row.micros,
        event: row.id,
      });
    }
  }
  return rows;
}

/** The record that a leader had appended at the offset and that its current leader does not have there. */
function cutEntry(
  reader: ClusterReader,
  partition: string,
  offset: number,
  broker: number,
): { readonly key: string | null; readonly isLost: boolean } | null {
  const ledger = reader.cluster.ledger.partition(partition);
  if (ledger === null) return null;
  let found: { key: string | null; isLost: boolean } | null = null;
  for (const entry of ledger.entries()) {
    const at = entry.appendOffsets.find((first) => offset >= first && offset < first + entry.count);
    if (at === undefined || standsThere(reader, { partition, offset, broker }, entry.firstId + (offset - at))) continue;
    found = { key: entry.key, isLost: entry.isLost };
    if (entry.isLost) break;
  }
  return found;
}

function standsThere(
  reader: ClusterReader,
  { partition, offset, broker }: { readonly partition: string; readonly offset: number; readonly broker: number },
  ledgerId: number,
): boolean {
  const log = reader.log(broker, partition);
  if (log === null || offset >= log.logEndOffset || offset < log.logStartOffset) return false;
  const read = log.read(offset, 1, 'LOG_END', true);
  if (read.kind === 'error') return false;
  const batch = read.batches.find((b) => offset >= b.baseOffset && offset <= b.lastOffset);
  return (
    batch !== undefined &&
    batch.records.count === batch.lastOffsetDelta + 1 &&
    batch.records.at(offset - batch.baseOffset).ledgerId === ledgerId
  );
}
