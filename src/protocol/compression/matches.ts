/** Literals from `from` on, then a copy of `matchLength` bytes that lie `distance` bytes back; the last one has no copy. */
export interface Sequence {
  readonly from: number;
  readonly literalCount: number;
  readonly distance: number;
  readonly matchLength: number;
}

/** What a format allows its copies to be. */
export interface MatchRules {
  readonly distanceMax: number;
  /** Copies begin no closer to the end than this. */
  readonly startBeforeEnd: number;
  /** Copies end no closer to the end than this. */
  readonly endBeforeEnd: number;
}

const minMatch = 4;
const hashBits = 14;

/** Divides bytes greedily into literals and copies, by a table of the last place of each four bytes. */
export function findSequences(bytes: Uint8Array, rules: MatchRules): readonly Sequence[] {
  const sequences: Sequence[] = [];
  const places = new Int32Array(1 << hashBits).fill(-1);
  const lastStart = bytes.length - rules.startBeforeEnd;
  const matchEnd = bytes.length - rules.endBeforeEnd;
  let from = 0;
  let at = 0;
  while (at <= lastStart && at + minMatch <= matchEnd) {
    const hash = hashAt(bytes, at);
    const candidate = places[hash] ?? -1;
    places[hash] = at;
    const length = candidate >= 0 && at - candidate <= rules.distanceMax ? commonLength(bytes, candidate, at, matchEnd) : 0;
    if (length < minMatch) {
      at++;
      continue;
    }
    sequences.push({ from, literalCount: at - from, distance: at - candidate, matchLength: length });
    at += length;
    from = at;
  }
  sequences.push({ from, literalCount: bytes.length - from, distance: 0, matchLength: 0 });
  return sequences;
}

function hashAt(bytes: Uint8Array, at: number): number {
  const four = (byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8) | (byteAt(bytes, at + 2) << 16) | (byteAt(bytes, at + 3) << 24)) >>> 0;
  return Math.imul(four, 2654435761) >>> (32 - hashBits);
}

function commonLength(bytes: Uint8Array, earlier: number, later: number, end: number): number {
  let length = 0;
  while (later + length < end && bytes[earlier + length] === bytes[later + length]) length++;
  return length;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
