import type { EventSpec } from './event.ts';
import type { Micros, NodeId } from './units.ts';

// The running digest of a history: 32 bits, the same in every JavaScript engine. `digest` is one number, changed in its place.
//
// What is folded in together is made into one word first, of products that wait for nothing and that a processor makes side by side; only
// that word waits for the digest before it. All factors are odd: two rows that differ in one number never give the same word.

const nodeFactor = 0x9e3779b1;
const firstFactor = 0x85ebca77;
const secondFactor = 0xc2b2ae3d;
const thirdFactor = 0x27d4eb2f;
const fourthFactor = 0x165667b1;
const fifthFactor = 0xd3a2646d;
/** What the upper half of a small number below zero makes. */
const halvesOfMinusOne = Math.imul(-1, nodeFactor);
const factors = [firstFactor, secondFactor, thirdFactor, fourthFactor, fifthFactor] as const;

/** Folds a step: its place in the order of all, and when it is. */
export function foldStep(digest: Int32Array, sequence: number, micros: Micros): void {
  absorb(digest, product(sequence, firstFactor) ^ product(micros, secondFactor));
}

/** Folds what an event says: who, and those of its numbers that do not depend on the order in which names were first used. */
export function foldNamed(digest: Int32Array, node: NodeId, { order, folded }: EventSpec, values: Readonly<Record<string, number>>): void {
  let all = Math.imul(node, nodeFactor);
  for (let i = 0; i < order.length; i++) if ((folded & (1 << i)) !== 0) all ^= product(values[order[i]!]!, factors[i]!);
  absorb(digest, all);
}

/** The same for an event of five numbers in order; `folded` as in its kind. */
export function foldRow( // eslint-disable-line no-restricted-syntax -- The hot path: no object for each event.
  digest: Int32Array,
  node: NodeId,
  folded: number,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
): void {
  let all = Math.imul(node, nodeFactor);
  if ((folded & 1) !== 0) all ^= product(a, firstFactor);
  if ((folded & 2) !== 0) all ^= product(b, secondFactor);
  if ((folded & 4) !== 0) all ^= product(c, thirdFactor);
  if ((folded & 8) !== 0) all ^= product(d, fourthFactor);
  if ((folded & 16) !== 0) all ^= product(e, fifthFactor);
  absorb(digest, all);
}

/** What a number adds in its place. Its high bits come down first: multiplied, they would say in no place more than that they are there. */
function product(value: number, factor: number): number {
  const small = value | 0;
  const word = small === value ? small ^ ((small >> 31) & halvesOfMinusOne) : wordOfHalves(value);
  return Math.imul(word ^ (word >>> 15), factor);
}

/** Of any whole number. Of one that four bytes hold it makes the number itself, of one below zero mixed with what the upper half makes. */
function wordOfHalves(value: number): number {
  const high = Math.floor(value / 4294967296);
  return Math.imul(high, nodeFactor) ^ (value - high * 4294967296);
}

/** What it makes of two digests differs, and so does what it makes of two words. */
function absorb(digest: Int32Array, all: number): void {
  const mixed = Math.imul(digest[0]! ^ all, 0x85ebca6b);
  digest[0] = mixed ^ (mixed >>> 15);
}
