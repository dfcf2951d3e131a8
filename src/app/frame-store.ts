/**
 * The rows on screen. Patches change it once a frame; rows that did not change keep their identity, so that only what changed is drawn
 * again.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { EventRow, Frame, Row, RowPatch } from '../contract/engine-api.ts';

/** One table: its rows in the order they came, and by id. */
export interface Table {
  readonly rows: readonly Row[];
  readonly byId: ReadonlyMap<string, Row>;
}

/** What the page knows of the simulation: the newest frame, and the tables that all frames so far add up to. */
export interface FrameState extends Omit<Frame, 'patches' | 'events' | 'eventsReset' | 'beside' | 'branches'> {
  readonly isKnown: boolean;
  readonly tables: ReadonlyMap<string, Table>;
  /** Milestones by time, including those of a known future after going back. */
  readonly events: readonly EventRow[];
  /** The same of the history beside this one; empty when nothing is compared. */
  readonly eventsBeside: readonly EventRow[];
  readonly branches: NonNullable<Frame['branches']>;
}

/** The store that holds the frames. */
export type FrameStore = StoreApi<FrameState>;

const emptyTable: Table = { rows: [], byId: new Map() };

const noEvents: readonly EventRow[] = [];

const nothing: FrameState = {
  isKnown: false,
  at: { micros: 0, steps: 0 },
  epochMillis: 0,
  microsPerSecond: 0,
  isRunning: false,
  paceReason: 'paused',
  stopped: null,
  digest: '',
  computedUntil: { micros: 0, steps: 0 },
  stepsTotal: 0,
  canUndo: false,
  lesson: null,
  openedCount: 0,
  tables: new Map(),
  events: [],
  eventsBeside: [],
  branches: [],
};

/** A store that knows nothing yet. */
export function createFrameStore(): FrameStore {
  return createStore<FrameState>(() => nothing);
}

/** Takes in one frame: one change of the store, whatever the number of patches. */
export function applyFrame(store: FrameStore, frame: Frame): void {
  store.setState((known) => {
    const before = known.openedCount === frame.openedCount ? known : nothing;
    const { patches, events, eventsReset, beside, branches, ...rest } = frame;
    return {
      ...rest,
      isKnown: true,
      tables: patches.length === 0 ? before.tables : patched(before.tables, patches),
      events: mergeEvents(before.events, events, eventsReset),
      eventsBeside: beside === null ? noEvents : mergeEvents(before.eventsBeside, beside.events, beside.isReset),
      branches: branches ?? before.branches,
    };
  }, true);
}

/** Forgets everything, before another scenario opens. */
export function forgetFrames(store: FrameStore): void {
  store.setState(nothing, true);
}

/** A table by name; empty when nothing came for it. */
export function tableOf(state: FrameState, name: string): Table {
  return state.tables.get(name) ?? emptyTable;
}

/** Tables made of patches alone: rows at a time that is not shown. */
export function tablesOf(patches: readonly RowPatch[]): ReadonlyMap<string, Table> {
  return patched(new Map(), patches);
}

function patched(tables: ReadonlyMap<string, Table>, patches: readonly RowPatch[]): ReadonlyMap<string, Table> {
  const next = new Map(tables);
  for (const patch of patches) {
    const byId = new Map((next.get(patch.table) ?? emptyTable).byId);
    for (const id of patch.remove) byId.delete(id);
    for (const row of patch.upsert) byId.set(row.id, row);
    next.set(patch.table, { rows: [...byId.values()], byId });
  }
  return next;
}

function mergeEvents(before: readonly EventRow[], added: readonly EventRow[], isReset: boolean): readonly EventRow[] {
  if (isReset) return [...added].sort(byTime);
  if (added.length === 0) return before;
  const last = before.at(-1);
  const first = added[0];
  // The usual case: news is newer than everything known.
  if (last === undefined || (first !== undefined && first.id > last.id)) return [...before, ...added];
  const byId = new Map(before.map((event) => [event.id, event]));
  for (const event of added) byId.set(event.id, event);
  return [...byId.values()].sort(byTime);
}

function byTime(one: EventRow, other: EventRow): number {
  return one.micros - other.micros || one.id - other.id;
}
