import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codecs } from '../../../protocol/compression/codecs.ts';
import { RecordsBuilder } from './testing/sample-log.ts';
import { crc32c } from '../util/crc32c.ts';
import { layoutOf } from './batch-layout.ts';
import { lookUpOffset, lookUpTimestamp } from './log-lookup.ts';
import { openLogFiles } from './opened-log-files.ts';
import type { GivenFile } from './opened-log-files.ts';
import { batchBytesAt } from './storage-reader.ts';

const sample = new RecordsBuilder();
const name = (kind: string): string => `00000000000000000100.${kind}`;
const file = (kind: string, bytes: Uint8Array): GivenFile => ({ name: name(kind), bytes, sizeBytes: bytes.length });

const codesOf = (...files: GivenFile[]): readonly (readonly [string, number])[] =>
  openLogFiles(files, codecs).findings.map(({ code, atByte }) => [code, atByte] as const);

describe('a log file', () => {
  test('that is whole is read without a word', () => {
    const opened = openLogFiles([file('log', sample.log), file('index', sample.index), file('timeindex', sample.timeIndex)], codecs);
    expect(opened.findings).toEqual([]);
    expect(opened).toMatchObject({ isLog: true, logStartOffset: 100, logEndOffset: sample.endOffset });
    expect(opened.localLog.segments[0]?.batches.count).toBe(sample.batches.length);
  });

  test('that was cut off says at which byte, and shows the batches before', () => {
    const cut = sample.positionOf(5) + 70;
    const opened = openLogFiles([file('log', sample.log.slice(0, cut))], codecs);
    expect(opened.findings.map(({ code, atByte }) => [code, atByte])).toEqual([['cut-off', sample.positionOf(5)]]);
    expect(opened.localLog.segments[0]?.batches.count).toBe(5);
    expect(opened.localLog.segments[0]?.sizeBytes).toBe(cut);
  });

  test('with a flipped bit in a record says whose CRC is wrong, and goes on behind it', () => {
    const bytes = sample.log.slice();
    bytes[sample.positionOf(3) + 80]! ^= 4;
    expect(codesOf(file('log', bytes))).toEqual([['wrong-crc', sample.positionOf(3)]]);
    expect(openLogFiles([file('log', bytes)], codecs).localLog.segments[0]?.batches.count).toBe(sample.batches.length);
  });

  test('whose batch has an impossible size is read on from the next batch with a right CRC', () => {
    const bytes = sample.log.slice();
    bytes.fill(0xff, sample.positionOf(3) + 8, sample.positionOf(3) + 12);
    const at = sample.positionOf(3);
    expect(codesOf(file('log', bytes))).toEqual([
      ['impossible-size', at],
      ['skipped', at],
    ]);
    const found = lookUpOffset(openLogFiles([file('log', bytes)], codecs), sample.batches[6]!.baseOffset);
    expect(found).toMatchObject({ kind: 'found', offset: sample.batches[6]!.baseOffset });
  });

  test('that ends in zeros, as after a power cut, says how many', () => {
    const bytes = new Uint8Array(sample.log.length + 4096);
    bytes.set(sample.log);
    expect(openLogFiles([file('log', bytes)], codecs).findings).toEqual([
      { code: 'zeros', fileName: name('log'), atByte: sample.log.length, params: { sizeBytes: 4096 } },
    ]);
  });

  test('that is none is named as such, and nothing is drawn', () => {
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Array<number>(200).fill(7)]);
    const opened = openLogFiles([{ name: 'picture.log', bytes: png, sizeBytes: png.length }], codecs);
    expect(opened.isLog).toBe(false);
    expect(opened.findings.map(({ code }) => code)).toEqual(['not-a-log']);
    expect(codesOf({ name: 'notes.txt', bytes: png, sizeBytes: png.length })).toEqual([['unknown-file', -1]]);
    expect(codesOf(file('log', new Uint8Array(0)))).toEqual([['empty', -1]]);
  });

  test('without an offset in its name begins where its first batch does', () => {
    const opened = openLogFiles([{ name: 'copy.log', bytes: sample.log, sizeBytes: sample.log.length }], codecs);
    expect(opened.findings.map(({ code }) => code)).toEqual(['no-offset-in-name']);
    expect(opened.logStartOffset).toBe(100);
  });
});

test('a compressed batch can be looked into, and searched by time', () => {
  const batch = sample.batches[4]!;
  for (const compressionId of [1, 2, 3, 4]) {
    const bytes = compressed(sample.log.slice(sample.positionOf(4), sample.positionOf(5)), compressionId);
    const opened = openLogFiles([{ name: `${String(batch.baseOffset).padStart(20, '0')}.log`, bytes, sizeBytes: bytes.length }], codecs);
    expect(opened.findings).toEqual([]);
    expect(lookUpTimestamp(opened, batch.baseTimestamp + 1)).toMatchObject({ kind: 'found', offset: batch.baseOffset + 1 });
    const { layout } = batchBytesAt(opened.localLog.segments[0]!, 0, codecs);
    expect(layout.isCompressed).toBe(true);
    expect(layout.records.filter(({ name: field }) => field === 'key').map(({ value }) => value)).toEqual(['key-0', 'key-1']);
  }
});

