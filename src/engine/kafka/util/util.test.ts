import { expect, test } from 'vitest';
import { crc32c } from './crc32c.ts';
import { ExponentialBackoff } from './exponential-backoff.ts';
import { javaHashMapOrder, javaLongHash, javaStringHash } from './java-hash-order.ts';
import { JavaRandom, shuffle } from './java-random.ts';
import { parseUuid, randomUuidText } from './uuid.ts';
import { utf8Bytes, utf8Length } from './utf8.ts';
import { readVarlong, sizeOfSafeVarlong, sizeOfVarlong, varlongBytes } from './varint.ts';

test('java.util.Random gives the numbers that Java gives for a seed', () => {
  const random = new JavaRandom(42);
  const tens = Array.from({ length: 12 }, () => random.nextInt(10));
  const sixteens = Array.from({ length: 4 }, () => random.nextInt(16));
  const whole = Array.from({ length: 3 }, () => random.nextInt32());
  expect(tens).toEqual([0, 3, 8, 4, 0, 5, 5, 8, 9, 3, 2, 2]);
  expect(sixteens).toEqual([5, 6, 4, 11]);
  expect(whole).toEqual([1991376913, -1021814956, -932429809]);
  const negative = new JavaRandom(-123456789012345n);
  const large = Array.from({ length: 6 }, () => negative.nextInt(1500000000));
  expect(large).toEqual([710118724, 47888809, 1198869056, 743733100, 1422934652, 279839095]);
});

test('Collections.shuffle puts a list into the order that Java gives for a seed', () => {
  const list = [1, 2, 3, 4, 5, 6, 7];
  shuffle(list, new JavaRandom(7));
  expect(list).toEqual([6, 7, 2, 5, 1, 3, 4]);
});

test('a hash map iterates by bucket of the spread hash, not by insertion', () => {
  expect(javaStringHash('polygenelubricants')).toBe(-2147483648);
  expect(javaHashMapOrder(['b', 'a', 'c'], javaStringHash)).toEqual(['a', 'b', 'c']);
  expect(javaHashMapOrder(['Aa', 'BB'], javaStringHash)).toEqual(['Aa', 'BB']);
  expect(javaHashMapOrder(['BB', 'Aa'], javaStringHash)).toEqual(['BB', 'Aa']);
  expect(javaLongHash(4294967296 * 3 + 5)).toBe(6);
});

test('a back-off without jitter grows by its multiplier and stops at the maximum, or a millisecond short of it as in Java', () => {
  const spec = { initialIntervalMillis: 283, multiplier: 2, maxIntervalMillis: 1175, jitter: 0 };
  const backoff = new ExponentialBackoff(spec);
  expect([0, 1, 2, 3, 99].map((attempts) => backoff.backoff(attempts, () => 0))).toEqual([283, 566, 1132, 1174, 1174]);
});

test('jitter spreads a back-off around its interval and never passes the maximum', () => {
  const backoff = new ExponentialBackoff({ initialIntervalMillis: 100, multiplier: 2, maxIntervalMillis: 1000, jitter: 0.2 });
  expect(backoff.backoff(1, () => 0)).toBe(160);
  expect(backoff.backoff(1, () => 0.5)).toBe(200);
  expect(backoff.backoff(50, () => 0.999)).toBe(1000);
});

test('sizes of varlongs without bigints agree with the bytes written', () => {
  for (const value of [0, -1, 63, 64, -64, -65, 8191, 8192, 2 ** 31, -(2 ** 31), 2 ** 48, -(2 ** 48) - 1, Number.MAX_SAFE_INTEGER]) {
    expect(sizeOfSafeVarlong(value), String(value)).toBe(sizeOfVarlong(BigInt(value)));
    const read = readVarlong(Uint8Array.from(varlongBytes(BigInt(value))), 0);
    expect(read).toEqual({ kind: 'read', value: BigInt(value), end: sizeOfVarlong(BigInt(value)) });
  }
});

test('random ids never begin with a dash, are version 4 and read back', () => {
  const random = new JavaRandom(1);
  for (let i = 0; i < 200; i++) {
    const text = randomUuidText(() => random.nextInt32());
    expect(text).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
    const parse = parseUuid(text);
    expect(parse.kind === 'uuid' && (parse.uuid.mostSignificantBits >> 12n) & 15n).toBe(4n);
  }
});

test('text turns into the UTF-8 bytes that Java writes', () => {
  expect([...utf8Bytes('aé订😀')]).toEqual([...new TextEncoder().encode('aé订😀')]);
  expect(utf8Length('aé订😀')).toBe(10);
  expect([...utf8Bytes('\ud800x')]).toEqual([0x3f, 0x78]);
});

test('CRC-32C of the digits 1 to 9 is the published check value', () => {
  expect(crc32c(Uint8Array.from([...'123456789'].map((digit) => digit.charCodeAt(0))))).toBe(0xe3069283);
});

test('the CRC-32C of 32 bytes is that of RFC 3720, wherever the bytes lie and however they are cut', () => {
  const zeros = new Uint8Array(32);
  const rising = Uint8Array.from({ length: 32 }, (_, i) => i);
  expect([crc32c(zeros), crc32c(zeros.map(() => 0xff)), crc32c(rising)]).toEqual([0x8a9136aa, 0x62a8ab43, 0x46dd794e]);
  for (let before = 0; before < 20; before++) {
    const shifted = new Uint8Array(before + 40);
    shifted.set(rising, before);
    expect(crc32c(shifted, before, before + 32)).toBe(0x46dd794e);
  }
});
