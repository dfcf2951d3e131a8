/** Numbers and texts through a bit coder: each value written, or read and given back. Contexts are names of places in a shape. */
import { Damaged } from './bit-coder.ts';
import type { BitCoder } from './bit-coder.ts';

/** Numbers of more bits are no whole numbers of JavaScript. */
const wholeBitsMax = 53;
/** Highest bits of a number that are learned; those below them look the same everywhere. */
const learnedBits = 3;
/** Texts of a place that are named by how long ago they stood there. */
const recentMax = 12;
const lastRecent = 8;

/** A number below 2 ** bitCount, each bit learned from those above it. */
function few(coder: BitCoder, context: string, bitCount: number, value: number): number {
  let node = 1;
  for (let at = bitCount - 1; at >= 0; at--) node = node * 2 + coder.bit(`${context}:${String(node)}`, (value >>> at) & 1);
  return node - 2 ** bitCount;
}

/** A whole number from 0 on. */
export function count(coder: BitCoder, context: string, value: number): number {
  const bitCount = few(coder, `${context}#`, 6, bitLength(value));
  if (bitCount <= 1) return bitCount;
  if (bitCount > wholeBitsMax) throw new Damaged('no whole number');
  const learned = Math.min(bitCount - 1, learnedBits);
  const plain = bitCount - 1 - learned;
  const unit = 2 ** plain;
  const top = few(coder, `${context}#${String(bitCount)}`, learned, Math.floor(value / unit) % 2 ** learned);
  return 2 ** (bitCount - 1) + top * unit + coder.plain(plain, value % unit);
}

function bitLength(value: number): number {
  let length = 0;
  for (let rest = value; rest >= 1; rest = Math.floor(rest / 2)) length++;
  return length;
}

/** Numbers and texts, with what stood before. */
export class ValueCoder {
  readonly coder: BitCoder;
  private readonly words: readonly string[];
  /** All texts so far, in order of their first appearance. */
  private readonly known: string[] = [];
  /** Texts of each place, the last one first. */
  private readonly recent = new Map<string, string[]>();

  constructor(coder: BitCoder, words: readonly string[]) {
    this.coder = coder;
    this.words = words;
  }

  number(context: string, value: number): number {
    const { coder } = this;
    coder.spend(1);
    const isWhole = Number.isSafeInteger(value) && !Object.is(value, -0);
    if (coder.bit(`${context}/`, isWhole ? 0 : 1) === 1) return Number(this.spelled(`${context}/`, String(value), ''));
    const isNegative = coder.bit(`${context}-`, value < 0 ? 1 : 0) === 1;
    const size = count(coder, context, Math.abs(value));
    return isNegative ? -size : size;
  }

  /** A text that stood at this place, or anywhere, or is a usual word, or is spelled. */
  text(context: string, value: string): string {
    this.coder.spend(1);
    const here = this.recentOf(context);
    const found = this.again(context, here, value) ?? this.elsewhere(context, here, value);
    const at = here.indexOf(found);
    if (at >= 0) here.splice(at, 1);
    here.unshift(found);
    here.length = Math.min(here.length, recentMax);
    return found;
  }

  private again(context: string, here: readonly string[], value: string): string | null {
    for (const [i, text] of here.slice(0, lastRecent).entries())
      if (this.coder.bit(`${context}~${String(i)}`, text === value ? 1 : 0) === 1) return text;
    return null;
  }

  private elsewhere(context: string, here: readonly string[], value: string): string {
    const { coder, known, words } = this;
    const at = known.lastIndexOf(value);
    if (known.length > 0 && coder.bit(`${context}~known`, at < 0 ? 0 : 1) === 1) {
      const text = known[known.length - 1 - count(coder, 'known', known.length - 1 - at)];
      if (text === undefined) throw new Damaged('a text that never stood before');
      return text;
    }
    const word = words.indexOf(value);
    const isWord = coder.bit('word', word < 0 ? 0 : 1) === 1;
    const before = here[0] ?? '';
    const text = isWord
      ? words[few(coder, 'word', 8, word)]
      : (this.counted(context, value, before) ?? this.spelled(context, value, before));
    if (text === undefined) throw new Damaged('a word that nobody has');
    known.push(text);
    return text;
  }

  /** The text that stood here before with a higher number at its end: "order 7" after "order 6". */
  private counted(context: string, value: string, before: string): string | null {
    const one = numbered(before);
    if (one === null) return null;
    const other = numbered(value);
    const isNext = other !== null && other.stem === one.stem && other.number > one.number;
    if (this.coder.bit(`${context}~next`, isNext ? 1 : 0) === 0) return null;
    return one.stem + String(one.number + 1 + count(this.coder, `${context}~next`, (other?.number ?? 0) - one.number - 1));
  }

  /** Character by character, as far as it does not begin like the text that stood here before. */
  private spelled(context: string, value: string, before: string): string {
    const { coder } = this;
    const shared = before === '' ? 0 : count(coder, `${context}~same`, sharedLength(before, value));
    const length = count(coder, `${context}~more`, value.length - shared);
    coder.spend(shared + length);
    let text = before.slice(0, shared);
    // The last character by itself: looking at the end of a text that is being put together copies all of it.
    let last = shared === 0 ? 0 : before.charCodeAt(shared - 1);
    for (let i = shared; i < shared + length; i++) {
      last = character(coder, last, value.charCodeAt(i));
      text += String.fromCharCode(last);
    }
    return text;
  }

  private recentOf(context: string): string[] {
    const list = this.recent.get(context) ?? [];
    this.recent.set(context, list);
    return list;
  }
}

/** A text that ends in a whole number, as a number is written. */
function numbered(text: string): { readonly stem: string; readonly number: number } | null {
  const digits = /(?:^|\D)(0|[1-9]\d{0,8})$/.exec(text)?.[1];
  return digits === undefined ? null : { stem: text.slice(0, text.length - digits.length), number: Number(digits) };
}

function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < Math.min(one.length, other.length) && one.charAt(length) === other.charAt(length)) length++;
  return length;
}

/** Characters after one of the same kind look alike. */
function kindOf(unit: number): string {
  if (unit >= 48 && unit <= 57) return 'digit';
  if (unit >= 97 && unit <= 122) return 'small';
  return unit < 128 ? 'other' : 'wide';
}

function character(coder: BitCoder, before: number, unit: number): number {
  const kind = kindOf(before);
  if (coder.bit(`wide ${kind}`, unit > 127 ? 1 : 0) === 0) return few(coder, `char ${kind}`, 7, unit);
  const high = few(coder, 'high', 8, unit >>> 8);
  return high * 256 + few(coder, `low ${String(high)}`, 8, unit & 255);
}
