import type { EventPattern, LessonPredicate, LessonResult, LessonValue } from '../../contract/lesson.ts';
import type { ClusterReader } from '../kafka/reader.ts';
import type { EventId, Micros } from '../kernel/units.ts';
import type { EventCounter } from './event-counter.ts';
import { parsePath, readPath } from './paths.ts';

/** What claims are judged by: state, events, and what the lesson itself remembers. */
export interface LessonFacts {
  readonly reader: ClusterReader;
  readonly events: EventCounter;
  readonly nowMicros: Micros;
  readonly stepMicros: Micros;
  /** The first event of the step. */
  readonly stepEvent: EventId;
  readonly memory: ClaimMemory;
  readonly macros: Readonly<Record<string, LessonPredicate>>;
  readonly isCompleted: (step: string) => boolean;
}

/** For how long a claim has been true, and whether it ever was true or false in the step: what `held`, `always` and `eventually` need. */
interface Remembered {
  trueSinceMicros: Micros | null;
  firstTrueMicros: Micros | null;
  firstFalseMicros: Micros | null;
}

/** Remembers claims over time; a rewind forgets what lies ahead of it. To be asked after every step of the engine. */
export class ClaimMemory {
  private readonly claims = new Map<string, Remembered>();
  private readonly keys = new WeakMap<object, string>();

  note(claim: LessonPredicate, isTrue: boolean, nowMicros: Micros): Readonly<Remembered> {
    let key = this.keys.get(claim);
    if (key === undefined) {
      key = JSON.stringify(claim);
      this.keys.set(claim, key);
    }
    let known = this.claims.get(key);
    if (known === undefined) {
      known = { trueSinceMicros: null, firstTrueMicros: null, firstFalseMicros: null };
      this.claims.set(key, known);
    }
    const forget = (micros: Micros | null): Micros | null => (micros !== null && micros > nowMicros ? null : micros);
    known.firstTrueMicros = forget(known.firstTrueMicros) ?? (isTrue ? nowMicros : null);
    known.firstFalseMicros = forget(known.firstFalseMicros) ?? (isTrue ? null : nowMicros);
    known.trueSinceMicros = isTrue ? (forget(known.trueSinceMicros) ?? nowMicros) : null;
    return known;
  }
}

/** Judges a claim now. */
export function holds(claim: LessonPredicate, facts: LessonFacts): boolean {
  if ('all' in claim) return claim.all.map((part) => holds(part, facts)).every(Boolean);
  if ('any' in claim) return claim.any.map((part) => holds(part, facts)).some(Boolean);
  if ('not' in claim) return !holds(claim.not, facts);
  if ('cmp' in claim) return compare(claim.cmp, evaluate(claim.l, facts), evaluate(claim.r, facts));
  if ('event' in claim) {
    const count = countOf(claim.event, claim.since ?? 'step', facts);
    return count >= (claim.min ?? (claim.max === undefined ? 1 : 0)) && count <= (claim.max ?? Infinity);
  }
  if ('before' in claim) return isBefore(claim.before, facts);
  if ('completed' in claim) return facts.isCompleted(claim.completed);
  if ('ref' in claim) {
    const named = facts.macros[claim.ref];
    return named !== undefined && holds(named, facts);
  }
  return holdsOverTime(claim, facts);
}

type Timed = Extract<LessonPredicate, { readonly eventually: unknown } | { readonly always: unknown } | { readonly held: unknown }>;

function holdsOverTime(claim: Timed, facts: LessonFacts): boolean {
  const { nowMicros, stepMicros, memory } = facts;
  if ('eventually' in claim) {
    const { firstTrueMicros } = memory.note(claim.eventually, holds(claim.eventually, facts), nowMicros);
    return firstTrueMicros !== null && firstTrueMicros <= stepMicros + claim.withinSimMs * 1000;
  }
  if ('always' in claim) return memory.note(claim.always, holds(claim.always, facts), nowMicros).firstFalseMicros === null;
  const { trueSinceMicros } = memory.note(claim.held, holds(claim.held, facts), nowMicros);
  return trueSinceMicros !== null && nowMicros - trueSinceMicros >= claim.simMs * 1000;
}

function isBefore([one, other]: readonly [EventPattern, EventPattern], { events, stepEvent }: LessonFacts): boolean {
  const [first] = events.idsSince(one, stepEvent);
  const [second] = events.idsSince(other, stepEvent);
  return first !== undefined && second !== undefined && first < second;
}

function countOf(pattern: EventPattern, since: 'step' | 'lesson', { events, stepEvent }: LessonFacts): number {
  return since === 'lesson' ? events.countEver(pattern) : events.idsSince(pattern, stepEvent).length;
}

/** Reads a value now; null when something in it does not exist. */
export function evaluate(value: LessonValue, facts: LessonFacts): LessonResult {
  if (typeof value !== 'object') return value;
  if (isList(value)) return value;
  if ('path' in value) {
    const path = parsePath(value.path);
    return path === null ? null : readPath(facts.reader, path, facts);
  }
  if ('count' in value) return countOf(value.count, value.since ?? 'step', facts);
  if ('sum' in value) return facts.events.sumSince(value.sum, value.field, facts.stepEvent);
  return arithmetic(
    value.f,
    value.a.map((part) => evaluate(part, facts)),
  );
}

function isList<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

function arithmetic(f: Extract<LessonValue, { readonly f: string }>['f'], given: readonly LessonResult[]): LessonResult {
  const [first] = given;
  if (f === 'len') return isListed(first) ? first.length : null;
  if (f === 'at') return isListed(first) ? (first[Number(given[1])] ?? null) : null;
  const flat = given.flatMap((each): readonly LessonResult[] => (isListed(each) ? each : [each]));
  if (flat.some((each) => typeof each !== 'number')) return null;
  const numbers = flat.map(Number);
  const [one = 0, ...others] = numbers;
  switch (f) {
    case 'min':
      return numbers.length === 0 ? null : Math.min(...numbers);
    case 'max':
      return numbers.length === 0 ? null : Math.max(...numbers);
    case '+':
    case 'sum':
      return numbers.reduce((sum, each) => sum + each, 0);
    case '-':
      return others.reduce((rest, each) => rest - each, one);
    case '*':
      return numbers.reduce((product, each) => product * each, 1);
    case '/':
      return others[0] === 0 ? null : one / (others[0] ?? 1);
    case 'mod':
      return others[0] === 0 ? null : one % (others[0] ?? 1);
  }
}

function isListed(value: LessonResult | undefined): value is readonly (number | string)[] {
  return Array.isArray(value);
}

type Comparison = Extract<LessonPredicate, { readonly cmp: string }>['cmp'];

function compare(cmp: Comparison, left: LessonResult, right: LessonResult): boolean {
  switch (cmp) {
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case 'in':
      return Array.isArray(right) && (right as readonly unknown[]).includes(left);
    case 'subset':
      return (
        Array.isArray(left) &&
        Array.isArray(right) &&
        (left as readonly unknown[]).every((each) => (right as readonly unknown[]).includes(each))
      );
    default:
      return typeof left === 'number' && typeof right === 'number' && isOrdered(cmp, left, right);
  }
}

function isOrdered(cmp: '<' | '<=' | '>' | '>=', left: number, right: number): boolean {
  if (cmp === '<') return left < right;
  if (cmp === '<=') return left <= right;
  return cmp === '>' ? left > right : left >= right;
}

function isEqual(left: LessonResult, right: LessonResult): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  return left.length === right.length && left.every((each: unknown, at) => each === (right as readonly unknown[])[at]);
}
