/** A scenario played to a position without a clock on the wall. */
import type { EventRow, InvariantViolation, Problem } from '../contract/engine-api.ts';
import type { RunReport } from '../contract/report.ts';
import type { Scenario } from '../contract/scenario.ts';
import { ClusterWorld } from '../engine/session/cluster-world.ts';
import { eventRowsFrom } from '../engine/session/event-stream.ts';
import { InvariantWatch } from '../engine/session/invariant-watch.ts';
import { digestText, runReport } from '../engine/session/run-report.ts';
import { Session } from '../engine/session/session.ts';
import { codecs } from '../protocol/compression/codecs.ts';
import { invariants as texts } from '../texts/en/invariants.ts';
import { fill } from '../texts/format.ts';

/** Where a run ends: at a simulated time, or after so many steps from time 0. */
export type RunEnd = { readonly kind: 'time'; readonly micros: number } | { readonly kind: 'steps'; readonly count: number };

/** A digest that a scenario promised, and what it is. */
export interface Expectation {
  readonly expected: string;
  readonly actual: string;
}

/** What a run gives. */
export interface Played {
  readonly report: RunReport;
  /** The cluster at the end of the run. */
  readonly world: ClusterWorld;
  readonly refusals: readonly { readonly index: number; readonly problem: Problem }[];
  /** null: the scenario promises nothing, or the run ended before. */
  readonly expectation: Expectation | null;
}

/** Options of a run. */
export interface PlayOptions {
  readonly end: RunEnd;
  readonly recordsMax: number;
  /** Given every event, in order. */
  readonly onEvent: ((event: EventRow) => void) | null;
}

/** Events are read at least so often, before their details leave the ring. */
const sliceSteps = 2000;
/** What a run adds after the last command when nobody says how far to go. */
const afterLastCommandMicros = 10_000_000;

/** The end of a run when nobody says: ten seconds after the last command, and not before what the scenario promises. */
export function defaultEnd({ commands, open, expect }: Scenario): RunEnd {
  const last = Math.max(0, ...commands.map(({ at }) => at.micros), open?.at.micros ?? 0);
  return { kind: 'time', micros: Math.max(last + afterLastCommandMicros, expect?.at.micros ?? 0) };
}

/** Plays a scenario. The same scenario gives the same digest everywhere. */
export function play(scenario: Scenario, options: PlayOptions): Played {
  const world = new ClusterWorld(scenario, { codecs });
  const invariants = new InvariantWatch(world);
  const refusals = new Map<number, Problem>();
  const session = new Session(world, scenario.commands, (index, problem) => refusals.set(index, problem));
  const events = new EventStream(world, options.onEvent);
  const { expect } = scenario;
  const target = targetOf(options.end, world.kernel.position.steps);
  let expectation: Expectation | null = null;
  if (expect !== undefined && expect.at.steps <= target.steps && expect.at.micros <= target.micros) {
    advance(session, events, { steps: expect.at.steps, micros: expect.at.micros });
    expectation = { expected: expect.digest, actual: digestText(world.kernel.digest) };
  }
  advance(session, events, target);
  const listed = [...refusals.entries()].map(([index, problem]) => ({ index, problem }));
  const report = runReport(world, {
    scenario,
    position: session.position,
    refusedCommands: listed.map(({ index, problem }) => ({ index, code: problem.code, where: problem.where })),
    recordsMax: options.recordsMax,
    violatedInvariants: invariants.violations().map((violation) => ({ ...violation, detail: violationText(violation) })),
  });
  return { report, world, refusals: listed, expectation };
}

function violationText({ id, params }: InvariantViolation): string {
  const known: Readonly<Record<string, string>> = texts;
  return fill(known[`broken.${id}`] ?? id, params);
}

interface Target {
  readonly steps: number;
  readonly micros: number;
}

function targetOf(end: RunEnd, stepsAtStart: number): Target {
  return end.kind === 'time' ? { steps: Infinity, micros: end.micros } : { steps: stepsAtStart + end.count, micros: Infinity };
}

function advance(session: Session, events: EventStream, { steps, micros }: Target): void {
  for (;;) {
    const left = steps - session.position.steps;
    if (left <= 0) break;
    const stop = session.advance({ maxSteps: Math.min(sliceSteps, left), untilMicros: micros });
    events.drain();
    if (stop !== 'budget') break;
  }
  events.drain();
}

class EventStream {
  private readonly world: ClusterWorld;
  private readonly onEvent: PlayOptions['onEvent'];
  private next = 0;

  constructor(world: ClusterWorld, onEvent: PlayOptions['onEvent']) {
    this.world = world;
    this.onEvent = onEvent;
    this.drain();
  }

  drain(): void {
    if (this.onEvent === null) return;
    const { kernel } = this.world;
    for (const event of eventRowsFrom(kernel, this.next)) this.onEvent(event);
    this.next = kernel.eventCount;
  }
}
