/** How texts and trees are damaged, each from a stream of numbers: the same stream does the same damage. */
/** Texts that do harm where a text is taken for something else. */
export const texts: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '{title}{where}{count|a|b}{x?y}',
  '__proto__',
  'constructor',
  'toString',
  '\u202e\u0000\ud800',
  '../../etc/passwd',
  '%00%2e',
  '${1+1}',
  "'; DROP TABLE topics; --",
  '='.repeat(3000),
  '𝒳'.repeat(400),
  '',
];
/** Numbers at the edges of what a number is. */
export const numbers: readonly number[] = [-1, 0.5, 1e308, -1e308, 2 ** 53, 2 ** 31, -(2 ** 31), 1e21, 5e-324, 9_999_999, 0];
const keys: readonly string[] = ['__proto__', 'constructor', 'prototype', 'toString', 'extra', '', '0', 'kind', 'commands', 'steps'];

/** A stream of numbers out of one: mulberry32. */
export class Numbers {
  private state: number;

  constructor(seed: number) {
    this.state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  }

  /** A whole number below the limit. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let value = this.state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) % limit;
  }

  /** One of the list. */
  of<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }
}

/** Any JSON. */
export type Json = unknown;

const character = (random: Numbers): string =>
  random.of(['A', 'z', '0', '-', '_', '.', '#', ' ', '\n', '%', '\u0000', '字', '\ud83d', '=']);

/** Takes characters out and puts others in, some times. */
export function damaged(text: string, random: Numbers, times: number): string {
  let result = text;
  for (let i = 0; i < times; i++) {
    const at = random.below(result.length + 1);
    const drop = random.below(3);
    result = result.slice(0, at) + (random.below(3) > 0 ? character(random) : '') + result.slice(at + drop);
  }
  return result;
}

function hostileValue(random: Numbers): Json {
  switch (random.below(8)) {
    case 0:
      return random.of(numbers);
    case 1:
      return random.of(texts);
    case 2:
      return null;
    case 3:
      return [];
    case 4:
      return { [random.of(keys)]: random.of(texts) };
    case 5:
      return JSON.parse('['.repeat(200) + ']'.repeat(200));
    case 6:
      return Array.from({ length: 300 }, (_, i) => i);
    default:
      return true;
  }
}

/** Changes one place of a tree: another value there, the place gone, or something added to it. */
export function changed(tree: Json, random: Numbers): Json {
  if (typeof tree !== 'object' || tree === null || random.below(6) === 0) return hostileValue(random);
  if (Array.isArray(tree)) {
    if (tree.length === 0 || random.below(5) === 0) return [...tree, hostileValue(random)];
    const at = random.below(tree.length);
    if (random.below(6) === 0) return tree.filter((_, i) => i !== at);
    return tree.map((item: Json, i) => (i === at ? changed(item, random) : item));
  }
  const entries = Object.entries(tree);
  if (entries.length === 0 || random.below(8) === 0) return Object.fromEntries([...entries, [random.of(keys), hostileValue(random)]]);
  const at = random.below(entries.length);
  if (random.below(8) === 0) return Object.fromEntries(entries.filter((_, i) => i !== at));
  return Object.fromEntries(entries.map(([key, value], i) => [key, i === at ? changed(value, random) : value]));
}
