/** What a number in an event means, so that text and pictures can show it: ids are looked up, units are printed. */
export type FieldKind =
  'node' | 'partition' | 'topic' | 'name' | 'offset' | 'epoch' | 'count' | 'bytes' | 'millis' | 'micros' | 'error' | 'flag' | 'nodes';

/** A kind of event. It cannot be declared without saying which part of Kafka it comes from; texts/ must say what and why. */
export interface EventSpec<F extends string = string> {
  readonly name: string;
  /** Milestones are never evicted and mark the timeline; details live in a ring. */
  readonly level: 'milestone' | 'detail';
  /** At most five; stored as numbers (strings are interned, a set of nodes is a list interned by name). */
  readonly fields: { readonly [K in F]: FieldKind };
  /** The Kafka class, config or KIP that this behaviour comes from. */
  readonly source: string;
  /** Which of all kinds it is in this program: not the same from version to version. */
  readonly number: number;
  /** Position of the field in the stored row; filled in by defineEvent. */
  readonly order: readonly F[];
  /** A bit by position in `order`: the field enters the digest, which those do whose numbers do not depend on the order of interning. */
  readonly folded: number;
  /** Its arguments may be given in order: see `defineRow`. */
  readonly isRow: boolean;
  /** How much the learner's eye wants it: pace slows down and "jump to the next interesting event" stops at 2 and above. */
  readonly interest: 0 | 1 | 2 | 3;
}

/** A kind of event that comes with every message or batch: `emitRow` is given its four or five arguments in the order of its fields. */
export interface RowSpec<F extends string = string> extends EventSpec<F> {
  readonly isRow: true;
}

export const maxEventFields = 5;

const interned: ReadonlySet<FieldKind> = new Set(['partition', 'topic', 'name', 'nodes']);

/** The trace has nine bits for the number of a kind. */
const mostKinds = 511;

const specs: EventSpec[] = [];

/** The kind of a number. */
export function specAt(number: number): EventSpec {
  return specs[number]!;
}

/** What is said of a kind of event that is declared. */
interface NewEvent<F extends string> {
  readonly name: string;
  readonly level: 'milestone' | 'detail';
  readonly fields: { readonly [K in F]: FieldKind };
  readonly source: string;
  readonly interest?: 0 | 1 | 2 | 3;
}

/** Declares a kind of event. Kinds are collected in a registry list per folder; they are numbered as they are declared. */
export function defineEvent<const F extends string>(spec: NewEvent<F>): EventSpec<F> {
  const order = Object.keys(spec.fields) as F[];
  if (order.length > maxEventFields) throw new Error(`event ${spec.name} has more than ${String(maxEventFields)} fields`);
  const folded = order.reduce((bits, field, i) => (interned.has(spec.fields[field]) ? bits : bits | (1 << i)), 0);
  const { name, level, fields, source, interest = level === 'milestone' ? 2 : 0 } = spec;
  // Named one by one, so that all kinds have one hidden class: every event of a run reads its kind.
  const isRow = level === 'detail' && order.length >= maxEventFields - 1;
  const declared: EventSpec<F> = { name, level, fields, source, number: specs.length, order, folded, isRow, interest };
  if (specs.push(declared) > mostKinds) throw new Error(`there are more than ${String(mostKinds)} kinds of events`);
  return declared;
}

/** Declares one whose arguments may be given in order. Throws unless there are four or five of them and it is no milestone. */
export function defineRow<const F extends string>(spec: NewEvent<F>): RowSpec<F> {
  const declared = defineEvent(spec);
  if (!isRow(declared)) throw new Error(`event ${spec.name} is a milestone or has too few fields for a row`);
  return declared;
}

function isRow<F extends string>(spec: EventSpec<F>): spec is RowSpec<F> {
  return spec.isRow;
}
