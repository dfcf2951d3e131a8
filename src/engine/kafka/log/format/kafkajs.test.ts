import { createRequire } from 'node:module';
import fc from 'fast-check';
import { CompressionTypes } from 'kafkajs';
import { expect, test } from 'vitest';
import { dataBatch } from '../batch-builder.ts';
import { decodeProducedBatches } from '../batch-decoder.ts';
import { encodeBatch } from '../batch-encoder.ts';
import type { KafkaRecord, RecordBatch } from '../record-batch.ts';

// kafkajs is JavaScript without types for its inner parts: what this test uses of them is said here.
interface KafkajsRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | null | readonly Buffer[]>>;
}
interface KafkajsBatch {
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly inTransaction: boolean;
  readonly maxTimestamp: string;
  readonly records: readonly KafkajsRecord[];
}
const load = createRequire(import.meta.url);
const decodeWithKafkajs = load('kafkajs/src/protocol/recordBatch/v0/decoder') as (decoder: unknown) => Promise<KafkajsBatch>;
const Decoder = load('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => unknown;
const { RecordBatch: encodeWithKafkajs } = load('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: unknown) => Promise<{ buffer: Buffer }>;
};
const recordOf = load('kafkajs/src/protocol/recordBatch/record/v0') as (record: unknown) => unknown;

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const nullable = fc.option(text, { nil: null });
const timestamp = fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 });
// kafkajs cannot write a header without a value, and keeps headers in an object: one of a name, and numbers first.
const header = fc.tuple(
  text.map((key) => `h${key}`),
  text,
);
const headers = fc.uniqueArray(header, { maxLength: 3, selector: ([key]) => key });
const record = fc.record({ timestamp, key: nullable, value: nullable, headers, ledgerId: fc.constant(0) });
const producer = fc.record({
  producerId: fc.integer({ min: 0, max: 1_000_000 }),
  producerEpoch: fc.integer({ min: 0, max: 32_767 }),
  baseSequence: fc.integer({ min: 0, max: 2_147_483_647 }),
  isTransactional: fc.boolean(),
});
const batch = fc.tuple(fc.array(record, { minLength: 1, maxLength: 20 }), producer).map(([records, from]) => dataBatch(records, from));

test('1,000 random batches that we encode are decoded by kafkajs', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(batch, async (sent) => {
      const bytes = encodeBatch(sent);
      expect(bytes.length).toBe(sent.sizeBytes);
      const decoded = await decodeWithKafkajs(new Decoder(Buffer.from(bytes)));
      expect(decoded).toMatchObject({
        producerId: String(sent.producerId),
        producerEpoch: sent.producerEpoch,
        firstSequence: sent.baseSequence,
        inTransaction: sent.isTransactional,
        maxTimestamp: String(sent.maxTimestamp),
      });
      expect(decoded.records.map(plain)).toEqual(recordsOf(sent));
    }),
    { numRuns: 1000 },
  );
});

test('1,000 random batches that kafkajs encodes are decoded by us', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(batch, async (sent) => {
      const { buffer } = await encodeWithKafkajs({
        compression: CompressionTypes.None,
        firstTimestamp: sent.baseTimestamp,
        maxTimestamp: sent.maxTimestamp,
        lastOffsetDelta: sent.lastOffsetDelta,
        transactional: sent.isTransactional,
        producerId: sent.producerId,
        producerEpoch: sent.producerEpoch,
        firstSequence: sent.baseSequence,
        records: recordsOf(sent).map((item, offsetDelta) =>
          recordOf({
            ...item,
            headers: Object.fromEntries(item.headers),
            offsetDelta,
            timestampDelta: item.timestamp - sent.baseTimestamp,
          }),
        ),
      });
      const decoded = decodeProducedBatches(new Uint8Array(buffer));
      if ('kind' in decoded) throw new Error(decoded.message);
      expect(decoded).toHaveLength(1);
      const [received] = decoded;
      expect(received?.records).toMatchObject({ problem: null, storedCrcProblem: null });
      expect(recordsOf(received!)).toEqual(recordsOf(sent));
    }),
    { numRuns: 1000 },
  );
});

type Plain = Pick<KafkaRecord, 'timestamp' | 'key' | 'value' | 'headers'>;

function recordsOf(from: RecordBatch): Plain[] {
  return Array.from({ length: from.count }, (_, index) => {
    const { key, value, headers: found } = from.records.at(index);
    return { timestamp: from.timestampOf(index), key, value, headers: found.map(([name, content]) => [name, content]) };
  });
}

function plain(from: KafkajsRecord): Plain {
  const found = Object.entries(from.headers).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString() : null] as const);
  return { timestamp: Number(from.timestamp), key: from.key?.toString() ?? null, value: from.value?.toString() ?? null, headers: found };
}
