import type { StorageSource } from './rows.ts';

/** Where the person looks. null follows the engine: the leader's log, its newest batch. */
export interface Choice {
  readonly source: StorageSource;
  readonly broker: number | null;
  readonly segment: number | null;
  readonly batch: number | null;
  /** Instead of a batch's number: a byte of it. */
  readonly byte: number | null;
  /** What a lookup asks for; null: there is none. */
  readonly ask: 'offset' | 'timestamp' | null;
  readonly value: number | null;
  /** How many steps of the lookup are shown. */
  readonly step: number;
  readonly page: number;
  readonly part: 'batch' | 'content';
  /** The field whose bytes are lit: the row's id. */
  readonly field: string | null;
  readonly openedNames: readonly string[];
  /** The scenario that this was chosen in. */
  readonly title: string;
}

/** The newest batch of a log, and nothing of it chosen. */
export const newestPlace = {
  segment: null,
  batch: null,
  byte: null,
  ask: null,
  value: null,
  step: 0,
  page: 0,
  part: 'batch',
  field: null,
} as const;

/** Where everybody begins. */
export const beginning: Choice = { source: 'broker', broker: null, ...newestPlace, openedNames: [], title: '' };
