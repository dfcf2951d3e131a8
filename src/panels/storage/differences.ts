/** What differs on a broker’s disk between two histories at one time, read off their rows. */
import { DifferenceList } from '../../app/compare/difference-list.ts';
import type { FoundDifference } from '../../app/compare/difference-list.ts';
import type { StorageBytesRow, StorageFileRow, StorageLogRow, StorageMemoryRow, StorageSegmentRow } from './rows.ts';

/** The rows of one history. */
export interface StorageSide {
  readonly log: StorageLogRow | undefined;
  readonly files: readonly StorageFileRow[];
  readonly segments: readonly StorageSegmentRow[];
  readonly memory: StorageMemoryRow | undefined;
  readonly bytes: StorageBytesRow | undefined;
}

/** A difference on disk. */
export type StorageDifference = FoundDifference<
  | 'power-takes'
  | 'leader'
  | 'broker-runs'
  | 'log-start-of'
  | 'recovery-point'
  | 'flushed-to'
  | 'high-watermark-of'
  | 'log-end-of'
  | 'segments-of'
  | 'bytes-of'
  | 'file'
>;

/** A name of the directory, with the file of that name in each history. */
export interface LedgerRow {
  readonly name: string;
  readonly here: StorageFileRow | undefined;
  readonly there: StorageFileRow | undefined;
  readonly isSame: boolean;
}

/** A batch that is in large as long as nobody has chosen one. */
export interface DefaultBatch {
  readonly segment: number;
  readonly batch: number;
}

/** What a power cut would come to first, then the log’s offsets, then its files. */
export function storageDifferences(here: StorageSide, there: StorageSide): readonly StorageDifference[] {
  const list = new DifferenceList<StorageDifference['kind']>();
  const [log, other] = [here.log, there.log];
  if (log === undefined || other === undefined) return [];
  const { partition, broker } = log;
  const at = (place: string) => ({ place: `fact:${place}`, params: { partition } });
  list.add('power-takes', at('memory'), here.memory?.recordCount ?? 0, there.memory?.recordCount ?? 0);
  list.add('leader', { place: 'fact:leader', params: { partition } }, log.leader, other.leader);
  list.add('broker-runs', { place: 'fact:runs', params: { broker } }, log.isUp ? 'yes' : 'no', other.isUp ? 'yes' : 'no');
  list.add('log-end-of', at('end'), log.logEndOffset, other.logEndOffset);
  list.add('high-watermark-of', at('high-watermark'), log.highWatermark, other.highWatermark);
  list.add('flushed-to', at('flushed'), log.flushedOffset, other.flushedOffset);
  list.add('recovery-point', at('recovery'), log.recoveryPoint, other.recoveryPoint);
  list.add('log-start-of', at('start'), log.logStartOffset, other.logStartOffset);
  list.add('segments-of', at('segments'), log.segmentCount, other.segmentCount);
  list.add('bytes-of', at('bytes'), log.sizeBytes, other.sizeBytes);
  for (const row of ledgerOf(here.files, there.files)) {
    if (!row.isSame) list.add('file', { place: `file:${row.name}`, params: { file: row.name } }, sizeOf(row.here), sizeOf(row.there));
  }
  return list.found;
}

/** Both directories in one listing, so that a file stands in the same line on both sides. */
export function ledgerOf(here: readonly StorageFileRow[], there: readonly StorageFileRow[]): readonly LedgerRow[] {
  const [own, others] = [here, there].map((files) => new Map(files.map((file) => [file.id, file])));
  const names = [...new Set([...here, ...there].map(({ id }) => id))].sort();
  return names.map((name) => {
    const [one, other] = [own?.get(name), others?.get(name)];
    return { name, here: one, there: other, isSame: sizeOf(one) === sizeOf(other) };
  });
}

/** What of a file counts: its bytes, of an index that is preallocated those that are used; -1: there is none. */
export function sizeOf(file: StorageFileRow | undefined): number {
  if (file === undefined) return -1;
  return file.usedBytes >= 0 ? file.usedBytes : file.sizeBytes;
}

/** The last batch that both logs have room for: the last segment of one base, and the shorter of the two. */
export function lastCommonBatch(here: readonly StorageSegmentRow[], there: readonly StorageSegmentRow[]): DefaultBatch | null {
  let found: DefaultBatch | null = null;
  for (const segment of here) {
    const other = there.find(({ baseOffset }) => baseOffset === segment.baseOffset);
    const batch = Math.min(segment.batchCount, other?.batchCount ?? 0) - 1;
    if (batch >= 0 && (found === null || segment.baseOffset > found.segment)) found = { segment: segment.baseOffset, batch };
  }
  return found;
}

/** Which bytes of a page the other history has otherwise; null where the two are not of one batch. */
export function unlikeBytes(own: StorageBytesRow, other: StorageBytesRow | undefined): ReadonlySet<number> | null {
  if (other === undefined || other.baseOffset !== own.baseOffset || other.part !== own.part || other.from !== own.from) return null;
  const unlike = new Set<number>();
  for (let at = 0; at < own.bytesHex.length; at += 2) {
    if (own.bytesHex.slice(at, at + 2) !== other.bytesHex.slice(at, at + 2)) unlike.add(at / 2);
  }
  return unlike;
}
