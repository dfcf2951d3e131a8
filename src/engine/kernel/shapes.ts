import { Entity, Shared, State, Value } from './state.ts';
import type { SavedForm } from './state.ts';

/** What an object is to a checkpoint: decided once for each prototype. */
export type Nature = 'reference' | 'entity' | 'value' | 'list' | 'map' | 'set' | 'typed' | 'state' | 'literal' | 'foreign';

/** The fields of a State or of a literal, in order: objects of one shape have one hidden class. */
export interface Shape {
  readonly index: number;
  readonly keys: readonly string[];
  /** So many fields before them are no state. */
  readonly skipped: number;
  /** What made its objects: the class, or Object for a literal. */
  readonly maker: unknown;
  /** The class; null for a literal. */
  readonly constructorOf: object | null;
  /** For a literal: one that is spread to make another of the same hidden class. */
  readonly template: object;
  /** For an entity in which nothing is referred to twice, and for others. */
  readonly tree: SavedForm;
  readonly knot: SavedForm;
  /** One for each key. */
  readonly places: readonly Place[];
}

/** A field of a shape, and what was met there last, or in what stands there: mostly it is met again. */
export interface Place {
  readonly key: string;
  maker: unknown;
  kind: Kind;
  shape: Shape | null;
  text: string | null;
  textNumber: number;
}

/** Typed arrays that hold numbers; their place is their name in a checkpoint. */
export const typedArrays = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
] as const;

/** A typed array of numbers. */
export type NumberArray =
  Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** All objects of one class. */
export interface Kind {
  readonly nature: Nature;
  /** How many fields its objects have first that are no state. */
  readonly skipped: number;
  /** The shapes that its objects were seen with; literals have theirs by their first key. */
  readonly shapes: Shape[];
  /** Which of the typed arrays it is. */
  readonly typedIndex: number;
}

/** Fields that every entity has first, because Entity makes them: no state. */
export const bookkeepingCount = 4;

const kinds = new Map<unknown, Kind>();
const shapes: Shape[] = [];
const literals = new Map<string, Shape[]>();

/** What the checkpoint makes of an object. By its constructor: asking for a prototype takes five times as long. */
export function kindOf(value: object): Kind {
  const maker: unknown = value.constructor;
  const known = kinds.get(maker);
  if (known !== undefined) return known;
  const nature = natureOf(value, Object.getPrototypeOf(value) as object | null);
  const skipped = value instanceof Entity ? bookkeepingCount : 0;
  const kind: Kind = { nature, skipped, shapes: [], typedIndex: typedArrays.findIndex((type) => value instanceof type) };
  kinds.set(maker, kind);
  return kind;
}

function natureOf(value: object, prototype: object | null): Nature {
  if (value instanceof Value) return 'value';
  if (value instanceof Shared) return 'reference';
  if (value instanceof Entity) return 'entity';
  if (value instanceof State) return 'state';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Map) return 'map';
  if (value instanceof Set) return 'set';
  if (typedArrays.some((type) => value instanceof type)) return 'typed';
  return prototype === Object.prototype ? 'literal' : 'foreign';
}

/** The kind of what stands in a place. */
export function kindAt(place: Place, value: object): Kind {
  if (value.constructor !== place.maker) {
    place.kind = kindOf(value);
    place.maker = value.constructor;
  }
  return place.kind;
}

/** The shape of a State or a literal in a place whose kind was asked for. */
export function shapeIn(place: Place, value: object): Shape {
  const { shape } = place;
  if (shape !== null && shape.maker === place.maker && hasKeys(value, shape.keys)) return shape;
  place.shape = shapeOf(value, place.kind);
  return place.shape;
}

/** The shape of an entity, a State, a Value or a literal. */
export function shapeOf(value: object, kind: Kind): Shape {
  const { skipped } = kind;
  const isLiteral = kind.nature === 'literal';
  const candidates = isLiteral ? literalsWith(firstKeyOf(value)) : kind.shapes;
  for (const shape of candidates) if (hasKeys(value, shape.keys, skipped)) return shape;
  const keys = Object.keys(value).slice(skipped);
  const shape: Shape = {
    index: shapes.length,
    keys,
    skipped,
    maker: value.constructor,
    constructorOf: isLiteral ? null : value.constructor,
    template: isLiteral ? { ...value } : {},
    tree: { keys, isTree: true },
    knot: { keys, isTree: false },
    places: keys.map((key) => ({ key, maker: null, kind, shape: null, text: null, textNumber: -1 })),
  };
  shapes.push(shape);
  candidates.push(shape);
  return shape;
}

/** The shape that a checkpoint names. */
export function shapeAt(index: number): Shape {
  return shapes[index]!;
}

/**
 * A new object of the shape, to be filled in the order of its keys. Copies have the hidden class of what they are copies of: with
 * another one, all code that meets both after a rewind would be slow for ever.
 */
export function emptyOf(shape: Shape): Record<string, unknown> {
  const { constructorOf, template } = shape;
  return (constructorOf === null ? { ...template } : Reflect.construct(State, [], constructorOf as () => void)) as Record<string, unknown>;
}

/** Whether an object has the shape: it can be filled in its place. */
export function hasShape(value: object, shape: Shape): boolean {
  return value.constructor === shape.maker && hasKeys(value, shape.keys);
}

/* eslint-disable no-restricted-syntax -- A field's name is never like an integer; engines go through an object's own fields this way
   without a list of their names, and find each where it lies. */

/** Whether the names of an object's fields are these, in this order, after so many that are not looked at. */
export function hasKeys(value: object, keys: readonly string[], skipped = 0): boolean {
  // Not -skipped: -0 is no small integer to the engine, and code that counts with one is thrown away and compiled anew for ever.
  let i = 0 - skipped;
  for (const key in value) {
    if (i >= 0 && key !== keys[i]) return false;
    i++;
  }
  return i === keys.length;
}

function firstKeyOf(value: object): string {
  for (const key in value) return key;
  return '';
}

/* eslint-enable no-restricted-syntax */

function literalsWith(firstKey: string): Shape[] {
  const known = literals.get(firstKey);
  if (known !== undefined) return known;
  const made: Shape[] = [];
  literals.set(firstKey, made);
  return made;
}

/** A field by its name. */
export function fieldOf(object: object, key: string): unknown {
  return (object as Readonly<Record<string, unknown>>)[key];
}
