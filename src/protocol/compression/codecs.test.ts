import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codecs } from './codecs.ts';
import { xxhash32 } from './xxhash32.ts';

const ids = { gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;
// Long runs, repeats and noise: literals, copies that overlap themselves, and blocks that do not shrink.
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.array(fc.constantFrom(1, 2), { maxLength: 3000 }).map((bytes) => Uint8Array.from(bytes)),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 5000 }))
    .map(([bytes, count]) => repeated(bytes, count)),
);

function repeated(bytes: Uint8Array, count: number): Uint8Array {
  return Uint8Array.from({ length: bytes.length * count }, (_, index) => bytes[index % bytes.length]!);
}

describe.each(Object.entries(ids))('%s', (_name, id) => {
  test('what was compressed is read back', () => {
    fc.assert(
      fc.property(contents, (bytes) => {
        const read = codecs.decompress(id, codecs.compress(id, bytes), 2);
        expect(read.kind === 'bytes' && Buffer.from(read.bytes).equals(bytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('bytes of no such format are a problem, not an exception', () => {
    expect(codecs.decompress(id, Uint8Array.of(7, 7, 7, 7, 7, 7, 7, 7), 2).kind).toBe('problem');
  });
});

test('gzip is the gzip that others read and write', () => {
  const bytes = repeated(Uint8Array.of(1, 2, 3), 1000);
  expect(gunzipSync(codecs.compress(ids.gzip, bytes)).equals(bytes)).toBe(true);
  expect(codecs.decompress(ids.gzip, gzipSync(bytes), 2)).toMatchObject({ kind: 'bytes' });
});

test('xxHash gives the numbers of its reference', () => {
  expect(xxhash32(new Uint8Array(0))).toBe(0x02cc5d05);
  expect(xxhash32(Uint8Array.from('Nobody inspects the spammish repetition', (c) => c.charCodeAt(0)))).toBe(0xe2293b2f);
});

test('repeats make snappy and lz4 smaller', () => {
  const bytes = repeated(
    Uint8Array.from({ length: 40 }, (_, i) => i),
    100,
  );
  expect(codecs.compress(ids.snappy, bytes).length).toBeLessThan(bytes.length / 10);
  expect(codecs.compress(ids.lz4, bytes).length).toBeLessThan(bytes.length / 10);
});
