import { recordsAppended, recordsReplicated } from '../../../engine/kafka/broker/events.ts';
import type { PartitionLog } from '../../../engine/kafka/log/partition-log.ts';
import type { RecordBatch } from '../../../engine/kafka/log/record-batch.ts';
import { batchesBetween } from '../../../engine/kafka/reader.ts';
import type { ClusterReader, PartitionFacts } from '../../../engine/kafka/reader.ts';
import type { NodeId } from '../../../engine/kernel/units.ts';
import { cellFlag, firstOffsetOfWindow } from '../rows.ts';
import type { PartitionRow, ReplicaRow, TroubleCode } from '../rows.ts';

/** How many of the newest events are looked through for what has just been appended. */
const recentEvents = 600;

/** When each run of offsets was appended on each replica, as far as it is recent: key `partition@broker`. */
export type RecentAppends = ReadonlyMap<
  string,
  readonly { readonly firstOffset: number; readonly count: number; readonly micros: number }[]
>;

/** Finds what was appended lately, from the trace. */
export function recentAppends(reader: ClusterReader): RecentAppends {
  const { trace, eventCount, names } = reader.cluster.kernel;
  const found = new Map<string, { firstOffset: number; count: number; micros: number }[]>();
  for (let id = eventCount - 1; id >= Math.max(0, eventCount - recentEvents); id--) {
    const kind = trace.kindOf(id);
    if (kind !== recordsAppended && kind !== recordsReplicated) continue;
    const row = trace.row(id);
    if (row === null) continue;
    const key = `${names.text(row.args['partition']!)}@${String(row.node)}`;
    const list = found.get(key) ?? [];
    list.push({ firstOffset: row.args['firstOffset']!, count: row.args['recordCount']!, micros: row.micros });
    found.set(key, list);
  }
  return found;
}

/** Which of six colours a key has: keys of one letter in turn, others by a hash. */
export function keyIndexOf(key: string | null): number {
  if (key === null) return -1;
  const first = key.charCodeAt(0);
  if (key.length === 1 && first >= 97 && first <= 122) return (first - 97) % 6;
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return (hash >>> 0) % 6;
}

/** What is shown in a cell of a key: its first letter. */
export function keyLetterOf(key: string | null): string {
  return key === null || key === '' ? '' : (Array.from(key)[0] ?? '');
}

interface Cells {
  readonly cellKeys: string[];
  readonly cellKeyIndexes: number[];
  readonly cellEpochs: number[];
  readonly cellFlags: number[];
  readonly cellAppendedMicros: number[];
}

/** What is drawn of one replica: its log from an offset on. */
interface Strip {
  readonly facts: PartitionFacts;
  readonly broker: NodeId;
  readonly log: PartitionLog;
  readonly firstOffset: number;
}

/** What a cell shows of a record, whatever becomes of it. */
interface Look {
  readonly keyLetter: string;
  readonly keyIndex: number;
  readonly offsetDelta: number;
  readonly ledgerId: number;
  readonly flags: number;
}

/** A batch never changes: its records are read once, each when it is shown first. */
const looksOfBatches = new WeakMap<RecordBatch, Look[]>();

function lookOf(batch: RecordBatch, index: number): Look {
  const looks = looksOfBatches.get(batch) ?? [];
  if (looks.length === 0) looksOfBatches.set(batch, looks);
  const known = looks[index];
  if (known !== undefined) return known;
  const { key, value, offsetDelta = index, ledgerId } = batch.records.at(index);
  const shownKey = batch.isControlBatch ? null : key;
  let flags = 0;
  if (batch.controlType === 'COMMIT') flags |= cellFlag.commit;
  if (batch.controlType === 'ABORT') flags |= cellFlag.abort;
  if (value === null && !batch.isControlBatch) flags |= cellFlag.tombstone;
  const look = { keyLetter: keyLetterOf(shownKey), keyIndex: keyIndexOf(shownKey), offsetDelta, ledgerId, flags };
  looks[index] = look;
  return look;
}

