import { recordsAppended, recordsReplicated } from '../../../engine/kafka/broker/events.ts';
import type { PartitionLog } from '../../../engine/kafka/log/partition-log.ts';
import { batchesBetween } from '../../../engine/kafka/reader.ts';
import type { ClusterReader, PartitionFacts } from '../../../engine/kafka/reader.ts';
import type { NodeId } from '../../../engine/kernel/units.ts';
import { cellFlag } from '../rows.ts';
import type { LinedUpLogRow } from '../rows.ts';

/** How many of the newest events are looked through for what has just been appended. */
const recentEvents = 400;

type Cells = { readonly [K in 'cellKeys' | 'cellEpochs' | 'cellFlags' | 'cellAppendedMicros']: LinedUpLogRow[K][number][] };

/** One replica's log, as it is, and as its leader believes it to be. */
export function logRow(reader: ClusterReader, facts: PartitionFacts, broker: NodeId, firstOffset: number): LinedUpLogRow {
  const log = reader.log(broker, facts.name);
  const leader = reader.leader(facts);
  const role = reader.role(broker, facts);
  const logEndOffset = log?.logEndOffset ?? 0;
  const known = role === 'leader' ? null : (leader?.replica(broker) ?? null);
  const epochs = log?.leaderEpochCache.epochEntries() ?? [];
  const leaderEnd = leader?.log?.logEndOffset ?? logEndOffset;
  return {
    id: String(broker),
    partition: facts.name,
    broker,
    role,
    isRunning: reader.isUp(broker),
    logStartOffset: log?.logStartOffset ?? 0,
    highWatermark: log?.highWatermark ?? 0,
    lastStableOffset: log?.lastStableOffset ?? 0,
    logEndOffset,
    behindCount: role === 'leader' ? 0 : Math.max(0, leaderEnd - logEndOffset),
    leaderThinksLogEndOffset: known?.logEndOffset ?? -1,
    lastCaughtUpMicros: known === null ? -1 : Math.max(-1, (known.lastCaughtUpTimeMs - reader.cluster.kernel.epochMillis) * 1000),
    ...fetchFacts(reader, facts, broker),
    cacheEpochs: epochs.map((entry) => entry.epoch),
    cacheStartOffsets: epochs.map((entry) => entry.startOffset),
    firstOffset,
    ...cellsOf({ reader, facts, broker, log }, firstOffset),
  };
}

type FetchFacts = Pick<LinedUpLogRow, 'fetchOffset' | 'fetchesFrom' | 'fetchState'>;
const noFetch: FetchFacts = { fetchOffset: -1, fetchesFrom: -1, fetchState: 'none' };

/** Where a follower's fetcher is with the partition. */
function fetchFacts(reader: ClusterReader, { name }: PartitionFacts, broker: NodeId): FetchFacts {
  if (!reader.isUp(broker)) return noFetch;
  for (const fetcher of reader.cluster.broker(broker)?.fetchers.all() ?? []) {
    if (fetcher.isFailed(name)) return { ...noFetch, fetchesFrom: fetcher.leaderId, fetchState: 'failed' };
    const state = fetcher.fetchState(name);
    if (state === null) continue;
    const { kernel } = reader.cluster;
    const nowMillis = kernel.epochMillis + kernel.nowMicros / 1000;
    return {
      fetchOffset: state.fetchOffset,
      fetchesFrom: fetcher.leaderId,
      fetchState: state.isDelayed(nowMillis) ? 'delayed' : state.state === 'TRUNCATING' ? 'truncating' : 'fetching',
    };
  }
  return noFetch;
}

/** When the runs of offsets were appended on a broker, as far as it is recent. */
function recentAppends(reader: ClusterReader, name: string, broker: NodeId): readonly { from: number; to: number; micros: number }[] {
  const { trace, eventCount, names } = reader.cluster.kernel;
  const found: { from: number; to: number; micros: number }[] = [];
  for (let id = eventCount - 1; id >= Math.max(0, eventCount - recentEvents); id--) {
    const row = trace.row(id);
    if (row === null || row.node !== broker || (row.spec !== recordsAppended && row.spec !== recordsReplicated)) continue;
    if (names.text(row.args['partition'] ?? -1) !== name) continue;
    const from = row.args['firstOffset'] ?? 0;
    found.push({ from, to: from + (row.args['recordCount'] ?? 0), micros: row.micros });
  }
  return found;
}

interface LogPlace {
  readonly reader: ClusterReader;
  readonly facts: PartitionFacts;
  readonly broker: NodeId;
  readonly log: PartitionLog | null;
}

function cellsOf({ reader, facts, broker, log }: LogPlace, firstOffset: number): Cells {
  const cells: Cells = { cellKeys: [], cellEpochs: [], cellFlags: [], cellAppendedMicros: [] };
  if (log === null) return cells;
  const { ledger } = reader.cluster;
  const appended = recentAppends(reader, facts.name, broker);
  let next = firstOffset;
  const push = (key: string | null, epoch: number, flags: number): void => {
    cells.cellKeys.push(key ?? '');
    cells.cellEpochs.push(epoch);
    cells.cellFlags.push(flags);
    cells.cellAppendedMicros.push(appended.find((run) => next >= run.from && next < run.to)?.micros ?? -1);
    next++;
  };
  for (const batch of batchesBetween(log, firstOffset, log.logEndOffset)) {
    for (let index = 0; index < batch.records.count; index++) {
      const record = batch.records.at(index);
      const offset = batch.baseOffset + (record.offsetDelta ?? index);
      if (offset < firstOffset) continue;
      while (next < offset) push(null, -1, cellFlag.compactedAway);
      const entry = record.ledgerId === 0 ? null : ledger.entryOf(facts.name, record.ledgerId);
      let flags = entry?.isLost === true ? cellFlag.lost : 0;
      const firstCopy = entry?.appendOffsets[0];
      if (entry !== null && entry.extraCopies > 0 && firstCopy !== undefined && offset > firstCopy + (record.ledgerId - entry.firstId))
        flags |= cellFlag.duplicate;
      if (batch.controlType === 'COMMIT') flags |= cellFlag.commit;
      if (batch.controlType === 'ABORT') flags |= cellFlag.abort;
      if (record.value === null && !batch.isControlBatch) flags |= cellFlag.tombstone;
      push(batch.isControlBatch ? null : record.key, batch.partitionLeaderEpoch, flags);
    }
  }
  return cells;
}
