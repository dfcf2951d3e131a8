/** Links and files as mail programs, typing errors and ill will make them, each from a number: the same number gives the same one. */
import { deflateSync, strToU8 } from 'fflate';
import type { Scenario } from '../../contract/scenario.ts';
import { writeCoded } from '../coded/shape-coder.ts';
import { asColumns } from '../columns.ts';
import { sealed } from '../envelope.ts';
import { writeScenario } from '../file.ts';
import { encodeLink } from '../link.ts';
import { linkShapeV1, usualWordsV1 } from '../tuple-shapes.ts';
import { everyField, lessonWithActs, pageActs } from '../testing/examples.ts';
import { changed, damaged, Numbers, numbers, texts } from './damage.ts';
import type { Json } from './damage.ts';

/** What was made, how, and what it was made from. */
export interface Hostile {
  readonly kind: 'link' | 'file';
  readonly how: string;
  readonly text: string;
  readonly original: Scenario;
}

const originals: readonly Scenario[] = [lessonWithActs(40), lessonWithActs(3), pageActs(12), pageActs(40), everyField];
const links = originals.map((scenario) => encodeLink(scenario));
const coded = originals.map((scenario) => writeCoded(asColumns(scenario), linkShapeV1, usualWordsV1));
const files = originals.map((scenario) => writeScenario(scenario));

type Way = (random: Numbers, which: number) => { readonly kind: Hostile['kind']; readonly text: string };
function bitFlipped(text: string, random: Numbers): string {
  const at = random.below(text.length);
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(7))) + text.slice(at + 1);
}

/** A whole, well-made link around any bytes: what its checksum protects from is not what somebody means to do. */
function linkAround(bytes: Uint8Array): string {
  return sealed('d', deflateSync(bytes, { level: 9 }));
}

/** Bytes with some of them changed, some taken away and some put in. */
function damagedBytes(bytes: Uint8Array, random: Numbers): Uint8Array {
  const result = [...bytes];
  for (let i = 1 + random.below(4); i > 0; i--)
    result.splice(random.below(result.length + 1), random.below(3), ...Array.from({ length: random.below(3) }, () => random.below(256)));
  return Uint8Array.from(result);
}

function tupleLike(random: Numbers, depth: number): string {
  const kind = random.below(depth > 6 ? 4 : 6);
  if (kind === 0) return String(random.of(numbers));
  if (kind === 1) return `"${JSON.stringify(random.of(texts)).slice(1, -1)}`;
  if (kind === 2) return 'n';
  if (kind === 3) return String(random.below(30));
  return `[${Array.from({ length: random.below(8) }, () => tupleLike(random, depth + 1)).join(random.below(4) === 0 ? ';' : ',')}]`;
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
    text: (links[which] ?? '').replace(
      /^1\.[dc]/,
      `${String(random.of([0, 2, 7, 99, 999_999, 1e21]))}.${random.of(['d', 'c', 'e', 'zz', ''])}`,
    ),
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
  'a whole coded link around any bytes': (random) => ({
    kind: 'link',
    text: sealed(
      'c',
      Uint8Array.from({ length: random.below(600) }, () => random.below(256)),
    ),
  }),
  'a whole coded link around damaged bytes': (random, which) => ({
    kind: 'link',
    text: sealed('c', damagedBytes(coded[which] ?? new Uint8Array(), random)),
  }),
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
