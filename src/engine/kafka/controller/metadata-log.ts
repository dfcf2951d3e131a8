import { Entity, Shared } from '../../kernel/state.ts';
import type { MetadataRecord } from '../metadata/records.ts';

/** A record in the metadata log, with the Raft epoch in which it was written. */
export interface MetadataLogEntry {
  readonly record: MetadataRecord;
  readonly epoch: number;
}

const chunkEntries = 64;

class SealedChunk extends Shared {
  readonly entries: readonly MetadataLogEntry[];

  constructor(entries: readonly MetadataLogEntry[]) {
    super();
    this.entries = entries;
  }
}

/** `__cluster_metadata-0` on one controller's disk. Full chunks are shared by all checkpoints. */
export class MetadataLog extends Entity {
  private sealed: SealedChunk[] = [];
  private open: MetadataLogEntry[] = [];

  /** The offset that the next record gets. */
  get endOffset(): number {
    return this.sealed.length * chunkEntries + this.open.length;
  }

  get lastEpoch(): number {
    return this.endOffset === 0 ? 0 : this.at(this.endOffset - 1).epoch;
  }

  at(offset: number): MetadataLogEntry {
    const chunk = Math.floor(offset / chunkEntries);
    const entry = chunk < this.sealed.length ? this.sealed[chunk]!.entries[offset % chunkEntries] : this.open[offset % chunkEntries];
    if (entry === undefined) throw new RangeError(`metadata offset ${String(offset)} of ${String(this.endOffset)}`);
    return entry;
  }

  /** Appends; returns the offset of the first. */
  append(records: readonly MetadataRecord[], epoch: number): number {
    this.touch();
    const baseOffset = this.endOffset;
    for (const record of records) {
      this.open.push({ record, epoch });
      if (this.open.length < chunkEntries) continue;
      this.sealed.push(new SealedChunk(this.open));
      this.open = [];
    }
    return baseOffset;
  }

  /** Drops everything from `offset` on: another leader wrote otherwise. */
  truncateTo(offset: number): void {
    if (offset >= this.endOffset) return;
    this.touch();
    const chunk = Math.floor(offset / chunkEntries);
    const kept = chunk < this.sealed.length ? this.sealed[chunk]!.entries : this.open;
    this.open = kept.slice(0, offset % chunkEntries);
    this.sealed = this.sealed.slice(0, chunk);
  }

  /** Records from `offset` on, at most `limit`. */
  read(offset: number, limit: number): readonly MetadataLogEntry[] {
    const entries: MetadataLogEntry[] = [];
    for (let at = offset; at < this.endOffset && entries.length < limit; at++) entries.push(this.at(at));
    return entries;
  }
}