function cellsOf(reader: ClusterReader, { facts, broker, log, firstOffset }: Strip, recent: RecentAppends): Cells {
  const cells: Cells = { cellKeys: [], cellKeyIndexes: [], cellEpochs: [], cellFlags: [], cellAppendedMicros: [] };
  const { ledger } = reader.cluster;
  const appended = recent.get(`${facts.name}@${String(broker)}`) ?? [];
  let next = firstOffset;
  const push = (offset: number, { keyLetter, keyIndex }: Look, epoch: number, flags: number): void => {
    for (; next < offset; next++) pushCell(cells, { keyLetter: '', keyIndex: -1, epoch: -1, flags: cellFlag.compactedAway, micros: -1 });
    const run = appended.find((a) => offset >= a.firstOffset && offset < a.firstOffset + a.count);
    pushCell(cells, { keyLetter, keyIndex, epoch, flags, micros: run?.micros ?? -1 });
    next = offset + 1;
  };
  for (const batch of batchesBetween(log, firstOffset, log.logEndOffset)) {
    const from = Math.max(0, firstOffset - batch.baseOffset);
    for (let index = from; index < batch.records.count; index++) {
      const look = lookOf(batch, index);
      const offset = batch.baseOffset + look.offsetDelta;
      if (offset < firstOffset) continue;
      const entry = look.ledgerId === 0 ? null : ledger.entryOf(facts.name, look.ledgerId);
      let flags = look.flags | (offset >= log.flushedOffset ? cellFlag.unflushed : 0);
      if (entry?.isLost === true) flags |= cellFlag.lost;
      if (
        entry !== null &&
        entry.extraCopies > 0 &&
        entry.appendOffsets[0] !== undefined &&
        offset > entry.appendOffsets[0] + (look.ledgerId - entry.firstId)
      )
        flags |= cellFlag.duplicate;
      push(offset, look, batch.partitionLeaderEpoch, flags);
    }
  }
  return cells;
}

interface Cell {
  readonly keyLetter: string;
  readonly keyIndex: number;
  readonly epoch: number;
  readonly flags: number;
  readonly micros: number;
}

function pushCell(cells: Cells, { keyLetter, keyIndex, epoch, flags, micros }: Cell): void {
  cells.cellKeys.push(keyLetter);
  cells.cellKeyIndexes.push(keyIndex);
  cells.cellEpochs.push(epoch);
  cells.cellFlags.push(flags);
  cells.cellAppendedMicros.push(micros);
}

/** The newest log end among the replicas that run. */
function newestLogEnd(reader: ClusterReader, facts: PartitionFacts): number {
  return facts.registration.replicas.reduce((newest, id) => Math.max(newest, reader.log(id, facts.name)?.logEndOffset ?? 0), 0);
}

/** The rows of one partition's replicas. */
export function replicaRows(reader: ClusterReader, facts: PartitionFacts, cellCount: number, recent: RecentAppends): readonly ReplicaRow[] {
  const firstOffset = firstOffsetOfWindow(newestLogEnd(reader, facts), cellCount);
  const leader = reader.leader(facts);
  const leaderEndOffset = leader?.log?.logEndOffset ?? 0;
  const { epochMillis } = reader.cluster.kernel;
  return facts.registration.replicas.map((broker): ReplicaRow => {
    const log = reader.log(broker, facts.name);
    const role = reader.role(broker, facts);
    const logEndOffset = log?.logEndOffset ?? 0;
    const isFollower = role !== 'leader' && leader !== null;
    const belief = leader?.replica(broker) ?? null;
    const noCells: Cells = { cellKeys: [], cellKeyIndexes: [], cellEpochs: [], cellFlags: [], cellAppendedMicros: [] };
    return {
      id: `${facts.name}@${String(broker)}`,
      partition: facts.name,
      broker,
      role,
      isCaughtUp: isFollower && logEndOffset >= leaderEndOffset,
      behindCount: isFollower ? Math.max(0, leaderEndOffset - logEndOffset) : 0,
      logStartOffset: log?.logStartOffset ?? 0,
      highWatermark: log?.highWatermark ?? 0,
      lastStableOffset: log?.lastStableOffset ?? 0,
      logEndOffset,
      leaderEpoch: reader.belief(broker, facts.name)?.leaderEpoch ?? -1,
      leaderThinksLogEndOffset: belief?.logEndOffset ?? -1,
      lastCaughtUpMicros: belief === null ? -1 : (belief.lastCaughtUpTimeMs - epochMillis) * 1000,
      firstOffset,
      ...(log === null ? noCells : cellsOf(reader, { facts, broker, log, firstOffset }, recent)),
    };
  });
}

