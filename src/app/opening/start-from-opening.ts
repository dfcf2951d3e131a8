/**
 * A page that is opened for a lesson shows its recorded opening, and downloads the engine when somebody is there: at the first sign of a
 * person, so that it has come when they act.
 */
import type { Opening } from '../../contract/opening.ts';
import type { Services } from '../services.ts';
import { lessonQuietMillis } from '../start.tsx';
import { engineFromOpening } from './engine-from-opening.ts';

type StartEngine = Services['startEngine'];

/** The same way to start an engine, for a page that may begin with a recording: the first engine is the page's own. */
export function fromOpening(start: StartEngine): StartEngine {
  let isFirst = true;
  return async (onStop, onMove) => {
    const opening = isFirst ? await loadOpening() : null;
    isFirst = false;
    if (opening === null) return start(onStop, onMove);
    let stop = (): void => undefined;
    const { engine, wake } = engineFromOpening(opening, async () => {
      const started = await start(onStop, onMove);
      stop = started.stop;
      onMove(started.home);
      return started;
    });
    wakeForPerson(wake);
    return {
      engine,
      home: 'worker',
      stop: () => {
        stop();
      },
    };
  };
}

/** The recording of the lesson that the address asks for from its beginning; null when there is none to be had. */
async function loadOpening(): Promise<Opening | null> {
  const query = new URLSearchParams(window.location.search);
  const lesson = query.get('lesson');
  if (lesson === null || (query.get('step') ?? '') !== '') return null;
  // What is kept for visits without a network is on this machine, and the engine with it: nothing is saved then.
  if ('serviceWorker' in navigator && isKept()) return null;
  try {
    const listed: Readonly<Record<string, string>> = JSON.parse(document.getElementById('openings')?.textContent ?? '{}');
    const address = Object.hasOwn(listed, lesson) ? listed[lesson] : undefined;
    if (address === undefined) return null;
    const response = await fetch(new URL(address, document.baseURI));
    const opening: Opening = await response.json();
    return response.ok && opening.format === 1 && opening.lesson === lesson ? opening : null;
  } catch {
    return null; // The page does without: the engine says the same.
  }
}

function isKept(): boolean {
  try {
    return navigator.serviceWorker.controller !== null;
  } catch {
    return false; // A sandboxed frame may not even ask.
  }
}

const signs = ['pointerdown', 'pointermove', 'touchstart', 'wheel', 'keydown'] as const;

/** Wakes the engine once, when a person moves, presses or types; or when the page has stood for as long as all of it waits. */
function wakeForPerson(wake: () => void): void {
  const controller = new AbortController();
  const once = (): void => {
    controller.abort();
    wake();
  };
  for (const sign of signs) window.addEventListener(sign, once, { capture: true, passive: true, signal: controller.signal });
  setTimeout(once, lessonQuietMillis);
}
