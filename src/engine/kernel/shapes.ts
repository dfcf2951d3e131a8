import { Entity, Shared, State } from './state.ts';

/** What an object is to a checkpoint: decided once for each prototype. */
export type Nature = 'reference' | 'list' | 'map' | 'set' | 'typed' | 'state' | 'literal' | 'foreign';

/** The fields of a State or of a literal, in order: objects of one shape have one hidden class. */
export interface Shape {
  readonly index: number;
  readonly keys: readonly string[];
  readonly prototype: object | null;
  /** The class; null for a literal. */
  readonly constructorOf: object | null;
  /** For a literal: one that is spread to make another of the same hidden class. */
  readonly template: object;
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

/** All objects of one prototype. */
export interface Kind {
  readonly nature: Nature;
  /** The shapes that its objects were seen with; literals have theirs by their first key. */
  readonly shapes: Shape[];
  /** Which of the typed arrays it is. */
  readonly typedIndex: number;
}

const kinds = new Map<object | null, Kind>();
const shapes: Shape[] = [];
const literals = new Map<string, Shape[]>();

/** What the checkpoint makes of an object. */
export function kindOf(value: object): Kind {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const known = kinds.get(prototype);
  if (known !== undefined) return known;
  const kind: Kind = { nature: natureOf(value, prototype), shapes: [], typedIndex: typedArrays.findIndex((type) => value instanceof type) };
  kinds.set(prototype, kind);
  return kind;
}

function natureOf(value: object, prototype: object | null): Nature {
  if (value instanceof Shared || value instanceof Entity) return 'reference';
  if (value instanceof State) return 'state';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Map) return 'map';
  if (value instanceof Set) return 'set';
  if (typedArrays.some((type) => value instanceof type)) return 'typed';
  return prototype === Object.prototype ? 'literal' : 'foreign';
}

/** The shape of a State or a literal. */
export function shapeOf(value: object, kind: Kind): Shape {
  const keys = Object.keys(value);
  const candidates = kind.nature === 'state' ? kind.shapes : literalsWith(keys[0] ?? '');
  for (const shape of candidates) if (areSameKeys(shape.keys, keys)) return shape;
  const isState = kind.nature === 'state';
  const shape: Shape = {
    index: shapes.length,
    keys,
    prototype: Object.getPrototypeOf(value) as object | null,
    constructorOf: isState ? value.constructor : null,
    template: isState ? {} : { ...value },
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
  return Object.getPrototypeOf(value) === shape.prototype && areSameKeys(shape.keys, Object.keys(value));
}

function literalsWith(firstKey: string): Shape[] {
  const known = literals.get(firstKey);
  if (known !== undefined) return known;
  const made: Shape[] = [];
  literals.set(firstKey, made);
  return made;
}

/** Whether two lists of names are the same. */
export function areSameKeys(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A field by its name. */
export function fieldOf(object: object, key: string): unknown {
  return (object as Readonly<Record<string, unknown>>)[key];
}
