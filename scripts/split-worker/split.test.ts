// A script that is cut in two does what it did whole, wherever it is cut.
import { createContext, Script } from 'node:vm';
import { assert, boolean, array, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usedCharacters } from './profile.mjs';
import { namesIn, statementsOf, unitsOf } from './program.mjs';
import { split } from './split.mjs';

/** All ways of writing that the cut must respect. `self.answers` is what the page would call. */
const sample = `(function(){
  var early = () => late(1);
  const names = /* @__PURE__ */ new Map([['one', 1], ['two', 2]]), unused = ['a', 'b'], tale = ['only the rest', 'reads this'];
  const table = { plain: add, arrow: (left, right) => { return 'arrow of a certain length ' + (left - right); },
    method(left, right) { return 'a method of a certain length ' + left * right; }, 
    list: [function named(value) { return 'named, and of a certain length ' + value; }] };
  class Base {
    value = 1;
    greet(name) { return 'base greets ' + name + this.value; }
    get size() { return this.value * 10; }
    set size(size) { this.value = size / 10; }
    *count(to) { for (let at = 0; at < to; at += 1) yield at + this.value; }
    async wait(value) { await null; return 'waited for ' + value; }
    toString() { return 'base ' + this.value; }
    static make() { return new this(); }
  }
  let Child = class extends Base {
    constructor() { super(); this.value = 2; }
    greet(name) { return 'child, ' + super.greet(name); }
    get size() { return super.size + 1; }
    set size(size) { super.size = size; }
    add = (other) => this.value + other;
  };
  let Inner = class inner { copy() { return new inner(); } same(inner) { return inner; } is(other) { return other instanceof inner; } };
  class Hidden { #secret = 'hidden'; tell() { return this.#secret; } hide() { this.#secret = 'nothing of it'; return this.tell(); } }
  let Alone = class { constructor(value) { this.value = value; } twice() { return this.value * 2; } };
  let Grown = class extends Alone { thrice() { return this.value * 3; } };
  function add(left, right) { return left + right; }
  function late(value) { return value + unused.length; }
  function* numbers() { yield* [1, 2, 3]; }
  async function soon(value) { await null; return value; }
  function captured() { const kept = add; return () => kept(1, 2) + [1, 2].map(late).join(); }
  function story() { return tale.join(' '); }
  function isAlone(value) { return value instanceof Alone; }
  function defaults({ value = late(5) } = {}, ...others) { return value + others.length; }
  const bound = new Child().greet.bind(new Child());
  const enlarged = Object.assign(new Base(), { extra: 1 });
  const kinds = [new Base(), new Child()].map((each) => each.value);
  self.answers = {
    early: () => early(),
    names: () => [...names.keys(), unused.length],
    table: () => [table.plain(1, 2), table.arrow(3, 4), table.method(5, 6), table.list[0](7)],
    base: () => { const base = Base.make(); base.size = 70;
      return [base.greet('a'), base.size, [...base.count(3)], String(base), 'size' in base]; },
    child: () => { const child = new Child(); const before = child.size; child.size = 50;
      return [child.greet('b'), before, child.size, child.add(1), child + '']; },
    inner: () => { const one = new Inner(); return [one.is(one.copy()), one.same(4), one.is({})]; },
    hidden: () => new Hidden().tell(),
    hide: () => new Hidden().hide(),
    story: () => story(),
    alone: () => [isAlone({}), isAlone(new Alone(1)), new Alone(4).twice(), new Grown(5).thrice(), isAlone(new Grown(1))],
    generators: () => [...numbers()],
    waiting: async () => [await soon(1), await new Child().wait('x')],
    captured: () => [captured()(), bound('c'), enlarged.greet('d'), kinds],
    defaults: () => [defaults(), defaults({ value: 1 }, 2, 3)],
    keys: () => [Object.keys(new Child()), JSON.stringify(new Base()), Object.keys(Child.prototype)],
  };
  new Hidden().tell();
  new Inner().same(1);
})()`;

