/** What a value is, in one byte. From `smallest` on it is the number itself. */
export const marks = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  positive: 4,
  negative: 5,
  float: 6,
  reference: 7,
  list: 8,
  integers: 9,
  map: 10,
  set: 11,
  typed: 12,
  object: 13,
  again: 14,
  text: 15,
  references: 16,
  near: 17,
  value: 18,
  entity: 19,
  smallest: 20,
} as const;

/**
 * What the first byte of an entity says: nothing in it is referred to twice; something is; or a list, map, set or literal is referred to
 * by something in itself, so that it must be there before it is read.
 */
export const wholes = { tree: 0, knot: 1, ring: 2 } as const;

const largestSmall = 255 - marks.smallest;

/** From here on a number is compared with the last such one; the difference takes a byte less at least. */
export const smallestLarge = 1 << 21;
const farthestNear = 1 << 20;

/** How many bytes become characters in one call. */
const charactersAtOnce = 2048;

/** Bytes being written, again and again in the same memory. */
export class ByteWriter {
  bytes = new Uint8Array(1 << 14);
  /** Where the next one goes. */
  at = 0;
  /** The last large number of what is being written. */
  private large = 0;
  private readonly float = new Float64Array(1);
  private readonly floatBytes = new Uint8Array(this.float.buffer);

  /** Begins anew, behind so many bytes. */
  begin(at: number): void {
    this.at = at;
    this.large = 0;
  }

  /** Makes room for so many more. */
  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const larger = new Uint8Array(2 * this.bytes.length + count);
    larger.set(this.bytes);
    this.bytes = larger;
  }

  writeByte(byte: number): void {
    this.bytes[this.at++] = byte;
  }

  /** Any number, with its mark: at most nine bytes. */
  writeNumber(value: number): void {
    if (value >= 0 && value <= largestSmall && (value | 0) === value && !Object.is(value, -0)) {
      this.bytes[this.at++] = marks.smallest + value;
    } else if (Number.isSafeInteger(value) && value !== 0) {
      this.writeInteger(value);
    } else {
      this.writeFloat(value);
    }
  }

  /** Any number as its eight bytes, with its mark. */
  writeFloat(value: number): void {
    this.bytes[this.at++] = marks.float;
    this.float[0] = value;
    for (let i = 0; i < 8; i++) this.bytes[this.at++] = this.floatBytes[i]!;
  }

  /** A large number mostly stands beside others that are little larger or smaller: times above all. */
  private writeInteger(value: number): void {
    if (value < smallestLarge) {
      this.bytes[this.at++] = value < 0 ? marks.negative : marks.positive;
      this.writeCount(value < 0 ? -value : value);
      return;
    }
    const distance = value - this.large;
    this.large = value;
    const isNear = distance > -farthestNear && distance < farthestNear;
    this.bytes[this.at++] = isNear ? marks.near : marks.positive;
    this.writeCount(!isNear ? value : distance < 0 ? -2 * distance - 1 : 2 * distance);
  }

  /** An integer from 0 on, seven bits a byte. */
  writeCount(count: number): void {
    let rest = count;
    while (rest > 0x7fffffff) {
      this.bytes[this.at++] = (rest & 0x7f) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest > 0x7f) {
      this.bytes[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.at++] = rest;
  }

  /** Bytes as a text, which takes no more memory than they do, is compared at once, and cannot be changed. */
  text(start: number, end: number): string {
    let text = '';
    for (let from = start; from < end; from += charactersAtOnce) {
      text += Reflect.apply(String.fromCharCode, null, this.bytes.subarray(from, Math.min(end, from + charactersAtOnce)));
    }
    return text;
  }
}
