import {
  connectionBroken,
  linkCut,
  linkHealed,
  messageLost,
  messageSent,
  processCrashed,
  powerLost,
} from '../../../engine/kernel/events.ts';
import { processPaused, processResumed, processStarted } from '../../../engine/kernel/events.ts';
import type { EventSpec } from '../../../engine/kernel/event.ts';
import { TraceFeed } from '../../../engine/kernel/trace-feed.ts';
import type { TraceKeeper } from '../../../engine/kernel/trace-feed.ts';
import type { Trace, TraceGlance } from '../../../engine/kernel/trace.ts';
import { lifeState } from '../rows.ts';

/** A message as it is remembered. */
export interface Sent {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  /** The interned name of its API. */
  readonly api: number;
  readonly isResponse: boolean;
  readonly sentMicros: number;
  readonly dueMicros: number;
  readonly trigger: number;
  lostMicros: number;
  /** What its receiver did about it that a person may want to see; empty for the routine. */
  effects: Mark[];
}

/** Something that happened on a node, other than sending. */
export interface Mark {
  readonly id: number;
  readonly micros: number;
  readonly node: number;
  readonly spec: EventSpec;
  readonly trigger: number;
}

interface LifeChange {
  readonly id: number;
  readonly micros: number;
  readonly state: number;
}

interface LinkChange {
  readonly id: number;
  readonly micros: number;
  readonly isCut: boolean;
}

const keptMessages = 60_000;
const keptMarks = 30_000;

const stateAfter: ReadonlyMap<string, number> = new Map([
  [processCrashed.name, lifeState.down],
  [powerLost.name, lifeState.down],
  ['brokerStopped', lifeState.down],
  ['clientRemoved', lifeState.down],
  [processStarted.name, lifeState.up],
  [processPaused.name, lifeState.paused],
  [processResumed.name, lifeState.up],
]);

/** What was sent and what happened, in order, as far back as it is kept: read once, event by event. */
export class SpaceTimeMemory implements TraceKeeper {
  sent: Sent[] = [];
  marks: Mark[] = [];
  readonly lives = new Map<number, LifeChange[]>();
  private readonly links = new Map<number, LinkChange[]>();
  private readonly feed: TraceFeed;

  constructor(trace: Trace) {
    this.feed = new TraceFeed(trace, this);
  }

  /** Takes in what is new. */
  read(): void {
    this.feed.read();
    if (this.sent.length > keptMessages * 1.5) this.sent = this.sent.slice(-keptMessages);
    if (this.marks.length > keptMarks * 1.5) this.marks = this.marks.slice(-keptMarks);
  }

  take(glance: TraceGlance): void {
    const { spec, id, micros, node, trigger, args } = glance;
    if (spec === messageSent) {
      this.sent.push({
        id,
        from: node,
        to: args[0]!,
        api: args[1]!,
        isResponse: args[2] === 0,
        sentMicros: micros,
        dueMicros: args[3]!,
        trigger,
        lostMicros: -1,
        effects: [],
      });
      return;
    }
    if (spec === messageLost) {
      const lost = this.message(trigger);
      if (lost !== null) lost.lostMicros = micros;
      return;
    }
    if (spec === connectionBroken) return;
    if (spec === linkCut || spec === linkHealed) this.takeLink(glance);
    const state = stateAfter.get(spec.name);
    if (state !== undefined) listOf(this.lives, node).push({ id, micros, state });
    const mark: Mark = { id, micros, node, spec, trigger };
    this.marks.push(mark);
    const message = this.message(trigger);
    if (message !== null && message.effects.length < 6) message.effects.push(mark);
  }

  forgetFrom(id: number): void {
    this.sent = this.sent.slice(0, firstFrom(this.sent, id));
    this.marks = this.marks.slice(0, firstFrom(this.marks, id));
    for (const lists of [this.lives, this.links])
      for (const [key, changes] of lists as Map<number, { readonly id: number }[]>)
        lists.set(key, changes.filter((change) => change.id < id) as never);
    for (const message of this.sent) {
      if (message.lostMicros >= 0 && message.dueMicros > (this.marks.at(-1)?.micros ?? 0)) message.lostMicros = -1;
      if (message.effects.some((effect) => effect.id >= id)) message.effects = message.effects.filter((effect) => effect.id < id);
    }
  }

  /** A message by the event of its sending; null when it is not remembered. */
  message(id: number): Sent | null {
    const found = this.sent[firstFrom(this.sent, id)];
    return found?.id === id ? found : null;
  }

  /** Whether the direction between two nodes is cut at a time. */
  isCut(from: number, to: number, micros: number): boolean {
    const changes = this.links.get(from * 65_536 + to);
    if (changes === undefined) return false;
    let isCut = false;
    for (const change of changes) if (change.micros <= micros) ({ isCut } = change);
    return isCut;
  }

  /** Whether a message is more than routine: its receiver did something about it, or it answers something that was. */
  isTelling(message: Sent): boolean {
    if (message.effects.length > 0) return true;
    const cause = this.message(message.trigger);
    return cause !== null && cause.effects.length > 0;
  }

  private takeLink({ spec, id, micros, args }: TraceGlance): void {
    listOf(this.links, args[0]! * 65_536 + args[1]!).push({ id, micros, isCut: spec === linkCut });
  }
}

function listOf<T>(lists: Map<number, T[]>, key: number): T[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const made: T[] = [];
  lists.set(key, made);
  return made;
}

/** The index of the first item whose id is at least `id`. */
export function firstFrom(items: readonly { readonly id: number }[], id: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
