/** Sends the same rows as objects and as the product does, when it is asked. */
import type { RowPatch } from '../../../contract/engine-api.ts';
import { sendFrame } from '../../../worker/send-frame.ts';
import { frameWith } from '../frames.ts';
import { BenchRows } from './bench-rows.ts';

/** Rows whose text has about 100 KB. */
function patches(): readonly RowPatch[] {
  const rows = new BenchRows({ changesPerFrame: 0, messagesPerSecond: 0, flightMicros: 1 });
  const replicas = rows.first().find((patch) => patch.table === 'replicas');
  return replicas === undefined ? [] : [{ ...replicas, upsert: replicas.upsert.slice(0, 222) }];
}

const rows = patches();
globalThis.addEventListener('message', ({ data }: MessageEvent<'objects' | 'product'>) => {
  // Each answer has rows of its own, as each frame would.
  const own = rows.map((patch) => ({ ...patch, upsert: patch.upsert.map((row) => ({ ...row })) }));
  const frame = frameWith({ patches: own });
  postMessage(data === 'objects' ? frame : sendFrame(frame));
});
