import { Shared } from '../../kernel/state.ts';
import { encodeBatch } from './batch-encoder.ts';
import { batchSizeBytes } from './batch-builder.ts';
import type { Codecs } from './codecs.ts';
import { attributeBits, readBatchHeader, writeBatchHeader } from './format/batch-header.ts';
import { RecordSource } from './record-batch.ts';
import type { KafkaRecord, LedgerRunOfRecords, RecordBatch } from './record-batch.ts';
import { batchHeaderSizeBytes } from './record-size.ts';

/**
 * Compresses batches of a running cluster with real codecs, so that their sizes are those of real bytes. A producer does it when it sends,
 * a leader whose topic has a `compression.type` of its own does it again, and the cleaner does it with what it keeps.
 * Source: MemoryRecordsBuilder.close, LogValidator, MemoryRecords.buildRetainedRecordsInto.
 */
export class BatchCompressor extends Shared {
  private readonly codecs: Codecs;

  constructor(codecs: Codecs) {
    super();
    this.codecs = codecs;
  }

  /** The batch with its records in this compression; 0 takes them out of any. */
  compressed(batch: RecordBatch, compressionId: number): RecordBatch {
    const records = batch.records instanceof CompressedRecords ? batch.records.plain : batch.records;
    const plain = batch.with({ records, sizeBytes: batchSizeBytes(records, batch.baseTimestamp) });
    if (compressionId === 0) return plain;
    const bytes = encodeBatch(plain);
    const body = this.codecs.compress(compressionId, bytes.subarray(batchHeaderSizeBytes));
    const packed = new Uint8Array(batchHeaderSizeBytes + body.length);
    packed.set(body, batchHeaderSizeBytes);
    const header = readBatchHeader(bytes);
    writeBatchHeader(packed, { ...header, attributes: (header.attributes & ~attributeBits.compression) | compressionId });
    return plain.with({ records: new CompressedRecords(this, records, compressionId, packed), sizeBytes: packed.length });
  }
}

/** One compression, as a producer is configured with. */
export class BatchCompression extends Shared {
  private readonly compressor: BatchCompressor;
  private readonly compressionId: number;

  constructor(compressor: BatchCompressor, compressionId: number) {
    super();
    this.compressor = compressor;
    this.compressionId = compressionId;
  }

  compressed(batch: RecordBatch): RecordBatch {
    return this.compressor.compressed(batch, this.compressionId);
  }
}

/** Records that travel and lie on disks in compressed form; who asks for one of them sees it as it was. */
export class CompressedRecords extends RecordSource {
  readonly plain: RecordSource;
  private readonly compressor: BatchCompressor;
  private readonly id: number;
  private readonly packed: Uint8Array;

  constructor(compressor: BatchCompressor, plain: RecordSource, compressionId: number, packed: Uint8Array) {
    super();
    this.compressor = compressor;
    this.plain = plain;
    this.id = compressionId;
    this.packed = packed;
  }

  get count(): number {
    return this.plain.count;
  }

  at(index: number): KafkaRecord {
    return this.plain.at(index);
  }

  override ledgerRuns(): readonly LedgerRunOfRecords[] {
    return this.plain.ledgerRuns();
  }

  override sizeBytes(): number {
    return this.packed.length - batchHeaderSizeBytes;
  }

  override get rawBytes(): Uint8Array {
    return this.packed;
  }

  override get compressionId(): number {
    return this.id;
  }

  override get hasNullKey(): boolean {
    return this.plain.hasNullKey;
  }

  override get minTimestamp(): number {
    return this.plain.minTimestamp;
  }

  override alike(batch: RecordBatch): RecordBatch {
    return this.compressor.compressed(batch, this.id);
  }
}
