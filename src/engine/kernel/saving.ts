import { Comparison } from './difference.ts';
import { ByteWriter, marks, wholes } from './saved-bytes.ts';
import { bookkeepingCount, kindAt, kindOf, shapeIn, shapeOf } from './shapes.ts';
import type { Kind, NumberArray, Place, Shape } from './shapes.ts';
import type { Entity, SavedFields } from './state.ts';
import { assert } from './units.ts';

/** The names of an entity's state fields, in the order in which they were made. */
export function stateKeys(entity: Entity): readonly string[] {
  return Object.keys(entity).slice(bookkeepingCount);
}

/**
 * Saves all state fields of an entity in depth, packed: the structure and the numbers as a text of bytes, what is immutable (Shared,
 * entities, strings) as references. The answer is `previous` when nothing has changed since.
 */
export function saveFields(entity: Entity, previous: SavedFields | null = null, saving = new Saving()): SavedFields {
  return saving.save(entity, previous);
}

/** Texts as long as this are kept by reference, and so is every text once there are very many. */
const longText = 64;
const mostTexts = 1 << 16;

/** Fewer than so many are found faster one by one. */
const fewObjects = 48;

const noReferences: readonly unknown[] = [];

/** One entity after the other being saved, into the same bytes. An object that is met again is written as its number. */
export class Saving {
  private readonly out = new ByteWriter();
  private readonly comparison = new Comparison();
  private references: unknown[] = [];
  /** What was referred to in the time before: lists in it that hold the same are referred to again. */
  private referencesBefore = noReferences;
  /** Objects of this entity, in the order of their numbers; once they are many also by what they are. */
  private readonly objects: object[] = [];
  private known: Map<object, number> | null = null;
  /** Numbers of the lists, maps, sets and literals that are being written. */
  private readonly open: number[] = [];
  private whole: number = wholes.tree;
  private hasList = false;
  private numbers = new Float64Array(1 << 10);

  save(entity: Entity, previous: SavedFields | null): SavedFields {
    try {
      const shape = shapeOf(entity, kindOf(entity));
      const before = previous?.form.keys === shape.keys ? previous : null;
      this.referencesBefore = before?.references ?? noReferences;
      this.known = null;
      this.hasList = entity.registry.entityAt !== undefined;
      this.whole = wholes.tree;
      this.out.begin(1);
      this.writeState(entity, shape);
      this.out.bytes[0] = this.whole;
      return this.saved(entity, shape, before);
    } finally {
      this.referencesBefore = noReferences;
      this.references.length = 0;
      this.objects.length = 0;
      this.open.length = 0;
    }
  }

  /** What has been written, as little as can be: its difference from an earlier one where that is much shorter. */
  private saved(entity: Entity, shape: Shape, before: SavedFields | null): SavedFields {
    const base = before === null ? null : (before.base ?? before.code);
    const isSame = before !== null && areAlike(before.references, this.references);
    const references = isSame ? before.references : this.ownReferences();
    const difference = base === null ? null : this.comparison.differenceFrom(base, this.out);
    if (isSame && difference === (before.base === null ? '' : before.code)) return before;
    const code = difference ?? this.out.text(0, this.out.at);
    const { entityIndex } = entity;
    return {
      entityIndex,
      form: this.whole === wholes.tree ? shape.tree : shape.knot,
      code,
      base: difference === null ? null : base,
      references,
    };
  }

  private ownReferences(): readonly unknown[] {
    return this.references.length === 0 ? noReferences : this.references.slice();
  }

  private write(value: unknown, place: Place): void {
    this.out.reserve(16);
    if (typeof value === 'number') this.out.writeNumber(value);
    else if (typeof value === 'object' && value !== null) this.writeObject(value, place);
    else if (typeof value === 'boolean') this.out.writeByte(value ? marks.true : marks.false);
    else if (value === undefined) this.out.writeByte(marks.undefined);
    else if (value === null) this.out.writeByte(marks.null);
    else {
      assert(typeof value !== 'function', `state holds no functions, but ${place.key} does`);
      if (typeof value === 'string') this.writeText(value, place);
      else this.writeReference(value);
    }
  }

  private writeText(text: string, place: Place): void {
    if (text !== place.text) {
      const number = text.length < longText ? numberOfText(text) : null;
      if (number === null) {
        this.writeReference(text);
        return;
      }
      place.text = text;
      place.textNumber = number;
    }
    this.out.writeByte(marks.text);
    this.out.writeCount(place.textNumber);
  }

