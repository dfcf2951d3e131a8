import { expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';
import type { BuilderRecord } from './plain-records.ts';
import { writePlainRecords } from './plain-records.ts';
import { writeRecord } from './record-format.ts';

const start = { index: 0, lastOffset: null, baseOffset: 0, baseTimestamp: 1_000_000_000 } as const;

function record(offset: number, keySize: number, valueSize: number): BuilderRecord {
  const bytes = (size: number): Uint8Array | null => (size < 0 ? null : new Uint8Array(size).fill(offset));
  return { offset, timestamp: 1_000_000_000 + offset * 50, key: bytes(keySize), value: bytes(valueSize), headers: [] };
}

test('a length that is written behind its record takes the bytes that Kafka gives it, whatever the contents', () => {
  const sizes = [...Array(80).keys(), 126, 127, 128, 7990, 7999, 8000, 8001, 8170, 8180, 8190, 8200, 1_048_570, 1_048_580].map(
    (size) => size - 1,
  );
  const records = sizes.map((size, index) => record(index * 20_000, index % 3 === 0 ? -1 : index % 5, size));
  const [plain, usual] = [new ByteWriter(16), new ByteWriter(16)];
  const run = writePlainRecords(plain, records, start);
  for (const { offset, timestamp, key, value, headers } of records) {
    const timestampDelta = Number(timestamp) - start.baseTimestamp;
    writeRecord(usual, { offsetDelta: Number(offset), timestampDelta, key, value, headers });
  }
  expect(run).toEqual({ end: records.length, lastOffset: records.at(-1)?.offset, maxTimestamp: records.at(-1)?.timestamp });
  expect(Buffer.from(plain.finish()).equals(Buffer.from(usual.finish()))).toBe(true);
});

test('a record that is not plain ends the run: text, headers, a far offset, one that is not behind the last', () => {
  const plain = record(1, 2, 3);
  const others: readonly Partial<BuilderRecord>[] = [
    { value: 'text' },
    { headers: [['a', null]] },
    { offset: 2 ** 40 },
    { offset: 1 },
    { offset: 2n ** 60n },
    { timestamp: -1 },
  ];
  for (const other of others) {
    const run = writePlainRecords(new ByteWriter(16), [plain, { ...record(2, 2, 3), ...other }, record(3, 2, 3)], start);
    expect({ ...run, other }).toEqual({ end: 1, lastOffset: 1, maxTimestamp: plain.timestamp, other });
  }
});
