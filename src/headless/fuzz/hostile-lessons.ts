/** Lesson files as typing errors, editors and ill will make them, each from a number: the same number gives the same one. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { changed, damaged, Numbers, texts } from '../../scenario/fuzz/damage.ts';
import type { Json } from '../../scenario/fuzz/damage.ts';

/** What was made, and how. */
export interface HostileLesson {
  readonly how: string;
  readonly text: string;
}

const home = join(import.meta.dirname, '../../lessons');

/** The product's own lessons, each as one file. */
const originals: readonly Json[] = readdirSync(home, { withFileTypes: true })
  .filter((entry) => /^\d/.test(entry.name))
  .map(({ name }) => {
    const read = (file: string): Json => JSON.parse(readFileSync(join(home, name, file), 'utf8'));
    return { ...(read('lesson.json') as object), texts: { en: read('text.en.json'), 'zh-Hans': read('text.zh-Hans.json') } };
  });
const files = originals.map((lesson) => JSON.stringify(lesson, null, 1));

type Way = (random: Numbers, which: number) => string;

/** What stands where a name, a path or a key of a text may stand. */
const names: readonly string[] = [
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'title',
  'L99',
  'part(orders,0).constructor',
  'part(orders,99).leader',
  'part(,).leo',
  'truth.lost',
  'consumer(nobody).position[x-0]',
  'group(__proto__).lag[constructor]',
  'broker(1e9).leads',
  'broker:99',
  'replica:orders-0@9',
  'cmp',
  ...texts,
];

/** Puts another text in the place of one of a tree's texts that look like a name. */
function renamed(tree: Json, random: Numbers): Json {
  let count = 0;
  visit(tree, () => {
    count += 1;
    return null;
  });
  const wanted = random.below(Math.max(1, count));
  let at = 0;
  return visit(tree, () => (at++ === wanted ? random.of(names) : null));
}

function visit(tree: Json, replace: (text: string) => string | null): Json {
  if (typeof tree === 'string') return /^\S{1,80}$/.test(tree) ? (replace(tree) ?? tree) : tree;
  if (Array.isArray(tree)) return tree.map((item: Json) => visit(item, replace));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, key === 'texts' ? value : visit(value, replace)]));
}

/** A claim inside itself, often: what reads it by calling itself must not run out of room. */
function deepClaim(depth: number, random: Numbers): string {
  const [open, close] = random.of([
    ['{"not":', '}'],
    ['{"all":[', ']}'],
    ['{"held":', ',"simMs":1}'],
    ['{"cmp":"==","l":{"f":"len","a":[', ']},"r":1}'],
  ] as const);
  return open.repeat(depth) + '{"completed":"x"}' + close.repeat(depth);
}

/** Takes a part of a lesson away or puts another lesson's there. */
function grafted(which: number, random: Numbers): string {
  const [own, other] = [originals[which], random.of(originals)];
  const keys = Object.keys(other as object);
  const key = random.of(keys);
  return JSON.stringify({ ...(own as object), [key]: (other as Readonly<Record<string, Json>>)[key] });
}

const tree = (which: number): Json => originals[which] ?? null;
const file = (which: number): string => files[which] ?? '';

const ways: Readonly<Record<string, Way>> = {
  'a lesson with one place changed': (random, which) => JSON.stringify(changed(tree(which), random)),
  'a lesson with several places changed': (random, which) => {
    let lesson = tree(which);
    for (let i = 2 + random.below(6); i > 0; i--) lesson = changed(lesson, random);
    return JSON.stringify(lesson);
  },
  'a lesson with a name changed': (random, which) => JSON.stringify(renamed(tree(which), random)),
  'a lesson with several names changed': (random, which) => {
    let lesson = tree(which);
    for (let i = 2 + random.below(4); i > 0; i--) lesson = renamed(lesson, random);
    return JSON.stringify(lesson);
  },
  'a lesson with damaged text': (random, which) => damaged(file(which), random, 1 + random.below(4)),
  'a lesson that was cut': (random, which) => file(which).slice(0, random.below(file(which).length)),
  'a lesson of another version': (random, which) =>
    file(which).replace('"format": 1', `"format": ${random.of(['2', '0', '-1', '1.5', '"1"', '1e99', 'null', '[]'])}`),
  'a lesson with a part of another': (random, which) => grafted(which, random),
  'a lesson with a claim nested deeply': (random, which) =>
    file(which)
      .replace('"success": ', `"success": ${deepClaim(1 + random.below(9000), random)}, "was": `)
      .replace(/, "was": /, ', "x": '),
  'a lesson with a step claim nested deeply': (random, which) =>
    JSON.stringify({ ...(tree(which) as object), predicates: { deep: '@' } }).replace('"@"', deepClaim(1 + random.below(9000), random)),
  'a lesson that is too large': (random, which) => file(which) + ' '.repeat(500_000 + random.below(50_000)),
  'a lesson with a hostile text': (random, which) => {
    const lesson = tree(which) as { readonly texts: { readonly en: object } };
    const key = random.of(Object.keys(lesson.texts.en));
    return JSON.stringify({ ...lesson, texts: { ...lesson.texts, en: { ...lesson.texts.en, [key]: random.of(texts) } } });
  },
};

/** How many ways there are: one after the other, so that any number of them in a row has all. */
export const lessonWayNames: readonly string[] = Object.keys(ways);

/** The one of that number. */
export function hostileLesson(number: number): HostileLesson {
  const random = new Numbers(number);
  const how = lessonWayNames[number % lessonWayNames.length] ?? '';
  const way = ways[how];
  if (way === undefined) throw new Error(`no way ${how}`);
  return { how, text: way(random, random.below(originals.length)) };
}
