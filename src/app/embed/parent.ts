/** Tells the page around the frame what happens in it, and does what that page asks: only with origins that the frame's address names. */
import type { StartedPage } from '../start.tsx';
import { allowedOrigins, readMessage } from './messages.ts';
import type { FromFrame } from './messages.ts';

/** While time runs, the page around is told this often. */
const stepMillis = 250;

/** Starts telling. Outside of a frame there is nobody to tell. */
export function tellParent(parts: StartedPage): void {
  if (window.parent === window) return;
  const origins = allowedOrigins(window.location.search, window.location.origin);
  const around = parentOrigin();
  // The browser hands a message over only where the origin fits; where it is known, the others are not tried.
  const targets = around === null ? origins : origins.filter((origin) => origin === around);
  const tell = (message: FromFrame): void => {
    for (const target of targets) window.parent.postMessage({ kafkascope: 1, ...message }, target);
  };
  window.addEventListener('message', (event) => {
    if (event.source === window.parent && targets.includes(event.origin)) act(parts, event.data);
  });
  if (targets.length === 0) return;
  tellSteps(parts, tell);
  tellResults(parts, tell);
  tellHeight(parts, tell);
}

type Tell = (message: FromFrame) => void;

function parentOrigin(): string | null {
  // Not every browser has ancestorOrigins; a referrer may be withheld.
  const ancestors: DOMStringList | undefined = window.location.ancestorOrigins;
  const first = ancestors?.[0];
  if (first !== undefined) return first;
  return document.referrer === '' ? null : new URL(document.referrer).origin;
}

function act({ client, session }: StartedPage, data: unknown): void {
  const size = session.getState().stepSize;
  switch (readMessage(data)?.kind) {
    case 'play':
      client.play();
      break;
    case 'pause':
      client.pause();
      break;
    case 'step':
      client.step(size);
      break;
    case 'back':
      client.stepBack(size);
      break;
    case undefined:
      break; // Somebody else's message: pages say many things.
  }
}

function tellSteps({ frames }: StartedPage, tell: Tell): void {
  let told = '';
  let lastMillis = 0;
  const look = (): void => {
    const { at, digest, isRunning, isKnown } = frames.getState();
    const now = `${String(at.steps)} ${String(at.micros)} ${String(isRunning)}`;
    const millis = performance.now();
    if (!isKnown || now === told || (isRunning && millis - lastMillis < stepMillis)) return;
    told = now;
    lastMillis = millis;
    tell({ kind: 'step', micros: at.micros, steps: at.steps, digest, isRunning });
  };
  frames.subscribe(look);
  look();
}

function tellResults({ session, frames }: StartedPage, tell: Tell): void {
  let told = '';
  const look = (): void => {
    const { trouble, title, isEngineChanged, isPromiseKept } = session.getState();
    const problem = trouble === null || trouble.kind === 'engine' ? null : trouble.problem;
    const outcome =
      problem !== null ? 'refused' : isEngineChanged ? 'different' : isPromiseKept ? 'same' : frames.getState().isKnown ? 'opened' : null;
    const now = `${String(outcome)} ${title} ${problem?.code ?? ''}`;
    if (outcome === null || now === told) return;
    told = now;
    if (outcome === 'opened') tell({ kind: 'ready', title: document.title.replace(/ · Kafkascope$/, '') });
    tell({ kind: 'result', outcome, code: problem?.code ?? '', where: problem?.where ?? '' });
  };
  session.subscribe(look);
  look();
}

function tellHeight({ frames }: StartedPage, tell: Tell): void {
  let told = 0;
  const look = (): void => {
    const pixels = wholeHeight();
    if (pixels === told) return;
    told = pixels;
    tell({ kind: 'height', pixels });
  };
  new ResizeObserver(look).observe(document.documentElement);
  frames.subscribe(() => requestAnimationFrame(look));
  look();
}

/** What is around the stage, and the stage's content as tall as it is: not as tall as the frame happens to be, or it could never shrink. */
function wholeHeight(): number {
  const shell = document.querySelector('.shell');
  const room = document.querySelector<HTMLElement>('.stage-room, .problem-page');
  if (shell === null || room === null) return 0;
  const around = [...shell.children].filter((child) => child.matches('.bar, .notices, .transport')).map((child) => child.clientHeight);
  const content = [...room.children].reduce(
    (lowest, child) => Math.max(lowest, contentBottom(child) - room.getBoundingClientRect().top),
    0,
  );
  return Math.ceil(around.reduce((sum, height) => sum + height, 0) + content + room.scrollTop);
}

function contentBottom(element: Element): number {
  const own = element.querySelectorAll('canvas, svg, button, p, h1, h2, li, .target');
  return [...own].reduce((lowest, child) => Math.max(lowest, child.getBoundingClientRect().bottom), element.getBoundingClientRect().top);
}
