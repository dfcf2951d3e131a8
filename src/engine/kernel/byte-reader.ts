import { marks, smallestLarge } from './saved-bytes.ts';

/** Bytes as ByteWriter wrote them, being read: again and again in the same memory. */
export abstract class ByteReader {
  protected bytes = new Uint8Array(1 << 14);
  /** Where the next one is. */
  protected at = 0;
  /** What has been read of numbers that are written as steps. */
  protected numbers = new Float64Array(1 << 10);
  /** The last large number that was read. */
  private large = 0;
  private readonly float = new Float64Array(1);
  private readonly floatBytes = new Uint8Array(this.float.buffer);

  /** Begins to read a text, or what its difference makes of an earlier one, behind the first byte. */
  protected load(code: string, base: string | null): void {
    if (base === null) this.copy(code, 0, code.length, 0);
    else this.apply(code, base);
    this.at = 1;
    this.large = 0;
  }

  /** Writes a part of a text as bytes; returns the end of it. */
  private copy(text: string, from: number, end: number, to: number): number {
    const after = to + end - from;
    if (this.bytes.length < after) {
      const larger = new Uint8Array(2 * after);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    const { bytes } = this;
    for (let i = from, j = to; i < end; i++, j++) bytes[j] = text.charCodeAt(i);
    return after;
  }

  /** An earlier text with its difference: how many stay, how many go, how many come, and those. */
  private apply(difference: string, earlier: string): void {
    let at = 0;
    const readCount = (): number => {
      let count = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = difference.charCodeAt(at++);
        count += (byte & 0x7f) << shift;
        if (byte < 0x80) return count;
      }
    };
    let from = 0;
    let to = 0;
    while (at < difference.length) {
      const stay = readCount();
      const gone = readCount();
      const come = readCount();
      to = this.copy(earlier, from, from + stay, to);
      to = this.copy(difference, at, at + come, to);
      from += stay + gone;
      at += come;
    }
    this.copy(earlier, from, earlier.length, to);
  }

  protected readLargeNumber(mark: number): number {
    if (mark === marks.near) {
      const count = this.readCount();
      this.large += count % 2 === 0 ? count / 2 : -(count + 1) / 2;
      return this.large;
    }
    if (mark === marks.positive) {
      const count = this.readCount();
      if (count >= smallestLarge) this.large = count;
      return count;
    }
    if (mark === marks.negative) return -this.readCount();
    for (let i = 0; i < 8; i++) this.floatBytes[i] = this.bytes[this.at++]!;
    return this.float[0]!;
  }

  protected readCount(): number {
    let count = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++]!;
      if (byte < 0x80) return count + byte * scale;
      count += (byte & 0x7f) * scale;
      scale *= 0x80;
    }
  }

  /** Numbers that are written as steps; how many they are. */
  protected readSteps(): number {
    const length = this.readCount();
    if (this.numbers.length < length) this.numbers = new Float64Array(2 * length);
    const { numbers, bytes } = this;
    let number = 0;
    let step = 0;
    for (let i = 0; i < length;) {
      const mark = bytes[this.at++]!;
      if (mark === marks.again) {
        for (let again = this.readCount(); again > 0; again--) numbers[i++] = number += step;
        continue;
      }
      if (mark === marks.float) {
        numbers[i++] = this.readLargeNumber(mark);
        continue;
      }
      step = mark >= marks.smallest ? mark - marks.smallest : this.readLargeNumber(mark);
      numbers[i++] = number += step;
    }
    return length;
  }
}
