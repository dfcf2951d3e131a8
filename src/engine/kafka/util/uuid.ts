import { Shared } from '../../kernel/state.ts';
import { decodeBase64Url, encodeBase64Url } from './java-base64.ts';

/** An id, or the message of the IllegalArgumentException with which Kafka refuses the text. */
export type UuidParse =
  | { readonly kind: 'uuid'; readonly uuid: Uuid }
  | { readonly kind: 'invalid'; readonly message: string };

/** Kafka's 128-bit id of topics, directories and incarnations. The engine passes them around as `text`. Source: Uuid. */
export class Uuid extends Shared {
  readonly mostSignificantBits: bigint;
  readonly leastSignificantBits: bigint;

  /** Both halves as signed 64-bit integers. */
  constructor(mostSignificantBits: bigint, leastSignificantBits: bigint) {
    super();
    this.mostSignificantBits = BigInt.asIntN(64, mostSignificantBits);
    this.leastSignificantBits = BigInt.asIntN(64, leastSignificantBits);
  }

  /** The 22 characters of URL-safe base64 by which Kafka writes the id. */
  get text(): string {
    return encodeBase64Url([...bytesOf(this.mostSignificantBits), ...bytesOf(this.leastSignificantBits)]);
  }

  /** Uuid.hashCode, which decides the place in Java's hash maps. */
  get hashCode(): number {
    const xor = this.mostSignificantBits ^ this.leastSignificantBits;
    return Number(BigInt.asIntN(32, xor >> 32n)) ^ Number(BigInt.asIntN(32, xor));
  }

  /** Uuid.compareTo: -1, 0 or 1 by signed halves. */
  compareTo(other: Uuid): number {
    const byMost = compareBigints(this.mostSignificantBits, other.mostSignificantBits);
    return byMost !== 0 ? byMost : compareBigints(this.leastSignificantBits, other.leastSignificantBits);
  }
}

/** The id that stands for "none". */
export const zeroUuidText = 'AAAAAAAAAAAAAAAAAAAAAA';

/** Reads an id as Uuid.fromString does. */
export function parseUuid(text: string): UuidParse {
  if (text.length > 24) {
    return { kind: 'invalid', message: `Input string with prefix \`${text.slice(0, 24)}\` is too long to be decoded as a base64 UUID` };
  }
  const decoded = decodeBase64Url(text);
  if (decoded.kind === 'invalid') return decoded;
  const { bytes } = decoded;
  if (bytes.length !== 16) {
    const count = String(bytes.length);
    const expected = 'which is not equal to the expected 16 bytes of a base64-encoded UUID';
    return { kind: 'invalid', message: `Input string \`${text}\` decoded as ${count} bytes, ${expected}` };
  }
  return { kind: 'uuid', uuid: new Uuid(bigintOf(bytes.slice(0, 8)), bigintOf(bytes.slice(8))) };
}

/** The hash code of an id given as text; text that is no id hashes as text, so that labels may stand for ids. */
export function uuidTextHash(text: string): number {
  const parse = parseUuid(text);
  if (parse.kind === 'uuid') return parse.uuid.hashCode;
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** A random id (version 4) that is neither reserved nor begins with a dash, as Uuid.randomUuid gives; draws signed 32-bit integers. */
export function randomUuidText(nextInt32: () => number): string {
  for (;;) {
    const words = [nextInt32(), nextInt32(), nextInt32(), nextInt32()].map((word) => BigInt.asUintN(32, BigInt(word)));
    const [a = 0n, b = 0n, c = 0n, d = 0n] = words;
    const most = (a << 32n) | (b & 0xffff0fffn) | 0x4000n;
    const least = (((c & 0x3fffffffn) | 0x80000000n) << 32n) | d;
    const { text } = new Uuid(most, least);
    if (!text.startsWith('-')) return text;
  }
}

function bytesOf(half: bigint): number[] {
  const unsigned = BigInt.asUintN(64, half);
  return [56n, 48n, 40n, 32n, 24n, 16n, 8n, 0n].map((shift) => Number((unsigned >> shift) & 0xffn));
}

function bigintOf(bytes: readonly number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function compareBigints(a: bigint, b: bigint): number {
  return a > b ? 1 : a < b ? -1 : 0;
}