interface Trouble {
  readonly code: TroubleCode | null;
  readonly count: number;
  readonly broker: number;
}

function troubleOf(reader: ClusterReader, facts: PartitionFacts): Trouble {
  const { registration, name } = facts;
  const lost = reader.cluster.ledger.partition(name)?.totals.lost ?? 0;
  if (lost > 0) return { code: 'records-lost', count: lost, broker: -1 };
  if (registration.leader < 0) return { code: 'no-leader', count: 0, broker: -1 };
  const minIsr = reader.effectiveMinIsr(facts);
  if (registration.isr.length < minIsr) return { code: 'under-min-isr', count: registration.isr.length, broker: -1 };
  if (registration.isReassigning) return { code: 'reassigning', count: registration.addingReplicas.length, broker: -1 };
  const missing = registration.replicas.filter((id) => !registration.isr.includes(id));
  const [first] = missing;
  if (first === undefined) return { code: null, count: 0, broker: -1 };
  if (reader.role(first, facts) === 'fenced') return { code: 'fenced-replica', count: missing.length, broker: first };
  const leaderEnd = reader.leader(facts)?.log?.logEndOffset ?? 0;
  const behind = leaderEnd - (reader.log(first, name)?.logEndOffset ?? 0);
  return reader.isUp(first)
    ? { code: behind > 0 ? 'catching-up' : 'out-of-sync', count: behind, broker: first }
    : { code: 'out-of-sync', count: missing.length, broker: first };
}

/** The row of one partition. */
export function partitionRow(reader: ClusterReader, facts: PartitionFacts, cellCount: number): PartitionRow {
  const { registration } = facts;
  const newest = newestLogEnd(reader, facts);
  const firstOffset = firstOffsetOfWindow(newest, cellCount);
  const leader = reader.leader(facts);
  const epochs = (leader?.log ?? reader.log(registration.preferredReplica, facts.name))?.leaderEpochCache.epochEntries() ?? [];
  const shown = epochs.filter((_, i) => (epochs[i + 1]?.startOffset ?? Infinity) > firstOffset);
  const trouble = troubleOf(reader, facts);
  const state = leader?.partitionState;
  const pendingIsr =
    state === undefined || state.kind === 'CommittedPartitionState' ? null : state.sent.isrWithBrokerEpoch.map((member) => member.brokerId);
  return {
    id: facts.name,
    topic: facts.topic,
    isInternal: facts.isInternal,
    partition: facts.partition,
    leader: registration.leader,
    leaderEpoch: registration.leaderEpoch,
    partitionEpoch: registration.partitionEpoch,
    replicas: registration.replicas,
    isr: registration.isr,
    elr: registration.elr,
    pendingIsr,
    addingReplicas: registration.addingReplicas,
    removingReplicas: registration.removingReplicas,
    minIsr: reader.effectiveMinIsr(facts),
    trouble: trouble.code,
    troubleCount: trouble.count,
    troubleBroker: trouble.broker,
    epochs: shown.map((entry) => entry.epoch),
    epochStartOffsets: shown.map((entry) => entry.startOffset),
    firstOffset,
    newestLogEndOffset: newest,
  };
}
