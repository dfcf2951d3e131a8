import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { Micros } from '../../kernel/units.ts';
import type { RecordBatch } from '../log/record-batch.ts';
import type { CostModel } from './cost-model.ts';
import { PageCache } from './page-cache.ts';

/** A log while its dirty pages are being written. */
interface Writeback {
  readonly fromMicros: Micros;
  readonly untilMicros: Micros;
}

/** A read that memory could not answer. */
export interface DiskRead {
  readonly topicPartition: string;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly atMicros: Micros;
  readonly untilMicros: Micros;
}

/** What a machine is busy with, and has been. */
export interface HardwareUse {
  readonly cachedBytes: number;
  readonly dirtyBytes: number;
  readonly memoryReadBytes: number;
  readonly diskReadBytes: number;
  readonly lastDiskRead: DiskRead | null;
  /** Until when what was asked so far keeps each part busy. */
  readonly cpuUntilMicros: Micros;
  readonly diskUntilMicros: Micros;
}

/** What came in for one log. */
export interface Appended {
  readonly topicPartition: string;
  readonly endOffset: number;
  readonly sizeBytes: number;
}

/**
 * The machine of one broker, where a scenario gives costs: processor and disk each do one thing after the other, and a log's appends
 * wait while its pages are written. (What its network card sends, the kernel's Network times; receiving costs nothing.) Lost at a crash.
 */
export class Hardware extends Entity {
  costs: CostModel;
  private cache: PageCache;
  private cpuUntil: Micros = 0;
  private diskUntil: Micros = 0;
  private dirtyBytes = new Map<string, number>();
  private writebacks = new Map<string, Writeback>();
  private memoryReadTotal = 0;
  private diskReadTotal = 0;
  private lastDiskRead: DiskRead | null = null;

  constructor(registry: EntityRegistry, costs: CostModel) {
    super(registry);
    this.costs = costs;
    this.cache = new PageCache(costs.pageCacheBytes);
  }

  /** What it is doing. */
  get use(): HardwareUse {
    let dirtyBytes = 0;
    for (const bytes of this.dirtyBytes.values()) dirtyBytes += bytes;
    return {
      cachedBytes: this.cache.usedBytes,
      dirtyBytes,
      memoryReadBytes: this.memoryReadTotal,
      diskReadBytes: this.diskReadTotal,
      lastDiskRead: this.lastDiskRead,
      cpuUntilMicros: this.cpuUntil,
      diskUntilMicros: this.diskUntil,
    };
  }

  /** From which offset on a log is in memory. */
  cachedFrom(topicPartition: string): number {
    return this.cache.firstOffset(topicPartition);
  }

  /** What a log holds already is in memory; some of it waits to be written. */
  fill(log: Appended, dirtyBytes: number): void {
    this.touch();
    if (log.sizeBytes > 0) this.cache.wrote(log.topicPartition, log.endOffset, log.sizeBytes);
    if (dirtyBytes > 0) this.dirtyBytes.set(log.topicPartition, dirtyBytes);
  }

  /** Everything that is asked from now on costs something else. */
  changeCosts(costs: CostModel): void {
    this.touch();
    this.costs = costs;
    this.cache.resize(costs.pageCacheBytes);
  }

  /** How long it takes until records that arrive now are in the page cache of their logs. */
  append(appended: readonly Appended[], nowMicros: Micros): Micros {
    this.touch();
    let sizeBytes = 0;
    for (const part of appended) sizeBytes += part.sizeBytes;
    this.cpuUntil = Math.max(nowMicros, this.cpuUntil) + this.costs.appendCpuMicros(sizeBytes);
    let done = this.cpuUntil;
    if (nowMicros < this.diskUntil) done += this.costs.contendedAppendMicros;
    for (const part of appended) {
      const writeback = this.writebacks.get(part.topicPartition);
      // The page that is being written must not change: the append waits (stable page writes).
      if (writeback !== undefined && done >= writeback.fromMicros && done < writeback.untilMicros) done = writeback.untilMicros;
      this.dirtyBytes.set(part.topicPartition, (this.dirtyBytes.get(part.topicPartition) ?? 0) + part.sizeBytes);
      this.cache.wrote(part.topicPartition, part.endOffset, part.sizeBytes);
    }
    return done - nowMicros;
  }

  /** How long it takes until what was read is handed to the network card: from memory, or from the disk where it has left memory. */
  read(parts: readonly { readonly topicPartition: string; readonly batches: readonly RecordBatch[] }[], nowMicros: Micros): Micros {
    this.touch();
    let sizeBytes = 0;
    let ready = nowMicros;
    for (const { topicPartition, batches } of parts) {
      const [first] = batches;
      if (first === undefined) continue;
      let partBytes = 0;
      for (const batch of batches) partBytes += batch.sizeBytes;
      sizeBytes += partBytes;
      if (this.cache.holds(topicPartition, first.baseOffset)) {
        this.memoryReadTotal += partBytes;
        continue;
      }
      this.diskUntil = Math.max(nowMicros, this.diskUntil) + this.costs.diskMicros(partBytes);
      this.diskReadTotal += partBytes;
      ready = this.diskUntil;
      this.lastDiskRead = { topicPartition, offset: first.baseOffset, sizeBytes: partBytes, atMicros: nowMicros, untilMicros: ready };
    }
    this.cpuUntil = Math.max(ready, this.cpuUntil) + this.costs.readCpuMicros(sizeBytes);
    return this.cpuUntil - nowMicros;
  }

  /** Writes everything that is dirty, one file after the other: with many of them a sequence of seeks. */
  writeBack(nowMicros: Micros): void {
    this.touch();
    this.writebacks = new Map();
    for (const [topicPartition, bytes] of this.dirtyBytes) {
      const fromMicros = Math.max(nowMicros, this.diskUntil);
      this.diskUntil = fromMicros + this.costs.diskMicros(bytes);
      this.writebacks.set(topicPartition, { fromMicros, untilMicros: this.diskUntil });
    }
    this.dirtyBytes = new Map();
  }

  /** A flush that somebody waits for: how long it takes. */
  flush(sizeBytes: number, nowMicros: Micros): Micros {
    this.touch();
    this.diskUntil = Math.max(nowMicros, this.diskUntil) + this.costs.diskMicros(sizeBytes);
    return this.diskUntil - nowMicros;
  }

  /** The machine starts again with nothing in memory. */
  clear(): void {
    this.touch();
    this.cache = new PageCache(this.costs.pageCacheBytes);
    this.cpuUntil = 0;
    this.diskUntil = 0;
    this.dirtyBytes = new Map();
    this.writebacks = new Map();
    this.memoryReadTotal = 0;
    this.diskReadTotal = 0;
    this.lastDiskRead = null;
  }
}
