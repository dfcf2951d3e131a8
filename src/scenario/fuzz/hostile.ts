/** Links and files as mail programs, typing errors and ill will make them, each from a number: the same number gives the same one. */
import { deflateSync, strToU8 } from 'fflate';
import type { Scenario } from '../../contract/scenario.ts';
import { toBase64url } from '../base64url.ts';
import { crc32 } from '../crc32.ts';
import { writeScenario } from '../file.ts';
import { encodeLink } from '../link.ts';
import { everyField, lessonWithActs, pageActs } from '../testing/examples.ts';

/** What was made, how, and what it was made from. */
export interface Hostile {
  readonly kind: 'link' | 'file';
  readonly how: string;
  readonly text: string;
  readonly original: Scenario;
}

const originals: readonly Scenario[] = [lessonWithActs(40), lessonWithActs(3), pageActs(12), everyField];
const links = originals.map((scenario) => encodeLink(scenario));
const files = originals.map((scenario) => writeScenario(scenario));

/** Texts that do harm where a text is taken for something else. */
const texts: readonly string[] = [
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
const numbers: readonly number[] = [-1, 0.5, 1e308, -1e308, 2 ** 53, 2 ** 31, -(2 ** 31), 1e21, 5e-324, 9_999_999, 0];
const keys: readonly string[] = ['__proto__', 'constructor', 'prototype', 'toString', 'extra', '', '0', 'kind', 'commands', 'steps'];

/** A stream of numbers out of one: mulberry32. */
class Numbers {
  private state: number;

  constructor(seed: number) {
    this.state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  }

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let value = this.state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) % limit;
  }

  of<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }
}

type Way = (random: Numbers, which: number) => { readonly kind: Hostile['kind']; readonly text: string };
type Json = unknown;

const character = (random: Numbers): string =>
  random.of(['A', 'z', '0', '-', '_', '.', '#', ' ', '\n', '%', '\u0000', '字', '\ud83d', '=']);

function damaged(text: string, random: Numbers, times: number): string {
  let result = text;
  for (let i = 0; i < times; i++) {
    const at = random.below(result.length + 1);
    const drop = random.below(3);
    result = result.slice(0, at) + (random.below(3) > 0 ? character(random) : '') + result.slice(at + drop);
  }
  return result;
}

function bitFlipped(text: string, random: Numbers): string {
  const at = random.below(text.length);
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(7))) + text.slice(at + 1);
}

/** A whole, well-made link around any bytes: what its checksum protects from is not what somebody means to do. */
function linkAround(bytes: Uint8Array): string {
  const payload = toBase64url(deflateSync(bytes, { level: 9 }));
  const crc = crc32(`1.d.${payload}`);
  const check = toBase64url(Uint8Array.of(crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255));
  return `1.d.${payload.length.toString(36)}.${check}.${payload}`;
}

function tupleLike(random: Numbers, depth: number): string {
  const kind = random.below(depth > 6 ? 4 : 6);
  if (kind === 0) return String(random.of(numbers));
  if (kind === 1) return `"${JSON.stringify(random.of(texts)).slice(1, -1)}`;
  if (kind === 2) return 'n';
  if (kind === 3) return String(random.below(30));
  return `[${Array.from({ length: random.below(8) }, () => tupleLike(random, depth + 1)).join(random.below(4) === 0 ? ';' : ',')}]`;
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
function changed(tree: Json, random: Numbers): Json {
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

const ways: Readonly<Record<string, Way>> = {
  'a link that was cut': (random, which) => {
    const link = links[which] ?? '';
    return { kind: 'link', text: link.slice(0, random.below(link.length)) };
  },
  'a link with a flipped bit': (random, which) => ({ kind: 'link', text: bitFlipped(links[which] ?? '', random) }),
  'a link with damage': (random, which) => ({ kind: 'link', text: damaged(links[which] ?? '', random, 1 + random.below(6)) }),
  'a link of another version': (random, which) => ({
    kind: 'link',
    text: (links[which] ?? '').replace(/^1\.d/, `${String(random.of([0, 2, 7, 99, 999_999, 1e21]))}.${random.of(['d', 'e', 'zz', ''])}`),
  }),
  'a whole link around nonsense': (random) => ({ kind: 'link', text: linkAround(strToU8(tupleLike(random, 0))) }),
  'a whole link around a scenario of nonsense': (random) => ({
    kind: 'link',
    text: linkAround(
      strToU8(`["${random.of(['x', 'constructor', '{where}'])},${Array.from({ length: 10 }, () => tupleLike(random, 2)).join(',')}]`),
    ),
  }),
  'a whole link around any bytes': (random) => ({
    kind: 'link',
    text: linkAround(Uint8Array.from({ length: random.below(400) }, () => random.below(256))),
  }),
  'a whole link around damaged tuples': (random) => {
    const text = '["x,1,0,[[[1];[2];[3]],[["orders,1,3]],[["app]],[]],[[1,2,1,"v]],1000,[5]]';
    return { kind: 'link', text: linkAround(strToU8(damaged(text, random, 1 + random.below(4)))) };
  },
  'a bomb': (random) => ({
    kind: 'link',
    text: linkAround(new Uint8Array(300_000 + random.below(700_000)).fill(random.of([32, 91, 34, 49]))),
  }),
  'deep nesting in a link': (random) => ({ kind: 'link', text: linkAround(strToU8('['.repeat(1 + random.below(5000)))) }),
  'something else altogether': (random) => ({
    kind: 'link',
    text: Array.from({ length: random.below(200) }, () => String.fromCharCode(32 + random.below(random.of([90, 60_000])))).join(''),
  }),
  'a file with one place changed': (random, which) => ({
    kind: 'file',
    text: JSON.stringify(changed(JSON.parse(files[which] ?? 'null'), random)),
  }),
  'a file with several places changed': (random, which) => {
    let tree: Json = JSON.parse(files[which] ?? 'null');
    for (let i = 2 + random.below(6); i > 0; i--) tree = changed(tree, random);
    return { kind: 'file', text: JSON.stringify(tree) };
  },
  'a file with damaged text': (random, which) => ({ kind: 'file', text: damaged(files[which] ?? '', random, 1 + random.below(4)) }),
  'a file that was cut': (random, which) => {
    const file = files[which] ?? '';
    return { kind: 'file', text: file.slice(0, random.below(file.length)) };
  },
  'a file of another version': (random, which) => ({
    kind: 'file',
    text: (files[which] ?? '').replace('"format": 1', `"format": ${random.of(['2', '0', '-1', '1.5', '"1"', '1e99', 'null', '[]'])}`),
  }),
  'a file nested deeply': (random) => {
    const depth = 1 + random.below(20_000);
    return { kind: 'file', text: `{"format":1,"title":${'['.repeat(depth)}${']'.repeat(depth)}}` };
  },
  'a file that is too large': (random, which) => ({
    kind: 'file',
    text: (files[which] ?? '') + ' '.repeat(260_000 + random.below(10_000)),
  }),
};

/** How many ways there are: one after the other, so that any number of them in a row has all. */
export const wayNames: readonly string[] = Object.keys(ways);

/** The one of that number. */
export function hostile(number: number): Hostile {
  const random = new Numbers(number);
  const which = random.below(originals.length);
  const how = wayNames[number % wayNames.length] ?? '';
  const made = ways[how]?.(random, which);
  const original = originals[which];
  if (made === undefined || original === undefined) throw new Error(`no way ${how}`);
  return { ...made, how, original };
}
