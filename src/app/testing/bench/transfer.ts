/** What the page's thread pays for 100 KB of rows: as objects of a message, and as the product sends them. */
import type { Frame, SentFrame } from '../../../contract/engine-api.ts';
import { applyFrame, createFrameStore } from '../../frame-store.ts';
import { readFrame } from '../../read-frame.ts';
import TransferWorker from './transfer-worker.ts?worker';

/** Milliseconds of each frame, by the way it came. */
export interface TransferFigures {
  readonly objects: readonly number[];
  readonly product: readonly number[];
  /** From rows as the page reads them into its store: the same for both ways. */
  readonly store: readonly number[];
  readonly textLength: number;
}

/** Asks a worker for frames in turn, and takes the time from the message to rows in objects. */
export async function measureTransfer(rounds: number): Promise<TransferFigures> {
  const worker = new TransferWorker();
  const ask = (way: 'objects' | 'product'): Promise<MessageEvent<unknown>> =>
    new Promise((resolve) => {
      worker.onmessage = resolve;
      worker.postMessage(way);
    });
  const taken = { objects: [] as number[], product: [] as number[], store: [] as number[] };
  let textLength = 0;
  const store = createFrameStore();
  // The first rounds compile.
  for (let round = -50; round < rounds; round++) {
    for (const way of ['objects', 'product'] as const) {
      const message = await ask(way);
      // A message is read when its data is asked for, not when it comes.
      const start = performance.now();
      const { data } = message;
      const frame = way === 'objects' ? (data as Frame) : readFrame(data as SentFrame);
      const end = performance.now();
      applyFrame(store, frame);
      const stored = performance.now();
      if (way === 'product') textLength = (data as SentFrame).patchesJson.length;
      if (round < 0) continue;
      taken[way].push(end - start);
      taken.store.push(stored - end);
    }
  }
  worker.terminate();
  return { ...taken, textLength };
}
