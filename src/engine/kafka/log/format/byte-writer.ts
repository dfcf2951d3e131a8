import type { Int64 } from '../../util/int64.ts';
import { utf8Length } from '../../util/utf8.ts';
import { varlongBytes } from '../../util/varint.ts';
import { bytesOfText } from '../record-text.ts';

/** A key, a value or a header's part: text as the cluster keeps it, or bytes as they came. */
export type Content = string | Uint8Array | null;

/** How many bytes a content takes; -1 for null, as Kafka writes it. */
export function contentLength(content: Content): number {
  if (content === null) return -1;
  return typeof content === 'string' ? utf8Length(content) : content.length;
}

const initialSizeBytes = 256;
// A copy by the system has a price of its own that shorter contents do not repay.
const shortBytes = 16;

/** Bytes that grow while they are written. One writer writes one thing. */
export class ByteWriter {
  private buffer: Uint8Array;
  private position = 0;

  constructor(sizeBytes: number = initialSizeBytes) {
    this.buffer = new Uint8Array(Math.max(sizeBytes, 16));
  }

  /** How many bytes are written. */
  get length(): number {
    return this.position;
  }

  /** The written bytes; the writer is done with. */
  finish(): Uint8Array {
    return this.position === this.buffer.length ? this.buffer : this.buffer.subarray(0, this.position);
  }

  /** Leaves room, for a header that is written when what follows it is known. */
  skip(count: number): void {
    this.reserve(count);
    this.position += count;
  }

  /** Where the bytes lie, with room for so many more: for who writes them there and then says how far it came. */
  room(count: number): Uint8Array {
    this.reserve(count);
    return this.buffer;
  }

  /** Goes on behind what was written into the room. */
  moveTo(position: number): void {
    this.position = position;
  }

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.position++] = value;
  }

  /** A signed 32-bit integer in zigzag form. */
  varint(value: number): void {
    this.reserve(5);
    this.position = putVarint(this.buffer, this.position, value);
  }

  /** A signed 64-bit integer in zigzag form. */
  varlong(value: Int64): void {
    if (typeof value === 'number' && value >= -0x40000000 && value < 0x40000000) this.varint(value);
    else for (const byte of varlongBytes(BigInt(value))) this.byte(byte);
  }

  /** A length and that many bytes; a length of -1 for null. The caller knows the length already: see contentLength. */
  sized(content: Content, length: number): void {
    this.varint(length);
    if (content === null || length === 0) return;
    if (typeof content === 'string') this.text(content, length);
    else this.raw(content);
  }

  raw(bytes: Uint8Array): void {
    const { length } = bytes;
    this.reserve(length);
    const { buffer, position } = this;
    if (length > shortBytes) buffer.set(bytes, position);
    else for (let i = 0; i < length; i++) buffer[position + i] = bytes[i]!;
    this.position = position + length;
  }

  private text(text: string, length: number): void {
    this.reserve(length);
    if (text.length !== length) {
      this.raw(bytesOfText(text));
      return;
    }
    // As many bytes as characters: ASCII, or escapes of single bytes.
    const { buffer, position } = this;
    let seen = 0;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      seen |= code;
      buffer[position + i] = code;
    }
    if (seen < 0x80) this.position = position + length;
    else this.raw(bytesOfText(text));
  }

  private reserve(count: number): void {
    const needed = this.position + count;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    grown.set(this.buffer);
    this.buffer = grown;
  }
}

/** How many bytes a 32-bit integer takes in zigzag form. */
export function varintSize(value: number): number {
  const rest = ((value << 1) ^ (value >> 31)) >>> 0;
  if (rest < 0x80) return 1;
  if (rest < 0x4000) return 2;
  if (rest < 0x200000) return 3;
  return rest < 0x10000000 ? 4 : 5;
}

/** Writes where there is room; answers the place behind. Nearly all numbers of a batch take a byte or two. */
export function putVarint(buffer: Uint8Array, at: number, value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  if (rest < 0x80) {
    buffer[at] = rest;
    return at + 1;
  }
  if (rest < 0x4000) {
    buffer[at] = (rest & 0x7f) | 0x80;
    buffer[at + 1] = rest >>> 7;
    return at + 2;
  }
  let end = at;
  for (; rest >= 0x80; rest >>>= 7) buffer[end++] = (rest & 0x7f) | 0x80;
  buffer[end] = rest;
  return end + 1;
}

/** Copies where there is room; answers the place behind. */
export function putBytes(buffer: Uint8Array, at: number, bytes: Uint8Array): number {
  const { length } = bytes;
  if (length > shortBytes) buffer.set(bytes, at);
  else for (let i = 0; i < length; i++) buffer[at + i] = bytes[i]!;
  return at + length;
}
