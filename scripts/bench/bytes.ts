/** How fast record batches become bytes and records again, beside kafkajs in the same run. */
import { createRequire } from 'node:module';
import { decodeBatch } from '../../src/engine/kafka/log/batch-decoder.ts';
import { buildRecords } from '../../src/engine/kafka/log/format/records-builder.ts';
import type { BuilderSpec } from '../../src/engine/kafka/log/format/records-builder.ts';
import { median, shown, spread } from './measure.ts';
import type { BenchSize, Row } from './measure.ts';

// Inner parts of kafkajs, which have no types.
interface Encoded {
  readonly buffer: Buffer;
}
const load = createRequire(import.meta.url);
const { RecordBatch: encodeWithKafkajs } = load('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: unknown) => Promise<Encoded>;
};
const recordOf = load('kafkajs/src/protocol/recordBatch/record/v0') as (record: unknown) => unknown;
const decodeWithKafkajs = load('kafkajs/src/protocol/recordBatch/v0/decoder') as (decoder: unknown) => Promise<unknown>;
const Decoder = load('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => unknown;

const recordCount = 200;
const valueBytes = 100;
const baseTimestamp = 1_760_000_000_000;
const measureMillis = 150;

/** A batch of 200 records of 100 bytes, written and read with its CRC. */
export async function bytesSuite({ repetitions }: BenchSize): Promise<readonly Row[]> {
  const spec = sampleSpec();
  const ours = (): Uint8Array => {
    const built = buildRecords(spec, null);
    return built.kind === 'built' ? built.bytes : new Uint8Array(0);
  };
  const bytes = ours();
  const messages = Array.from({ length: recordCount }, (_, offsetDelta) => ({
    offsetDelta,
    timestampDelta: offsetDelta,
    ...contentOf(offsetDelta),
  }));
  const theirs = () =>
    encodeWithKafkajs({
      firstTimestamp: baseTimestamp,
      maxTimestamp: baseTimestamp,
      lastOffsetDelta: recordCount - 1,
      records: messages.map(recordOf),
    });
  const buffer = Buffer.from(bytes);
  const encoded: number[] = [];
  const decoded: number[] = [];
  const rates = { encode: [] as number[], decode: [] as number[] };
  for (let round = 0; round <= repetitions; round++) {
    const own = [await rate(ours), await rate(() => decodeBatch(bytes, false))] as const;
    const other = [await rate(theirs), await rate(() => decodeWithKafkajs(new Decoder(buffer)))] as const;
    if (round === 0) continue;
    encoded.push(own[0] / other[0]);
    decoded.push(own[1] / other[1]);
    rates.encode.push(own[0]);
    rates.decode.push(own[1]);
  }
  const detail = (values: readonly number[]) =>
    `${shown((median(values) * recordCount) / 1e6)} M records/s of ${String(valueBytes)} bytes; beside kafkajs`;
  return [
    {
      name: 'encode a batch with its CRC',
      value: median(encoded),
      unit: 'x',
      goal: { kind: 'least', value: 20 },
      detail: `${detail(rates.encode)}, ${spread(encoded)}`,
    },
    {
      name: 'decode a batch and check its CRC',
      value: median(decoded),
      unit: 'x',
      goal: { kind: 'least', value: 5 },
      detail: `${detail(rates.decode)}, which checks none, ${spread(decoded)}`,
    },
  ];
}

/** What a serializer gives: bytes, for both. */
function contentOf(index: number): { readonly key: Buffer; readonly value: Buffer; readonly headers: readonly never[] } {
  return { key: Buffer.from(`key-${String(index)}`), value: Buffer.from(String(index).padEnd(valueBytes, 'v')), headers: [] };
}

function sampleSpec(): BuilderSpec {
  return {
    ...{ baseOffset: 0, partitionLeaderEpoch: -1, compressionId: 0, isLogAppendTime: false, logAppendTime: -1, lastOffset: null },
    ...{ producerId: -1, producerEpoch: -1, baseSequence: -1, isTransactional: false, isControlBatch: false, deleteHorizonMs: -1 },
    records: Array.from({ length: recordCount }, (_, i) => ({ offset: i, timestamp: baseTimestamp + i, ...contentOf(i) })),
  };
}

/** Calls in a second of processor time. */
async function rate(act: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  const used = (): number => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  let count = 0;
  while (used() < measureMillis) {
    for (let i = 0; i < 20; i++) {
      const result = act();
      if (result instanceof Promise) await result;
    }
    count += 20;
  }
  return (count * 1000) / used();
}
