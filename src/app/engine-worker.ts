/**
 * Starts the engine: in a worker from its address, else in a worker from a Blob, else on the page's own thread, behind the same interface.
 */
import { wrap } from 'comlink';
import type { Remote } from 'comlink';
import type { EngineApi, SentFrame } from '../contract/engine-api.ts';
import WorkerByAddress from '../worker/main.ts?worker';
import { readFrame } from './read-frame.ts';
import type { AsyncEngine, StartedEngine } from './services.ts';

/** A worker that does not answer in this time was refused without a word. */
const patienceMillis = 8_000;

/** Starts the engine where it may start. */
export async function startEngine(onStop: (detail: string) => void): Promise<StartedEngine> {
  const byAddress = await answering(() => new WorkerByAddress(), onStop);
  if (byAddress !== null) return byAddress;
  // Sandboxed frames and pages from files refuse the address, but may take the same code from a Blob.
  const { default: WorkerFromBlob } = await import('../worker/main.ts?worker&inline');
  const fromBlob = await answering(() => new WorkerFromBlob(), onStop);
  if (fromBlob !== null) return fromBlob;
  const { engineOnPage } = await import('./engine-on-page.ts');
  return { engine: engineOnPage(), home: 'page', stop: () => undefined };
}

/** The engine in the worker: frames travel with their rows as text. */
type SendingEngine = Omit<EngineApi, 'nextFrame'> & { nextFrame(): Promise<SentFrame> };

/** The same engine, with frames as the page reads them. */
function readingFrames(engine: Remote<SendingEngine>): AsyncEngine {
  const nextFrame: AsyncEngine['nextFrame'] = async () => readFrame(await engine.nextFrame());
  // A remote object makes its functions when they are asked for: there is nothing to copy them from.
  return new Proxy(engine as unknown as AsyncEngine, {
    get: (target, name): unknown => (name === 'nextFrame' ? nextFrame : Reflect.get(target, name)),
  });
}

/** A worker's engine once it has answered; null when it would not start. */
async function answering(start: () => Worker, onStop: (detail: string) => void): Promise<StartedEngine | null> {
  let worker: Worker;
  try {
    worker = start();
  } catch {
    return null; // Refused at once: a SecurityError.
  }
  const engine = wrap<SendingEngine>(worker);
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
    const stop = (): void => {
      worker.terminate();
    };
    return { engine: readingFrames(engine), home: 'worker', stop };
  }
  worker.terminate();
  return null;
}
