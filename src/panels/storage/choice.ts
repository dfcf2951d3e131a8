/** What the person looks at in the Storage view: kept while they visit other views. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { beginning, newestPlace } from './beginning.ts';
import type { Choice } from './beginning.ts';

const store = createStore<Choice>(() => beginning);

/** What the person looks at. */
export function useChoice<T>(select: (choice: Choice) => T): T {
  return useStore(store, select);
}

/** Looks at another log: what was chosen in the one before means nothing there. */
export function showLog(change: Pick<Choice, 'source'> & Partial<Choice>): void {
  store.setState({ ...newestPlace, ...change });
}

/** Looks at a batch of a segment; null: the segment's last. */
export function showBatch(segment: number | null, batch: number | null): void {
  store.setState({ segment, batch, byte: null, page: 0, part: 'batch', field: null });
}

/** Looks at the batch that a byte of a segment belongs to. */
export function showByte(segment: number, byte: number): void {
  store.setState({ segment, batch: null, byte, page: 0, part: 'batch', field: null });
}

/** Begins a lookup, whose place is then the one in large. */
export function lookUp(ask: Choice['ask'], value: number | null): void {
  store.setState({ ask, value, step: ask === null ? 0 : 1, segment: null, batch: null, byte: null, page: 0, part: 'batch', field: null });
}

/** Changes anything else. */
export function choose(change: Partial<Pick<Choice, 'step' | 'page' | 'part' | 'field'>>): void {
  store.setState(change);
}
