import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { PartitionLog } from '../../../engine/kafka/log/partition-log.ts';
import type { RecordBatch } from '../../../engine/kafka/log/record-batch.ts';
import type { RecordFate, StorageCleanerRow, StorageSurvivorRow } from '../rows.ts';
import type { StorageView } from './view.ts';

/** Longer logs are not forecast while they are watched: every record would have to be looked at. */
const forecastBytesMax = 4_000_000;
const shownRecordsMax = 300;

interface Forecast {
  readonly fates: ReadonlyMap<number, { readonly fate: RecordFate; readonly replacedBy: number }>;
  readonly endOffset: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** The offsets of the records that stay. */
  readonly survivors: readonly number[];
}

interface Outcome {
  readonly micros: number;
  readonly forecastCount: number;
  readonly remainingCount: number;
  readonly isAsForecast: boolean;
}

/** The cleaner's tables, with a memory: what was forecast last, so that it can be compared with what came of it. */
export class CleaningTables {
  private key = '';
  private checkpoint = -1;
  private micros = -1;
  private forecast: Forecast | null = null;
  private outcome: Outcome | null = null;

  rows(
    reader: ClusterReader,
    view: StorageView,
    live: PartitionLog,
    nowMicros: number,
  ): { readonly cleaner: readonly StorageCleanerRow[]; readonly survivors: readonly StorageSurvivorRow[] } {
    const facts = reader.storage(view.broker, view.partition);
    const dirtiness = facts?.dirtiness ?? null;
    const key = `${view.partition}@${String(view.broker)}`;
    if (key !== this.key || nowMicros < this.micros) this.forget(key);
    if (dirtiness === null) return { cleaner: [], survivors: [] };
    const checkpoint = facts?.cleanerCheckpoint ?? -1;
    if (checkpoint !== this.checkpoint) this.compare(live, nowMicros);
    this.checkpoint = checkpoint;
    this.micros = nowMicros;
    this.forecast = dirtiness.totalBytes > forecastBytesMax ? null : forecastOf(reader, view);
    const { log: _log, totalBytes: _totalBytes, needCompactionNow, ...measures } = dirtiness;
    const cleaner: StorageCleanerRow = {
      id: 'cleaner',
      ...measures,
      cleanableRatio: dirtiness.totalBytes === 0 ? 0 : dirtiness.cleanableRatio,
      uncleanableBytes: live.sizeBytes - dirtiness.totalBytes,
      minCleanableRatio: live.config.minCleanableRatio,
      isDue: reader.disks.isCleaningDue(view.broker, view.partition),
      needsCompactionNow: needCompactionNow,
      nextTurnMillis: reader.disks.nextTaskMillis(view.broker, 'cleaner'),
      recordCount: this.forecast?.fates.size ?? (dirtiness.totalBytes > forecastBytesMax ? -1 : 0),
      survivorCount: this.forecast?.survivors.length ?? 0,
      bytesBefore: this.forecast?.bytesBefore ?? 0,
      bytesAfter: this.forecast?.bytesAfter ?? 0,
      endOffset: this.forecast?.endOffset ?? -1,
      cleanedAtMicros: this.outcome?.micros ?? -1,
      forecastCount: this.outcome?.forecastCount ?? -1,
      remainingCount: this.outcome?.remainingCount ?? -1,
      isAsForecast: this.outcome?.isAsForecast ?? false,
    };
    return { cleaner: [cleaner], survivors: survivorRows(live, this.forecast, cleaner) };
  }

  private forget(key: string): void {
    this.key = key;
    this.checkpoint = -1;
    this.micros = -1;
    this.forecast = null;
    this.outcome = null;
  }

  /** The log was cleaned since the last look: are those records left that were said to be? */
  private compare(live: PartitionLog, nowMicros: number): void {
    const { forecast } = this;
    if (forecast === null || this.micros < 0) return;
    const left = offsetsBelow(live, forecast.endOffset);
    const isAsForecast = left.length === forecast.survivors.length && left.every((offset, index) => offset === forecast.survivors[index]);
    this.outcome = { micros: nowMicros, forecastCount: forecast.survivors.length, remainingCount: left.length, isAsForecast };
  }
}

function forecastOf(reader: ClusterReader, view: StorageView): Forecast | null {
  const fates = new Map<number, { readonly fate: RecordFate; readonly replacedBy: number }>();
  const stats = reader.disks.cleaning(view.broker, view.partition, (offset, fate, replacedBy) => fates.set(offset, { fate, replacedBy }));
  if (stats === null) return null;
  const survivors = [...fates].filter(([offset, { fate }]) => fate === 'stays' && offset < stats.endOffset).map(([offset]) => offset);
  return { fates, endOffset: stats.endOffset, bytesBefore: stats.bytesRead, bytesAfter: stats.bytesWritten, survivors };
}

function offsetsBelow(live: PartitionLog, endOffset: number): readonly number[] {
  const offsets: number[] = [];
  for (const batch of live.allBatches()) {
    for (let index = 0; index < batch.count; index++) if (batch.offsetOf(index) < endOffset) offsets.push(batch.offsetOf(index));
  }
  return offsets;
}

function survivorRows(live: PartitionLog, forecast: Forecast | null, cleaner: StorageCleanerRow): readonly StorageSurvivorRow[] {
  const rows: StorageSurvivorRow[] = [];
  if (cleaner.recordCount < 0) return rows;
  for (const batch of live.allBatches()) {
    for (let index = 0; index < batch.count; index++) rows.push(survivorRow(batch, index, forecast, cleaner));
    if (rows.length > shownRecordsMax * 4) break;
  }
  return rows.slice(-shownRecordsMax);
}

function survivorRow(batch: RecordBatch, index: number, forecast: Forecast | null, cleaner: StorageCleanerRow): StorageSurvivorRow {
  const offset = batch.offsetOf(index);
  const record = batch.records.at(index);
  const verdict = forecast?.fates.get(offset);
  const isTombstone = record.value === null && !batch.isControlBatch;
  return {
    id: String(offset),
    offset,
    key: batch.isControlBatch ? batch.controlType : record.key,
    isTombstone,
    deleteHorizonMillis: isTombstone ? (batch.deleteHorizonMs ?? -1) : -1,
    fate: offset >= cleaner.firstUncleanableOffset ? 'untouched' : (verdict?.fate ?? 'stays'),
    replacedBy: verdict?.replacedBy ?? -1,
    part: offset >= cleaner.firstUncleanableOffset ? 'uncleanable' : offset >= cleaner.firstDirtyOffset ? 'dirty' : 'clean',
  };
}