test('a batch whose integers are written longer than they must be is shown as it lies', () => {
  // The record's length in two bytes where one would do; Kafka reads it.
  const plain = sample.log.slice(0, sample.positionOf(1));
  const longer = Uint8Array.from([...plain.subarray(0, 61), plain[61]! | 0x80, 0, ...plain.subarray(62)]);
  rewriteHeader(longer, longer[22]!);
  const opened = openLogFiles([file('log', longer)], codecs);
  expect(opened.findings).toEqual([]);
  expect(batchBytesAt(opened.localLog.segments[0]!, 0, codecs).bytes).toEqual(longer);
});

/** The batch with its records compressed, and a right size and CRC. */
function compressed(batch: Uint8Array, compressionId: number): Uint8Array {
  const bytes = Uint8Array.from([...batch.subarray(0, 61), ...codecs.compress(compressionId, batch.subarray(61))]);
  rewriteHeader(bytes, compressionId);
  return bytes;
}

function rewriteHeader(bytes: Uint8Array, attributes: number): void {
  const view = new DataView(bytes.buffer);
  view.setInt32(8, bytes.length - 12);
  view.setInt16(21, attributes);
  view.setUint32(17, crc32c(bytes, 21));
}

describe('an index', () => {
  test('that leads to no batch says which entry', () => {
    const bytes = sample.index.slice();
    new DataView(bytes.buffer).setInt32(12, 77);
    expect(codesOf(file('log', sample.log), file('index', bytes))).toEqual([['index-misses-batch', 8]]);
  });

  test('of an active segment has zeros behind its entries, which is no mistake', () => {
    const bytes = new Uint8Array(1024);
    bytes.set(sample.index);
    const opened = openLogFiles([file('log', sample.log), file('index', bytes)], codecs);
    expect(opened.findings.map(({ code }) => code)).toEqual(['index-preallocated']);
    expect(opened.localLog.segments[0]?.offsetIndex.entries).toBe(sample.index.length / 8);
  });

  test('without its log cannot be shown', () => {
    expect(codesOf(file('index', sample.index))).toEqual([['index-without-log', -1]]);
  });
});

/** A file that somebody cut, filled, overwrote or spliced. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(sample.log.length) }),
  fc.record({
    kind: fc.constant('bytes' as const),
    at: fc.nat(sample.log.length - 1),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(sample.log.length - 1), count: fc.integer({ min: 1, max: 300 }) }),
);

function damaged(bytes: Uint8Array, how: readonly (typeof damage extends fc.Arbitrary<infer D> ? D : never)[]): Uint8Array {
  let result = bytes.slice();
  for (const each of how) {
    if (each.kind === 'cut') result = result.slice(0, each.at);
    else if (each.kind === 'bytes')
      result.set(each.bytes.subarray(0, Math.max(0, result.length - each.at)), Math.min(each.at, result.length));
    else result = Uint8Array.from([...result.subarray(0, each.at), ...result.subarray(each.at + each.count)]);
  }
  return result;
}

/** Whatever was opened: every byte is accounted for, every lookup answers, every batch can be taken apart. */
function checkOpened(files: readonly GivenFile[]): void {
  const opened = openLogFiles(files, codecs);
  const log = files.find((each) => each.name.includes('.log'))?.bytes ?? new Uint8Array(0);
  for (const segment of opened.localLog.segments) {
    expect(segment.sizeBytes).toBe(log.length);
    for (let index = 0; index < segment.batches.count; index++) {
      const { bytes, layout } = batchBytesAt(segment, index, codecs);
      const at = segment.batches.positionAt(index);
      // Compared by hand: a matcher would take most of the time.
      const isSame = bytes.every((byte, place) => byte === log[at + place]);
      const isInside =
        layout.header.every((field) => field.to <= bytes.length) && layout.records.every((field) => field.to <= layout.content.length);
      if (!isSame || !isInside) throw new Error(`batch ${String(index)} at byte ${String(at)}`);
    }
  }
  for (const offset of [0, 100, 117, sample.endOffset, Number.MAX_SAFE_INTEGER]) lookUpOffset(opened, offset);
  for (const timestamp of [0, sample.timestamp, Number.MAX_SAFE_INTEGER]) lookUpTimestamp(opened, timestamp);
}

describe('whatever the bytes are, it answers', () => {
  test('damaged logs and indexes', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), fc.array(damage, { maxLength: 2 }), (ofLog, ofIndex) => {
        const index = damaged(
          sample.index,
          ofIndex.map((each) => ({ ...each, at: each.at % sample.index.length })),
        );
        checkOpened([file('log', damaged(sample.log, ofLog)), file('index', index), file('timeindex', index)]);
      }),
      { numRuns: 400 },
    );
  });

  test('random bytes, also behind a header that looks right', () => {
    const header = sample.log.slice(0, 61);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), fc.integer({ min: 0, max: 127 }), (bytes, hasHeader, attributes) => {
        const whole = hasHeader ? Uint8Array.from([...header, ...bytes]) : bytes;
        if (hasHeader) {
          new DataView(whole.buffer).setInt32(8, whole.length - 12);
          whole[22] = attributes;
        }
        checkOpened([file('log', whole)]);
        layoutOf(whole, codecs, 1000);
      }),
      { numRuns: 600 },
    );
  });
});