type Answers = Readonly<Record<string, () => unknown>>;

/** Runs a script as a worker would; what it loads is in `files`. `opened`: the lesson that the page opens first. */
function start(
  code: string,
  files: Readonly<Record<string, string>>,
  opened: string | null = null,
): { readonly answers: Answers; readonly loaded: readonly string[] } {
  const loaded: string[] = [];
  const listeners: ((event: unknown) => void)[] = [];
  const world = {
    answers: {} as Answers,
    fetch: () => new Promise(() => undefined),
    setTimeout: () => 0,
    addEventListener: (_: string, listener: (event: unknown) => void) => listeners.push(listener),
    importScripts,
  };
  const context = createContext(Object.assign(world, { self: world }));
  // In a worker \`self\` is the global object itself.
  new Script('self = globalThis').runInContext(context);
  function importScripts(address: string): void {
    loaded.push(address);
    const text = files[address];
    if (text === undefined) throw new Error(`cannot load ${address}`);
    new Script(text).runInContext(context);
  }
  new Script(code).runInContext(context);
  if (opened !== null)
    for (const listener of listeners) listener({ data: { path: ['openLesson'], argumentList: [{ value: { id: opened } }] } });
  return { answers: (context as { answers: Answers }).answers, loaded };
}

/** Each answer asked of a script of its own, so that each is the first that needs the rest; then all in a row. */
async function allAnswers(code: string, files: Readonly<Record<string, string>>, opened: string | null = null): Promise<string> {
  const names = Object.keys(start(code, files).answers);
  const alone = await Promise.all(names.map((name) => start(code, files, opened).answers[name]?.()));
  const { answers } = start(code, files, opened);
  const inARow: unknown[] = [];
  for (const name of names) inARow.push(await answers[name]?.());
  return JSON.stringify({ names, alone, inARow });
}

interface CutScript {
  readonly first: string;
  readonly files: Readonly<Record<string, string>>;
}

function cut(code: string, ...stages: readonly Uint8Array[]): CutScript {
  return cutWithPacks(code, stages, {});
}

function cutWithPacks(code: string, stages: readonly Uint8Array[], packs: Readonly<Record<string, Uint8Array>>): CutScript {
  const files: Record<string, string> = {};
  const first = split(code, { stages, packs }, (text, part) => {
    files[`part-${String(part)}.js`] = text;
    return `part-${String(part)}.js`;
  });
  return { first, files };
}

const calledWhileLoading = await usedCharacters(sample, async () => undefined);

