/**
 * Starts the engine: in a worker from its address, else in a worker from a Blob, else on the page's own thread, behind the same interface.
 */
import { wrap } from 'comlink';
import type { EngineApi } from '../contract/engine-api.ts';
import WorkerByAddress from '../worker/main.ts?worker';
import type { AsyncEngine, EngineHome } from './services.ts';

/** A worker that does not answer in this time was refused without a word. */
const patienceMillis = 8_000;

/** Starts the engine where it may start. */
export async function startEngine(onStop: (detail: string) => void): Promise<{ readonly engine: AsyncEngine; readonly home: EngineHome }> {
  const byAddress = await answering(() => new WorkerByAddress(), onStop);
  if (byAddress !== null) return { engine: byAddress, home: 'worker' };
  // Sandboxed frames and pages from files refuse the address, but may take the same code from a Blob.
  const { default: WorkerFromBlob } = await import('../worker/main.ts?worker&inline');
  const fromBlob = await answering(() => new WorkerFromBlob(), onStop);
  if (fromBlob !== null) return { engine: fromBlob, home: 'worker' };
  const { engineOnPage } = await import('./engine-on-page.ts');
  return { engine: engineOnPage(), home: 'page' };
}

/** A worker's engine once it has answered; null when it would not start. */
async function answering(start: () => Worker, onStop: (detail: string) => void): Promise<AsyncEngine | null> {
  let worker: Worker;
  try {
    worker = start();
  } catch {
    return null; // Refused at once: a SecurityError.
  }
  const engine = wrap<EngineApi>(worker);
  const isAnswering = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, patienceMillis);
    const settle = (value: boolean): void => {
      clearTimeout(timer);
      resolve(value);
    };
    worker.addEventListener(
      'error',
      () => {
        settle(false);
      },
      { once: true },
    );
    engine.catalogue().then(
      () => {
        settle(true);
      },
      () => {
        settle(false);
      },
    );
  });
  if (isAnswering) {
    worker.addEventListener('error', (event) => {
      onStop(event.message);
    });
    return engine;
  }
  worker.terminate();
  return null;
}
