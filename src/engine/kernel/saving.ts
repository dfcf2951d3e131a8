import { differenceFrom } from './difference.ts';
import { ByteWriter, marks, wholes } from './saved-bytes.ts';
import { hasKeys, kindOf, shapeOf } from './shapes.ts';
import type { Kind, NumberArray } from './shapes.ts';
import type { Entity, SavedFields, SavedForm } from './state.ts';
import { assert } from './units.ts';

/** Fields that every entity has first, because Entity makes them: no state. */
export const bookkeepingCount = 4;

/** Whether an entity's state fields are just these, in this order. */
function hasStateKeys(entity: Entity, keys: readonly string[]): boolean {
  return hasKeys(entity, keys, bookkeepingCount);
}

/** The names of an entity's state fields, in the order in which they were made. */
export function stateKeys(entity: Entity): readonly string[] {
  return Object.keys(entity).slice(bookkeepingCount);
}

/**
 * Saves all state fields of an entity in depth, packed: the structure and the numbers as a text of bytes, what is immutable (Shared,
 * entities, strings) as references. The answer is `previous` when nothing has changed since.
 */
export function saveFields(entity: Entity, previous: SavedFields | null = null, saving = new Saving()): SavedFields {
  return saving.save(entity, previous !== null && hasStateKeys(entity, previous.form.keys) ? previous : null);
}

/** Texts as long as this are kept by reference, and so is every text once there are very many. */
const longText = 64;
const mostTexts = 1 << 16;

const noReferences: readonly unknown[] = [];

/** One entity after the other being saved, into the same bytes. An object that is met again is written as its number. */
export class Saving {
  private readonly out = new ByteWriter();
  private references: unknown[] = [];
  /** What was referred to in the time before: lists in it that hold the same are referred to again. */
  private referencesBefore = noReferences;
  /** Objects of this entity, in the order of their numbers. A new one each time: to clear one takes longer. */
  private known = new Set<object>();
  /** Numbers of the lists, maps, sets and literals that are being written. */
  private readonly open: number[] = [];
  private whole: number = wholes.tree;
  private numbers = new Float64Array(1 << 10);

  save(entity: Entity, before: SavedFields | null): SavedFields {
    try {
      this.referencesBefore = before?.references ?? noReferences;
      this.known = new Set();
      this.whole = wholes.tree;
      this.out.begin(1);
      this.writeState(entity, bookkeepingCount);
      this.out.bytes[0] = this.whole;
      return this.saved(entity, before);
    } finally {
      this.referencesBefore = noReferences;
      this.references.length = 0;
      this.open.length = 0;
    }
  }

  /** What has been written, as little as can be: its difference from an earlier one where that is much shorter. */
  private saved(entity: Entity, before: SavedFields | null): SavedFields {
    const base = before === null ? null : (before.base ?? before.code);
    const isSame = before !== null && areAlike(before.references, this.references);
    const references = isSame ? before.references : this.ownReferences();
    const difference = base === null ? null : differenceFrom(base, this.out);
    if (isSame && difference === (before.base === null ? '' : before.code)) return before;
    const code = difference ?? this.out.text(0, this.out.at);
    const { entityIndex } = entity;
    return { entityIndex, form: this.formOf(entity, before), code, base: difference === null ? null : base, references };
  }

  private formOf(entity: Entity, before: SavedFields | null): SavedForm {
    const isTree = this.whole === wholes.tree;
    if (before?.form.isTree === isTree) return before.form;
    return { keys: before?.form.keys ?? stateKeys(entity), isTree };
  }

  private ownReferences(): readonly unknown[] {
    return this.references.length === 0 ? noReferences : this.references.slice();
  }

  private write(value: unknown, where: string): void {
    this.out.reserve(16);
    if (typeof value === 'number') this.out.writeNumber(value);
    else if (typeof value === 'object' && value !== null) this.writeObject(value, where);
    else if (typeof value === 'boolean') this.out.writeByte(value ? marks.true : marks.false);
    else if (value === undefined) this.out.writeByte(marks.undefined);
    else if (value === null) this.out.writeByte(marks.null);
    else {
      assert(typeof value !== 'function', `state holds no functions, but ${where} does`);
      if (typeof value === 'string') this.writeText(value);
      else this.writeReference(value);
    }
  }

  private writeText(text: string): void {
    const number = text.length < longText ? numberOfText(text) : null;
    if (number === null) {
      this.writeReference(text);
      return;
    }
    this.out.writeByte(marks.text);
    this.out.writeCount(number);
  }

  private writeReference(value: unknown): void {
    this.out.writeByte(marks.reference);
    this.references.push(value);
  }

  private writeObject(value: object, where: string): void {
    const kind = kindOf(value);
    if (kind.nature === 'reference') {
      this.writeReference(value);
      return;
    }
    if (kind.nature === 'value') {
      this.out.writeByte(marks.value);
      this.out.writeCount(shapeOf(value, kind).index);
      this.writeState(value, 0);
      return;
    }
    const number = this.known.size;
    if (this.known.add(value).size === number) {
      this.writeAgain(value);
      return;
    }
    switch (kind.nature) {
      case 'state':
        this.out.writeByte(marks.object);
        this.out.writeCount(shapeOf(value, kind).index);
        this.writeState(value, 0);
        return;
      case 'typed':
        this.writeTyped(value as NumberArray, kind);
        return;
      case 'foreign':
        throw new Error(`${where} holds a ${value.constructor.name}, which a checkpoint cannot copy: extend State, Entity or Shared`);
      default:
        this.open.push(number);
        this.writeContainer(value, kind, where);
        this.open.pop();
    }
  }

