import type { ByteWriter } from './saved-bytes.ts';

/** Four bytes that are alike are where two texts go on together. */
const alikeLength = 4;
/** As many as this, or fewer, mostly go for as many that come: so long is a number. */
const numberLength = 6;
/** How far they are looked for otherwise; behind that the search begins again. */
const farthest = 48;
/** One place for each of so many groups of four bytes. */
const groupBits = 8;
const groupFactor = 0x9e3779b1 | 0;

/** Compares what has been written with an earlier text, one entity after the other in the same memory. */
export class Comparison {
  /** The earlier text. */
  private earlier = new Uint8Array(1 << 14);
  private earlierLength = 0;
  private bytes = this.earlier;
  private length = 0;
  /** Where in either text a group was met, counted from `origin`, which grows from text to text: nothing is cleared. */
  private readonly earlierAt = new Int32Array(1 << groupBits);
  private readonly at = new Int32Array(1 << groupBits);
  private origin = 1;

  /**
   * How what has been written differs from an earlier text: how many bytes stay, how many go, how many come, and those, again and again.
   * Null when that is not much less than all of it.
   */
  differenceFrom(text: string, out: ByteWriter): string | null {
    this.load(text);
    const { earlier, earlierLength } = this;
    const length = out.at;
    out.reserve(length);
    const { bytes } = out;
    this.bytes = bytes;
    this.length = length;
    const most = length + (length >> 1) - 12;
    let at = 0;
    let from = 0;
    for (;;) {
      const start = at;
      const end = at + Math.min(length - at, earlierLength - from);
      while (at < end && bytes[at] === earlier[from]) {
        at++;
        from++;
      }
      if (at === length && from === earlierLength) break;
      const ahead = this.lookAhead(at, from);
      const come = ahead & 0xff;
      if (out.at + come > most) {
        out.at = length;
        return null;
      }
      out.writeCount(at - start);
      out.writeCount(ahead >> 8);
      out.writeCount(come);
      for (const stop = at + come; at < stop; at++) out.writeByte(bytes[at]!);
      from += ahead >> 8;
    }
    const difference = out.text(length, out.at);
    out.at = length;
    return difference;
  }

  private load(text: string): void {
    const { length } = text;
    this.origin += Math.max(this.earlierLength, this.length);
    this.earlierLength = length;
    if (this.origin > 0x3fffffff) {
      this.origin = 1;
      this.earlierAt.fill(0);
      this.at.fill(0);
    }
    if (this.earlier.length < length) this.earlier = new Uint8Array(2 * length);
    copyText(text, this.earlier);
  }

  /** How many bytes of the earlier text go (times 256), and how many come, until both are alike again. */
  private lookAhead(at: number, from: number): number {
    const { bytes, earlier } = this;
    const [left, leftEarlier] = [this.length - at, this.earlierLength - from];
    if (left === leftEarlier && left <= numberLength) return left * 257;
    const most = Math.min(left, leftEarlier) - alikeLength;
    for (let distance = 1; distance <= numberLength && distance <= most; distance++) {
      if (bytes[at + distance] === earlier[from + distance] && areAlike(bytes, at + distance, earlier, from + distance))
        return distance * 257;
    }
    return this.findGroup(at, from);
  }

  /** Both are gone through until one has a group that the other had: the nearest, mostly after a few bytes. */
  private findGroup(at: number, from: number): number {
    const { bytes, earlier, earlierAt, at: writtenAt, origin } = this;
    const come = Math.min(farthest, this.length - at);
    const gone = Math.min(farthest, this.earlierLength - from);
    const most = Math.max(come, gone);
    let group = 0;
    let groupBefore = 0;
    for (let i = 0; i < most; i++) {
      const start = i - alikeLength + 1;
      if (i < gone) {
        groupBefore = (groupBefore << 8) | earlier[from + i]!;
        const place = Math.imul(groupBefore, groupFactor) >>> (32 - groupBits);
        if (start >= 0) {
          if (earlierAt[place]! < origin + from) earlierAt[place] = origin + from + start;
          const met = writtenAt[place]! - origin - at;
          if (met >= 0 && areAlike(bytes, at + met, earlier, from + start)) return (start << 8) | met;
        }
      }
      if (i >= come) continue;
      group = (group << 8) | bytes[at + i]!;
      if (start < 0) continue;
      const place = Math.imul(group, groupFactor) >>> (32 - groupBits);
      if (writtenAt[place]! < origin + at) writtenAt[place] = origin + at + start;
      const met = earlierAt[place]! - origin - from;
      if (met >= 0 && areAlike(bytes, at + start, earlier, from + met)) return (met << 8) | start;
    }
    // What is not found goes and comes as a whole, and behind it the search goes on.
    return (gone << 8) | come;
  }
}

/** A function of its own: in one that goes on behind its loop, V8 compiles and throws away what it compiled, again and again. */
function copyText(text: string, bytes: Uint8Array): void {
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
}

/** Whether four bytes are alike. */
function areAlike(bytes: Uint8Array, at: number, earlier: Uint8Array, from: number): boolean {
  return (
    bytes[at] === earlier[from] &&
    bytes[at + 1] === earlier[from + 1] &&
    bytes[at + 2] === earlier[from + 2] &&
    bytes[at + 3] === earlier[from + 3]
  );
}
