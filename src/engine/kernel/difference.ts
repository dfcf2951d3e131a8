import type { ByteWriter } from './saved-bytes.ts';

/** Four bytes that are alike are where two texts go on together. */
const alikeLength = 4;
/** As many as this, or fewer, mostly go for as many that come: so long is a number. */
const numberLength = 6;
/** How far they are looked for otherwise; behind that the search begins again. */
const farthest = 48;
/** One place in the earlier text for each of so many groups of four bytes. */
const groupBits = 8;

/**
 * How what has been written differs from an earlier text: how many stay, how many go, how many come, and those, again and again. Null
 * when that is not much less than all of it.
 */
export function differenceFrom(earlier: string, out: ByteWriter): string | null {
  const length = out.at;
  out.reserve(length);
  const { bytes } = out;
  const most = length + (length >> 1) - 12;
  const places = new Places(earlier, bytes, length);
  for (let same = 0; places.at < length || places.from < earlier.length;) {
    if (places.at < length && bytes[places.at] === earlier.charCodeAt(places.from)) {
      same++;
      places.at++;
      places.from++;
      continue;
    }
    places.lookAhead();
    const { gone, come } = places;
    if (out.at + come > most) {
      out.at = length;
      return null;
    }
    out.writeCount(same);
    out.writeCount(gone);
    out.writeCount(come);
    bytes.copyWithin(out.at, places.at, places.at + come);
    out.at += come;
    same = 0;
    places.at += come;
    places.from += gone;
  }
  const text = out.text(length, out.at);
  out.at = length;
  return text;
}

/** Where two texts are being compared, which need not be the same place. */
class Places {
  at = 0;
  from = 0;
  /** How many characters of the earlier text go, and how many bytes come, until both are alike again. */
  gone = 0;
  come = 0;
  private readonly earlier: string;
  private readonly bytes: Uint8Array;
  private readonly length: number;

  constructor(earlier: string, bytes: Uint8Array, length: number) {
    this.earlier = earlier;
    this.bytes = bytes;
    this.length = length;
  }

  lookAhead(): void {
    for (let distance = 1; distance <= numberLength; distance++) if (this.areAlikeAfter(distance)) return;
    const goneMost = Math.min(farthest, this.earlier.length - this.from);
    const comeMost = Math.min(farthest, this.length - this.at);
    // What is not found goes and comes as a whole, and behind it the search goes on.
    this.gone = goneMost;
    this.come = comeMost;
    this.rememberGroups(goneMost);
    let group = 0;
    let nearest = goneMost + comeMost;
    for (let come = 0; come < comeMost && come - alikeLength < nearest; come++) {
      group = (group << 8) | this.bytes[this.at + come]!;
      const before = come - alikeLength + 1;
      if (before < 0) continue;
      const place = Math.imul(group, groupFactor) >>> (32 - groupBits);
      if (groups[place] !== group || groupAt[place]! < 0 || before + groupAt[place]! >= nearest) continue;
      this.gone = groupAt[place]!;
      this.come = before;
      nearest = this.gone + before;
    }
  }

  private rememberGroups(goneMost: number): void {
    groupAt.fill(-1);
    let group = 0;
    for (let gone = 0; gone < goneMost; gone++) {
      group = (group << 8) | this.earlier.charCodeAt(this.from + gone);
      const before = gone - alikeLength + 1;
      if (before < 0) continue;
      const place = Math.imul(group, groupFactor) >>> (32 - groupBits);
      // The nearest of several.
      if (groupAt[place]! >= 0) continue;
      groupAt[place] = before;
      groups[place] = group;
    }
  }

  /** Whether both are alike again after the same number of bytes. */
  private areAlikeAfter(distance: number): boolean {
    const at = this.at + distance;
    const from = this.from + distance;
    this.gone = distance;
    this.come = distance;
    if (this.length - at < alikeLength || this.earlier.length - from < alikeLength)
      return this.length === at && this.earlier.length === from;
    for (let i = 0; i < alikeLength; i++) if (this.bytes[at + i] !== this.earlier.charCodeAt(from + i)) return false;
    return true;
  }
}

const groupFactor = 0x9e3779b1 | 0;
const groups = new Int32Array(1 << groupBits);
const groupAt = new Int8Array(1 << groupBits);