  private writeAgain(value: object): void {
    const number = this.numberOf(value);
    if (this.whole === wholes.tree) this.whole = wholes.knot;
    if (this.open.includes(number)) this.whole = wholes.ring;
    this.out.writeByte(marks.again);
    this.out.writeCount(number);
  }

  private writeContainer(value: object, kind: Kind, where: string): void {
    switch (kind.nature) {
      case 'list':
        this.writeList(value as readonly unknown[], where);
        break;
      case 'map': {
        const map = value as ReadonlyMap<unknown, unknown>;
        this.out.writeByte(marks.map);
        this.out.writeCount(map.size);
        for (const [key, item] of map) {
          this.write(key, where);
          this.write(item, where);
        }
        break;
      }
      case 'set': {
        const set = value as ReadonlySet<unknown>;
        this.out.writeByte(marks.set);
        this.out.writeCount(set.size);
        for (const item of set) this.write(item, where);
        break;
      }
      default:
        this.out.writeByte(marks.object);
        this.out.writeCount(shapeOf(value, kind).index);
        this.writeState(value, 0);
    }
  }

  /** Rarely asked, so that nothing is kept for it. */
  private numberOf(object: object): number {
    let number = 0;
    for (const known of this.known) {
      if (known === object) break;
      number++;
    }
    return number;
  }

  private writeList(list: readonly unknown[], where: string): void {
    if (list.length > 1 && areReferences(list)) {
      const earlier = this.referencesBefore[this.references.length];
      this.out.writeByte(marks.references);
      this.references.push(Array.isArray(earlier) && areAlike(earlier as readonly unknown[], list) ? earlier : list.slice());
      return;
    }
    if (areIntegers(list)) {
      this.out.writeByte(marks.integers);
      this.writeSteps(list);
      return;
    }
    this.out.writeByte(marks.list);
    this.out.writeCount(list.length);
    for (const item of list) this.write(item, where);
  }

  private writeTyped(numbers: NumberArray, kind: Kind): void {
    this.out.writeByte(marks.typed);
    this.out.writeByte(kind.typedIndex);
    this.writeSteps(numbers);
  }

  /**
   * Numbers as steps from one to the next, which are small and stay what they are when the list grows or loses its first. A step that
   * comes again and again is written once; what is no integer is no step.
   */
  private writeSteps(list: readonly number[] | NumberArray): void {
    const { length } = list;
    if (this.numbers.length < length) this.numbers = new Float64Array(2 * length);
    const { out, numbers } = this;
    numbers.set(list);
    out.writeCount(length);
    out.reserve(10 * length);
    let before = 0;
    for (let i = 0; i < length;) {
      const number = numbers[i++]!;
      if (!isStepped(number)) {
        out.writeFloat(number);
        continue;
      }
      const step = number - before;
      out.writeNumber(step);
      before = number;
      const next = i;
      while (i < length && numbers[i] === before + step && (before + step !== 0 || isStepped(numbers[i]!))) before = numbers[i++]!;
      if (i === next) continue;
      out.writeByte(marks.again);
      out.writeCount(i - next);
    }
  }

  /** The fields of an object, after so many that are no state. */
  private writeState(value: object, skipped: number): void {
    let i = 0 - skipped;
    // eslint-disable-next-line no-restricted-syntax -- As in shapes.ts.
    for (const key in value) {
      if (i++ < 0) continue;
      const field: unknown = value[key as keyof typeof value];
      if (typeof field === 'number') {
        this.out.reserve(16);
        this.out.writeNumber(field);
      } else this.write(field, key);
    }
  }
}

const texts: string[] = [];
const textNumbers = new Map<string, number>();

/** The text of a number. */
export function textAt(number: number): string {
  return texts[number]!;
}

function numberOfText(text: string): number | null {
  const known = textNumbers.get(text);
  if (known !== undefined) return known;
  if (texts.length >= mostTexts) return null;
  textNumbers.set(text, texts.length);
  return texts.push(text) - 1;
}

/** Whether two lists hold the very same things in the same order. */
export function areAlike(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** Lists of nothing but immutable things and entities are saved as one list, which most checkpoints share. */
function areReferences(list: readonly unknown[]): boolean {
  for (const item of list) if (typeof item !== 'object' || item === null || kindOf(item).nature !== 'reference') return false;
  return true;
}

/** Lists of integers alone keep their own, faster, kind of memory when they are made anew. */
function areIntegers(list: readonly unknown[]): list is readonly number[] {
  for (const item of list) if (typeof item !== 'number' || !isStepped(item)) return false;
  return list.length > 0;
}

/** Whether differences of such numbers are exact. */
function isStepped(number: number): boolean {
  return Number.isInteger(number) && number <= largestInList && number >= -largestInList && !Object.is(number, -0);
}

const largestInList = 4_503_599_627_370_495;
