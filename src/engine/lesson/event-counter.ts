import type { EventPattern } from '../../contract/lesson.ts';
import { errorName } from '../kafka/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Names } from '../kernel/names.ts';
import type { TraceGlance } from '../kernel/trace.ts';
import type { EventId } from '../kernel/units.ts';

/** What is known of one pattern: matches of the current history in order, and of all histories. */
interface Matches {
  readonly pattern: EventPattern;
  /** Events below it have been looked at. */
  scannedUntil: EventId;
  readonly ids: EventId[];
  /** `id@micros` of every match in any history: a replay of the same event counts once. */
  readonly ever: Set<string>;
}

/**
 * Counts events by pattern: in the current history up to now, or in every history that the learner has made. Looks at each event once;
 * what a rewind or another
 * history takes back is looked at again.
 */
export class EventCounter {
  private kernel: Kernel;
  private readonly byKey = new Map<string, Matches>();
  private cutsSeen = 0;
  /** The pattern as data is read again and again: found by its own object first. */
  private keys = new WeakMap<EventPattern, Matches>();
  /** Matches of patterns in clusters that were open before. */
  private readonly before = new Map<string, number>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Goes on with another cluster; what was counted for the lesson stays. */
  moveTo(kernel: Kernel): void {
    this.scanAll();
    for (const [key, { ever }] of this.byKey) this.before.set(key, (this.before.get(key) ?? 0) + ever.size);
    this.byKey.clear();
    this.keys = new WeakMap();
    this.kernel = kernel;
    this.cutsSeen = kernel.trace.cuts.length;
  }

  /** Begins to count a pattern, so that nothing of it is missed when history is taken back later. */
  follow(pattern: EventPattern): void {
    this.matches(pattern);
  }

  /** Looks at what is new, for every pattern. To be called before history may be taken back. */
  scanAll(): void {
    for (const matches of this.byKey.values()) this.scan(matches);
  }

  /** Ids of matches of the current history, from `from` up to now. */
  idsSince(pattern: EventPattern, from: EventId): readonly EventId[] {
    const { ids } = this.matches(pattern);
    const now = this.kernel.eventCount;
    return ids.filter((id) => id >= from && id < now);
  }

  /** The sum of a number that each match of the current history has; 0 for events that have no such field. */
  sumSince(pattern: EventPattern, field: string, from: EventId): number {
    let sum = 0;
    for (const id of this.idsSince(pattern, from)) {
      this.kernel.trace.scan(id, id + 1, ({ spec, args }) => {
        const at = spec.order.indexOf(field);
        sum += at < 0 ? 0 : (args[at] ?? 0);
      });
    }
    return sum;
  }

  /** How many matches there were in any history of the lesson. */
  countEver(pattern: EventPattern): number {
    const matches = this.matches(pattern);
    return matches.ever.size + (this.before.get(keyOf(pattern)) ?? 0);
  }

  /** Whether an event of the current history matches a pattern. */
  isMatch(pattern: EventPattern, id: EventId): boolean {
    let found = false;
    this.kernel.trace.scan(id, id + 1, (glance) => (found = matchesGlance(pattern, glance, this.kernel.names)));
    return found;
  }

  private matches(pattern: EventPattern): Matches {
    const own = this.keys.get(pattern);
    if (own !== undefined) {
      this.scan(own);
      return own;
    }
    const key = keyOf(pattern);
    let matches = this.byKey.get(key);
    if (matches === undefined) {
      matches = { pattern, scannedUntil: 0, ids: [], ever: new Set() };
      this.byKey.set(key, matches);
    }
    this.keys.set(pattern, matches);
    this.scan(matches);
    return matches;
  }

  private scan(matches: Matches): void {
    const { trace, names, eventCount } = this.kernel;
    this.takeBack();
    if (matches.scannedUntil >= eventCount) return;
    trace.scan(matches.scannedUntil, eventCount, (glance) => {
      // What happened while the cluster was started is no part of the story.
      if (glance.micros < 0 || !matchesGlance(matches.pattern, glance, names)) return;
      matches.ids.push(glance.id);
      matches.ever.add(`${String(glance.id)}@${String(glance.micros)}`);
    });
    matches.scannedUntil = eventCount;
  }

  /** Forgets matches of the current history that another one took the place of. */
  private takeBack(): void {
    const { cuts } = this.kernel.trace;
    if (cuts.length === this.cutsSeen) return;
    const from = Math.min(...cuts.slice(this.cutsSeen));
    this.cutsSeen = cuts.length;
    for (const matches of this.byKey.values()) {
      matches.scannedUntil = Math.min(matches.scannedUntil, from);
      while ((matches.ids.at(-1) ?? -1) >= from) matches.ids.pop();
    }
  }
}

function keyOf(pattern: EventPattern): string {
  return JSON.stringify(pattern);
}

function matchesGlance({ event, node, where }: EventPattern, glance: TraceGlance, names: Names): boolean {
  if (glance.spec.name !== event || (node !== undefined && glance.node !== node)) return false;
  for (const [field, wanted] of Object.entries(where ?? {})) {
    const at = glance.spec.order.indexOf(field);
    if (at < 0) return false;
    const value = glance.args[at] ?? -1;
    if (printed(value, glance.spec.fields[field], names) !== String(typeof wanted === 'boolean' ? Number(wanted) : wanted)) return false;
  }
  return true;
}

function printed(value: number, kind: string | undefined, names: Names): string {
  switch (kind) {
    case 'partition':
    case 'topic':
    case 'name':
    case 'nodes':
      return names.text(value);
    case 'error':
      return errorName(value);
    default:
      return String(value);
  }
}
