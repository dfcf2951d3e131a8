import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { Codecs } from '../../../engine/kafka/log/codecs.ts';
import type { PartitionLog } from '../../../engine/kafka/log/partition-log.ts';
import type { LogSegment } from '../../../engine/kafka/log/log-segment.ts';
import { lookUpOffset, lookUpTimestamp } from '../../../engine/kafka/storage/log-lookup.ts';
import type { LogLookup, SearchedLog } from '../../../engine/kafka/storage/log-lookup.ts';
import type { OpenedLogFiles } from '../../../engine/kafka/storage/opened-log-files.ts';

/** What the page asks to see. */
export type StorageQuery = Readonly<Record<string, string | number | boolean | null>>;

/** What a projection is given besides the cluster. */
export interface StorageGiven {
  readonly files: OpenedLogFiles | null;
  readonly codecs: Codecs;
}

/** The log that is shown and the place in it: what every table is made from. */
export interface StorageView {
  readonly log: SearchedLog;
  /** null: opened files. */
  readonly live: PartitionLog | null;
  readonly files: OpenedLogFiles | null;
  readonly partition: string;
  readonly broker: number;
  readonly brokers: readonly number[];
  readonly lookup: { readonly asked: 'offset' | 'timestamp'; readonly value: number; readonly found: LogLookup } | null;
  readonly segment: LogSegment | null;
  /** The index of the batch in large; -1: none. */
  readonly batchIndex: number;
}

/** Resolves what is asked for to what there is; null when there is no log to show. */
export function viewOf(reader: ClusterReader, query: StorageQuery, files: OpenedLogFiles | null): StorageView | null {
  if (query['source'] === 'files') {
    if (files === null) return null;
    return { ...placeIn(files, query), log: files, live: null, files, partition: '', broker: -1, brokers: [] };
  }
  const facts = reader.partition(text(query['focus'])) ?? reader.partitions()[0];
  if (facts === undefined) return null;
  const brokers = reader.disks.brokersOf(facts.name);
  const { leader } = facts.registration;
  const broker = brokers.find((id) => id === query['broker']) ?? brokers.find((id) => id === leader) ?? brokers[0];
  const live = broker === undefined ? null : reader.log(broker, facts.name);
  if (broker === undefined || live === null) return null;
  return { ...placeIn(live, query), log: live, live, files: null, partition: facts.name, broker, brokers };
}

function placeIn(log: SearchedLog, query: StorageQuery): Pick<StorageView, 'lookup' | 'segment' | 'batchIndex'> {
  const lookup = lookupOf(log, query);
  const found = lookup?.found.kind === 'found' ? lookup.found : null;
  const { segments } = log.localLog;
  const chosen = segments.find((segment) => segment.baseOffset === query['segment']);
  const segment = chosen ?? found?.segment ?? lastWithBatches(segments) ?? segments[0] ?? null;
  const count = segment?.batches.count ?? 0;
  const asked = query['batch'];
  const isAsked = chosen !== undefined && typeof asked === 'number' && asked >= 0 && asked < count;
  const byte = query['byte'];
  if (chosen !== undefined && typeof byte === 'number' && count > 0) {
    return { lookup, segment: chosen, batchIndex: Math.min(count - 1, batchOfByte(chosen, byte)) };
  }
  const fallback = found !== null && found.segment === segment ? found.search.index : count - 1;
  return { lookup, segment, batchIndex: isAsked ? asked : fallback };
}

/** The batch that a byte lies in; the first behind it in a stretch that is none. */
function batchOfByte({ batches }: LogSegment, byte: number): number {
  const index = batches.indexOfPosition(byte);
  return index > 0 && (index >= batches.count || batches.positionAt(index) > byte) ? index - 1 : index;
}

function lookupOf(log: SearchedLog, query: StorageQuery): StorageView['lookup'] {
  const value = query['value'];
  if (typeof value !== 'number') return null;
  if (query['ask'] === 'offset') return { asked: 'offset', value, found: lookUpOffset(log, value) };
  return query['ask'] === 'timestamp' ? { asked: 'timestamp', value, found: lookUpTimestamp(log, value) } : null;
}

function lastWithBatches(segments: readonly LogSegment[]): LogSegment | undefined {
  for (let index = segments.length - 1; index >= 0; index--) if ((segments[index]?.batches.count ?? 0) > 0) return segments[index];
  return undefined;
}

function text(value: StorageQuery[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A whole number of a query within bounds. */
export function numberOf(value: StorageQuery[string] | undefined, bounds: { readonly fallback: number; readonly max: number }): number {
  return typeof value === 'number' && value >= 0 ? Math.min(Math.floor(value), bounds.max) : bounds.fallback;
}