  private writeReference(value: unknown): void {
    this.out.writeByte(marks.reference);
    this.references.push(value);
  }

  /** By its index where there is a list of them: two bytes that are mostly alike, not eight. */
  private writeEntity(entity: Entity): void {
    if (!this.hasList) {
      this.writeReference(entity);
      return;
    }
    this.out.writeByte(marks.entity);
    this.out.writeCount(entity.entityIndex);
  }

  private writeObject(value: object, place: Place): void {
    const kind = kindAt(place, value);
    if (kind.nature === 'reference') {
      this.writeReference(value);
      return;
    }
    if (kind.nature === 'entity') {
      this.writeEntity(value as Entity);
      return;
    }
    if (kind.nature === 'value') {
      this.writeShaped(marks.value, value, place);
      return;
    }
    const again = this.numberOf(value);
    if (again >= 0) {
      this.writeAgain(again);
      return;
    }
    const number = this.objects.push(value) - 1;
    this.known?.set(value, number);
    switch (kind.nature) {
      case 'state':
        this.writeShaped(marks.object, value, place);
        return;
      case 'typed':
        this.writeTyped(value as NumberArray, kind);
        return;
      case 'foreign':
        throw new Error(`${place.key} holds a ${value.constructor.name}, which a checkpoint cannot copy: extend State, Entity or Shared`);
      default:
        this.open.push(number);
        this.writeContainer(value, kind, place);
        this.open.pop();
    }
  }

  private numberOf(value: object): number {
    const { objects } = this;
    if (objects.length < fewObjects) return objects.indexOf(value);
    this.known ??= new Map(objects.map((object, number) => [object, number]));
    return this.known.get(value) ?? -1;
  }

  private writeShaped(mark: number, value: object, place: Place): void {
    const shape = shapeIn(place, value);
    this.out.writeByte(mark);
    this.out.writeCount(shape.index);
    this.writeState(value, shape);
  }

  private writeAgain(number: number): void {
    if (this.whole === wholes.tree) this.whole = wholes.knot;
    if (this.open.includes(number)) this.whole = wholes.ring;
    this.out.writeByte(marks.again);
    this.out.writeCount(number);
  }

  private writeContainer(value: object, kind: Kind, place: Place): void {
    switch (kind.nature) {
      case 'list':
        this.writeList(value as readonly unknown[], place);
        break;
      case 'map': {
        const map = value as ReadonlyMap<unknown, unknown>;
        this.out.writeByte(marks.map);
        this.out.writeCount(map.size);
        for (const [key, item] of map) {
          this.write(key, place);
          this.write(item, place);
        }
        break;
      }
      case 'set': {
        const set = value as ReadonlySet<unknown>;
        this.out.writeByte(marks.set);
        this.out.writeCount(set.size);
        for (const item of set) this.write(item, place);
        break;
      }
      default:
        this.writeShaped(marks.object, value, place);
    }
  }

  private writeList(list: readonly unknown[], place: Place): void {
    if (list.length > 1 && areReferences(list, place)) {
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
    for (let i = 0; i < list.length; i++) this.write(list[i], place);
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

  /** The fields of an object. */
  private writeState(value: object, { places, skipped }: Shape): void {
    let i = 0 - skipped;
    // eslint-disable-next-line no-restricted-syntax -- As in shapes.ts.
    for (const key in value) {
      if (i++ < 0) continue;
      const field: unknown = value[key as keyof typeof value];
      if (typeof field === 'number') {
        this.out.reserve(16);
        this.out.writeNumber(field);
      } else this.write(field, places[i - 1]!);
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
function areReferences(list: readonly unknown[], place: Place): boolean {
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item !== 'object' || item === null || !isReferred(kindAt(place, item))) return false;
  }
  return true;
}

function isReferred({ nature }: Kind): boolean {
  return nature === 'reference' || nature === 'entity';
}

/** Lists of integers alone keep their own, faster, kind of memory when they are made anew. */
function areIntegers(list: readonly unknown[]): list is readonly number[] {
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item !== 'number' || !isStepped(item)) return false;
  }
  return list.length > 0;
}

/** Whether differences of such numbers are exact. */
function isStepped(number: number): boolean {
  return Number.isInteger(number) && number <= largestInList && number >= -largestInList && !Object.is(number, -0);
}

const largestInList = 4_503_599_627_370_495;
