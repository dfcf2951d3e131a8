import { fetchDiverged, logTruncated } from '../../../engine/kafka/broker/events.ts';
import type { LedgerEntry } from '../../../engine/kafka/ledger/ledger-entry.ts';
import type { PartitionLog } from '../../../engine/kafka/log/partition-log.ts';
import { batchesBetween } from '../../../engine/kafka/reader.ts';
import type { ClusterReader, PartitionFacts } from '../../../engine/kafka/reader.ts';
import type { Trace, TraceRow } from '../../../engine/kernel/trace.ts';
import type { CutRecordRow } from '../rows.ts';

const shownRecordsOfCut = 6;

/** Records that replicas of the partition cut off: the newest cut of each broker, with what became of each record by the ledger. */
export function cutRows(reader: ClusterReader, facts: PartitionFacts): readonly CutRecordRow[] {
  const { trace, eventCount, names } = reader.cluster.kernel;
  const rows: CutRecordRow[] = [];
  const seen = new Set<number>();
  for (let i = trace.milestoneIndex(eventCount) - 1; i >= 0; i--) {
    const row = trace.milestones[i];
    if (row === undefined || row.spec !== logTruncated || seen.has(row.node)) continue;
    if (names.text(row.args['partition'] ?? -1) !== facts.name) continue;
    seen.add(row.node);
    rows.push(...recordsOfCut(reader, facts, row, divergenceAt(trace, i, row)));
  }
  return rows;
}

/** The leader's answer that told a follower to cut: it is told of at the same moment. Before KIP-101 there was none. */
function divergenceAt({ milestones }: Trace, index: number, { node, micros, args }: TraceRow): TraceRow | undefined {
  const before = milestones.slice(Math.max(0, index - 9), index);
  return before
    .reverse()
    .find((row) => row.spec === fetchDiverged && row.node === node && row.micros === micros && row.args['partition'] === args['partition']);
}

function recordsOfCut(
  reader: ClusterReader,
  facts: PartitionFacts,
  row: TraceRow,
  diverged: TraceRow | undefined,
): readonly CutRecordRow[] {
  const from = row.args['offset'] ?? 0;
  const end = row.args['previousLogEndOffset'] ?? from;
  const leaderLog = reader.leader(facts)?.log ?? null;
  const rows: CutRecordRow[] = [];
  for (let offset = from; offset < Math.min(end, from + shownRecordsOfCut); offset++) {
    const entry = entryCutAt(reader, facts, offset, row);
    const at = entry?.appendOffsets.find((first) => offset >= first && offset < first + entry.count) ?? offset;
    rows.push({
      id: `${String(row.id)} ${String(offset)}`,
      broker: row.node,
      offset,
      key: entry?.key ?? '',
      producer: entry === null ? null : (reader.cluster.clients.ofNode(entry.producer)?.name ?? null),
      outcome: entry?.outcome ?? 'unknown',
      isLost: entry?.isLost === true,
      standsAtOffset: entry === null || leaderLog === null ? -1 : standsAt(leaderLog, entry, offset - at),
      atMicros: row.micros,
      event: row.id,
      divergingEpoch: diverged?.args['divergingEpoch'] ?? -1,
      divergingEndOffset: diverged?.args['endOffset'] ?? -1,
      answeredBy: diverged?.args['leader'] ?? -1,
    });
  }
  return rows;
}

/** The record that a leader appended at the offset before the cut and that is not there any more. */
function entryCutAt(reader: ClusterReader, facts: PartitionFacts, offset: number, cut: TraceRow): LedgerEntry | null {
  const ledger = reader.cluster.ledger.partition(facts.name);
  const log = reader.log(cut.node, facts.name);
  let found: LedgerEntry | null = null;
  for (const entry of ledger?.entries() ?? []) {
    const at = entry.appendOffsets.find((first) => offset >= first && offset < first + entry.count);
    if (at === undefined || entry.sentMicros > cut.micros) continue;
    if (log !== null && holds(log, offset, entry.firstId + (offset - at))) continue;
    found = entry;
    if (entry.isLost) break;
  }
  return found;
}

function standsAt(log: PartitionLog, entry: LedgerEntry, distance: number): number {
  return entry.appendOffsets.map((first) => first + distance).find((offset) => holds(log, offset, entry.firstId + distance)) ?? -1;
}

function holds(log: PartitionLog, offset: number, ledgerId: number): boolean {
  if (offset >= log.logEndOffset || offset < log.logStartOffset) return false;
  const batch = batchesBetween(log, offset, offset + 1)[0];
  if (batch === undefined) return false;
  for (let index = 0; index < batch.records.count; index++) {
    const record = batch.records.at(index);
    if (batch.baseOffset + (record.offsetDelta ?? index) === offset) return record.ledgerId === ledgerId;
  }
  return false;
}