const bodies = [...sample.matchAll(/\) \{ |=> \{ |\(\) \{ /g)].map(({ 0: text, index }) => index + text.indexOf('{'));
const someBodies = array(boolean(), { minLength: bodies.length, maxLength: bodies.length });

function marked(from: Uint8Array, choices: readonly boolean[]): Uint8Array {
  const used = Uint8Array.from(from);
  choices.forEach((isUsed, at) => {
    if (isUsed) used[bodies[at] ?? 0] = 1;
  });
  return used;
}

describe('a script that is cut in two', () => {
  test('does what the whole one does, and loads the rest when something of it is called, once', async () => {
    const { first, files } = cut(sample, calledWhileLoading);
    expect(await allAnswers(first, files)).toBe(await allAnswers(sample, {}));
    const { answers, loaded } = start(first, files);
    expect(answers['hidden']?.()).toBe('hidden');
    expect(loaded).toEqual([]);
    expect(answers['generators']?.()).toEqual([1, 2, 3]);
    answers['table']?.();
    expect(loaded).toEqual(['part-2.js']);
  });

  test('does so wherever it is cut', { timeout: 60_000 }, async () => {
    const whole = await allAnswers(sample, {});
    const cuts: Promise<void>[] = [];
    assert(
      property(someBodies, someBodies, (now, next) => {
        const early = marked(calledWhileLoading, now);
        const { first, files } = cut(sample, early, marked(early, next));
        cuts.push(allAnswers(first, files).then((answers) => expect(answers, JSON.stringify([now, next])).toBe(whole)));
      }),
      { seed: 7, numRuns: 25 },
    );
    await Promise.all(cuts);
  });

  test('does so wherever a pack is cut, and without the pack, and with that of another lesson', { timeout: 60_000 }, async () => {
    const whole = await allAnswers(sample, {});
    const cuts: Promise<void>[] = [];
    assert(
      property(someBodies, someBodies, someBodies, (now, next, packed) => {
        const early = marked(calledWhileLoading, now);
        const packs = { L1: marked(early, packed), L2: marked(early, next) };
        const { first, files } = cutWithPacks(sample, [early, marked(early, next)], packs);
        const { 'part-L1.js': absent, ...others } = files;
        expect(absent).toBeDefined();
        for (const [opened, there] of [
          ['L1', files],
          ['L2', files],
          ['L3', files],
          ['L1', others],
        ] as const)
          cuts.push(
            allAnswers(first, there, opened).then((answers) => expect(answers, JSON.stringify([opened, now, next, packed])).toBe(whole)),
          );
      }),
      { seed: 7, numRuns: 20 },
    );
    await Promise.all(cuts);
  });

  test('loads the pack of the lesson that is opened first, before anything else, and nothing more while that is enough', () => {
    const everything = calledWhileLoading.map(() => 1);
    const { first, files } = cutWithPacks(sample, [calledWhileLoading], { L1: everything });
    const { answers, loaded } = start(first, files, 'L1');
    expect(loaded).toEqual([]);
    expect(answers['generators']?.()).toEqual([1, 2, 3]);
    answers['table']?.();
    expect(loaded).toEqual(['part-L1.js']);
    const other = start(first, files, 'toString');
    other.answers['generators']?.();
    expect(other.loaded).toEqual(['part-2.js']);
  });

  test('keeps little of what was not called in its first part', () => {
    const { first, files } = cut(sample, calledWhileLoading);
    for (const text of ['base greets', 'only the rest', 'a method of a certain length', 'return this.value * 2', 'yield*']) {
      expect(first).not.toContain(text);
      expect(files['part-2.js']).toContain(text);
    }
    // Its own text alone sees these names.
    for (const text of ['new inner()', 'nothing of it']) expect(first).toContain(text);
  });

  test('says by a name that the page knows that the rest cannot be loaded, now and ever after', () => {
    const { first, files } = cut(sample, calledWhileLoading);
    const absent: Record<string, string> = {};
    const { answers } = start(first, absent);
    expect(() => answers['generators']?.()).toThrow(/^engine-part-missing: cannot load part-2.js$/);
    Object.assign(absent, files);
    expect(() => answers['table']?.()).toThrow(/^engine-part-missing/);
    expect(answers['hidden']?.()).toBe('hidden');
  });

  test('a script of another shape is refused', () => {
    expect(() => statementsOf('let a = 1; let b = 2;')).toThrow(/one function that is called at once/);
  });
});

describe('the profile', () => {
  test('knows what was called while loading, and what was not', () => {
    const isUsed = (text: string): boolean => calledWhileLoading[sample.indexOf(text) + text.indexOf('{')] === 1;
    expect([isUsed('constructor() { super'), isUsed('greet(name) { return'), isUsed('function add(left, right) {')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('a declaration is kept when moving it would change what loading does', () => {
    const code = '(function(){ const a = [1, b()], c = new Map([[1, 2]]), d = class extends e {}, f = class { static g = 1 }; })()';
    const units = unitsOf(code, new Uint8Array(code.length));
    expect(units.map(({ names, isNeeded }) => [names[0], isNeeded])).toEqual([
      ['a', true],
      ['c', false],
      ['d', false],
      ['f', true],
    ]);
    expect([...namesIn(statementsOf(code)[0] ?? { type: '', start: 0, end: 0 }, []).named]).toContain('e');
  });
});
