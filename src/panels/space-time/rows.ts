/**
 * What the Space-time view is drawn from: lifelines, messages and marks of a stretch of simulated time. The projection fills the rows;
 * the page places and draws them. Nodes are numbers; -1 stands for "none".
 */
import type { CellValue } from '../../contract/engine-api.ts';
import type { EventCells } from '../../contract/event-cells.ts';

/** Which times are shown: stretches in which something happens; what lies between is folded. One row, id `window`. */
export type SpaceTimeWindowRow = {
  readonly id: string;
  readonly fromMicros: readonly number[];
  readonly toMicros: readonly number[];
  /** Messages of the routine (heartbeats, fetches of nothing) that are not drawn. */
  readonly routineCount: number;
  /** True when more happened than is drawn: the oldest were left out. */
  readonly isClipped: boolean;
};

/** What a lifeline is in from a time on. */
export const lifeState = { down: 0, up: 1, paused: 2 } as const;

/** A node's lifeline. id: the node's number as text. */
export type LifelineRow = {
  readonly id: string;
  readonly node: number;
  readonly kind: 'producer' | 'broker' | 'controller' | 'consumer' | 'other';
  readonly name: string;
  /** A producer's acks; empty for others. */
  readonly acks: string;
  /** How many partitions a broker leads now; -1 for others. */
  readonly leadsCount: number;
  readonly stateMicros: readonly number[];
  readonly states: readonly number[];
};

/** How a message stands to the selected one. */
export type ChainPart = 'none' | 'selected' | 'needed' | 'led';

/** A request or response as a slanted arrow. id: the event of its sending as text. */
export type ArrowRow = {
  readonly id: string;
  readonly event: number;
  readonly from: number;
  readonly to: number;
  readonly api: string;
  readonly isResponse: boolean;
  readonly sentMicros: number;
  readonly dueMicros: number;
  /** `stuck`: kept back by a cut link; `held`: by a person; `lost`: never arrived. */
  readonly state: 'sent' | 'stuck' | 'held' | 'lost';
  readonly lostMicros: number;
  /** What its label says: an offset where one is known, or an error. */
  readonly labelKind: 'api' | 'produce' | 'ack' | 'records' | 'watermark' | 'fetch' | 'error';
  readonly labelOffset: number;
  readonly error: string;
  readonly partition: string;
  readonly part: ChainPart;
};

/** Something that happened on a lifeline. id: the event as text. */
export type MarkRow = { readonly id: string; readonly part: ChainPart } & EventCells;

/** What the selected thing needed, and what it led to. */
export type ChainRow = { readonly id: string; readonly relation: 'self' | 'needed' | 'led' } & EventCells;

/** Table names and their rows. */
export type SpaceTimeTables = {
  readonly 'space-time.window': SpaceTimeWindowRow;
  readonly 'space-time.lifelines': LifelineRow;
  readonly 'space-time.arrows': ArrowRow;
  readonly 'space-time.marks': MarkRow;
  readonly 'space-time.chain': ChainRow;
};

type RowsAreCells = {
  readonly [T in keyof SpaceTimeTables]: SpaceTimeTables[T] extends Readonly<Record<string, CellValue>> ? true : never;
};
/** Proof for the compiler that every row is plain cells that survive the way from the worker. */
export const rowsAreCells: RowsAreCells = {
  'space-time.window': true,
  'space-time.lifelines': true,
  'space-time.arrows': true,
  'space-time.marks': true,
  'space-time.chain': true,
};
