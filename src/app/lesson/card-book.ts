/**
 * When each retrieval card is due, on this machine alone: a day after its lesson, then after ever longer pauses. What was not known comes
 * again the next day.
 */
import type { Memory } from '../storage.ts';
import { readLearned, writeLearned } from './learning-memory.ts';

const dayMillis = 86_400_000;
/** Days until a card comes again, by how often it was known in a row. */
const pauseDays = [1, 5, 14, 30] as const;

/** How often a card was known in a row, and when it is due. */
export interface CardState {
  readonly known: number;
  readonly dueMillis: number;
}

/** Reads and keeps when cards are due. */
export class CardBook {
  private readonly memory: Memory;
  private cards: ReadonlyMap<string, CardState>;

  constructor(memory: Memory) {
    this.memory = memory;
    this.cards = parseCards(readLearned(memory, 'cards.v1'));
  }

  /** Every card, for a file. */
  get all(): Readonly<Record<string, CardState>> {
    return Object.fromEntries(this.cards);
  }

  /** Takes in cards from elsewhere: of one that is in both, the state that is known better, or due later. */
  merge(given: ReadonlyMap<string, CardState>): void {
    const better = [...given].filter(([key, one]) => {
      const own = this.cards.get(key);
      return own === undefined || one.known > own.known || (one.known === own.known && one.dueMillis > own.dueMillis);
    });
    this.keep(new Map([...this.cards, ...better]));
  }

  /** Cards of a lesson that was brought to its end; those that are known already keep their day. */
  enter(keys: readonly string[], nowMillis: number): void {
    const fresh = keys.filter((key) => !this.cards.has(key));
    if (fresh.length === 0) return;
    this.keep(new Map([...this.cards, ...fresh.map((key) => [key, later(0, nowMillis)] as const)]));
  }

  /** A card was answered. */
  answered(key: string, isRight: boolean, nowMillis: number): void {
    const known = isRight ? (this.cards.get(key)?.known ?? 0) + 1 : 0;
    this.keep(new Map([...this.cards, [key, later(known, nowMillis)]]));
  }

  /** Cards whose day has come, the most overdue first. */
  due(nowMillis: number): readonly string[] {
    return [...this.cards]
      .filter(([, { dueMillis }]) => dueMillis <= nowMillis)
      .sort(([, one], [, other]) => one.dueMillis - other.dueMillis)
      .map(([key]) => key);
  }

  /** In how many days the next card comes, at least one; null: there is none. */
  nextInDays(nowMillis: number): number | null {
    const times = [...this.cards.values()].map(({ dueMillis }) => dueMillis);
    return times.length === 0 ? null : Math.max(1, Math.ceil((Math.min(...times) - nowMillis) / dayMillis));
  }

  private keep(cards: ReadonlyMap<string, CardState>): void {
    this.cards = cards;
    writeLearned(this.memory, 'cards.v1', JSON.stringify(Object.fromEntries(cards)));
  }
}

/** When a card comes again that was known so often in a row. */
export function later(known: number, nowMillis: number): CardState {
  const days = pauseDays[Math.min(known, pauseDays.length - 1)] ?? 30;
  return { known, dueMillis: nowMillis + days * dayMillis };
}

/** Reads what was stored, leaving out what is no card. */
export function parseCards(text: string): ReadonlyMap<string, CardState> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return new Map(); // Somebody else wrote there.
  }
  if (typeof raw !== 'object' || raw === null) return new Map();
  return new Map(
    Object.entries(raw).flatMap(([key, value]: [string, unknown]) => {
      if (!/^[A-Za-z0-9-]{1,40}\.[A-Za-z0-9-]{1,60}$/.test(key) || typeof value !== 'object' || value === null) return [];
      const fields = new Map<string, unknown>(Object.entries(value));
      const [known, dueMillis] = [Number(fields.get('known')), Number(fields.get('dueMillis'))];
      const isTime = fields.get('dueMillis') !== null && Number.isFinite(dueMillis);
      return isTime ? [[key, { known: Number.isFinite(known) ? Math.max(0, Math.min(1000, known)) : 0, dueMillis }] as const] : [];
    }),
  );
}
