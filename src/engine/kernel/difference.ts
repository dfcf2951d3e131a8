import type { ByteWriter } from './saved-bytes.ts';

/** How far apart, at most, two texts are looked for where they are alike again, and how long that must last. */
const farthest = 24;
const alikeLength = 4;

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
    for (let distance = 1; distance < farthest; distance++) {
      // Mostly as many go as come.
      if (this.areAlikeAfter(distance, distance)) return;
      for (let less = distance - 1; less >= 0; less--) {
        if (this.areAlikeAfter(distance, less) || this.areAlikeAfter(less, distance)) return;
      }
    }
    this.gone = this.earlier.length - this.from;
    this.come = this.length - this.at;
  }

  private areAlikeAfter(gone: number, come: number): boolean {
    this.gone = gone;
    this.come = come;
    const at = this.at + come;
    const from = this.from + gone;
    if (this.length - at < alikeLength || this.earlier.length - from < alikeLength)
      return this.length === at && this.earlier.length === from;
    for (let i = 0; i < alikeLength; i++) if (this.bytes[at + i] !== this.earlier.charCodeAt(from + i)) return false;
    return true;
  }
}
