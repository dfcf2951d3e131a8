/** Puts the page together: stores, texts, engine, and what is opened first. */
import type { ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { chooseLanguage } from '../texts/index.ts';
import { textParts } from '../texts/types.ts';
import type { Language } from '../texts/types.ts';
import { actsOf, applyTheme } from './acts.ts';
import { keepAddress } from './address.ts';
import { App } from './App.tsx';
import type { App as AppParts } from './context.ts';
import { EngineClient } from './engine-client.ts';
import { createFrameStore } from './frame-store.ts';
import { loadLaterParts } from './later.tsx';
import { openLink } from './links.ts';
import { PageClock } from './page-clock.ts';
import { partMissing } from './services.ts';
import type { EngineHome, Services } from './services.ts';
import { createSessionStore, themes } from './session-store.ts';
import { openMemory } from './storage.ts';
import { openTexts } from './text-shelf.ts';

/** Which page is started. */
interface Layout {
  readonly Shell: ComponentType;
  /** In somebody else's page: nothing is remembered, nothing is introduced, the address stays as it was given. */
  readonly isFrame: boolean;
}

/** The parts of a page that stands. */
export type StartedPage = Omit<AppParts, 'setLanguage'>;

/** So long nothing is fetched ahead in a page that was opened for a lesson, and nothing kept for visits without a network. */
export const lessonQuietMillis = 12_000;

/** Starts the page in an element. The engine and the texts load side by side; the page stands as soon as both are there. */
export async function startPage(root: HTMLElement, services: Services, layout: Layout): Promise<StartedPage> {
  const memory = openMemory();
  const query = new URLSearchParams(window.location.search);
  const theme = themes.find((known) => known === (query.get('theme') ?? memory.read('theme'))) ?? 'system';
  applyTheme(theme);
  const language = chooseLanguage([query.get('lang'), memory.read('language'), ...navigator.languages]);
  document.documentElement.lang = language;
  const isPlainVisit = window.location.hash.length < 2 && query.get('visit') !== 'no' && !query.has('lesson');
  const isFirst = !layout.isFrame && memory.read('visited') === null && isPlainVisit;
  const session = createSessionStore({ theme, visit: isFirst ? 'first' : 'done', remembers: layout.isFrame || memory.isLasting });
  const frames = createFrameStore();
  const clock = new PageClock();
  const onStop = (detail: string): void => {
    session.setState({ trouble: { kind: 'engine', detail } });
  };
  const onMove = (home: EngineHome): void => {
    session.setState({ home });
  };
  // Many acts wait for no answer; this one answer must be heard all the same.
  window.addEventListener('unhandledrejection', ({ reason }: PromiseRejectionEvent) => {
    if (String(reason).includes(partMissing)) onStop(String(reason));
  });
  const [texts, started] = await Promise.all([
    openTexts(language, query.has('lesson') ? [] : textParts),
    services.startEngine(onStop, onMove).catch((problem: unknown) => String(problem)),
  ]);
  const engine = typeof started === 'string' ? deadEngine(started) : started.engine;
  session.setState(typeof started === 'string' ? { trouble: { kind: 'engine', detail: started } } : { home: started.home });
  const client = new EngineClient({ engine, frames, session, clock });
  const parts: Omit<AppParts, 'setLanguage'> = { frames, session, clock, client, services, memory };
  createRoot(root).render(<App parts={parts} texts={texts} Shell={layout.Shell} />);
  if (typeof started !== 'string') await openFirst(parts, language);
  if (!layout.isFrame) keepAddress(parts);
  // A link that is pasted into the address of the open page changes its fragment alone.
  window.addEventListener('hashchange', () => {
    const fragment = window.location.hash.slice(1);
    if (fragment !== '') void openLink(parts, fragment);
  });
  // A lesson link is often opened on a phone: what it does not need at once waits.
  setTimeout(() => void loadLaterParts(), query.has('lesson') ? lessonQuietMillis : 0);
  return parts;
}

/** A link when the address carries one, otherwise the first preset. A bad link opens nothing in its place. */
async function openFirst(parts: Omit<AppParts, 'setLanguage'>, language: Language): Promise<void> {
  const query = new URLSearchParams(window.location.search);
  if (query.has('present')) parts.session.setState({ isPresenting: true });
  const lesson = query.get('lesson');
  if (lesson !== null) {
    const { openLesson } = await import('./lesson/open-lesson.ts');
    if (await openLesson(parts, lesson, { language, step: query.get('step') })) return;
  }
  const showPage = (): void => {
    const page = query.get('page');
    if (page === 'lessons' || page === 'map' || page === 'handout') parts.session.setState({ page, handout: query.get('of') ?? '' });
  };
  showPage();
  const fragment = window.location.hash.slice(1);
  const first = parts.services.presets[0];
  if (fragment !== '') await openLink(parts, fragment);
  else if (first !== undefined) await actsOf({ ...parts, setLanguage: () => {} }).openPreset(first);
  // What is opened shows the stage: the address asked for a page beside it. Unless somebody has gone on to a lesson since.
  if (parts.session.getState().lesson === null) showPage();
}

/** Stands in for an engine that did not start: the page says so and asks nothing of it. */
function deadEngine(reason: string): Awaited<ReturnType<Services['startEngine']>>['engine'] {
  const refuse = (): Promise<never> => Promise.reject(new Error(reason));
  return {
    open: refuse,
    openLesson: refuse,
    lessonMove: refuse,
    lessonStory: refuse,
    checkLesson: refuse,
    submit: refuse,
    undo: refuse,
    setPace: refuse,
    setBreaks: refuse,
    step: refuse,
    stepBack: refuse,
    seek: refuse,
    seekToEvent: refuse,
    nextInteresting: refuse,
    switchBranch: refuse,
    compare: refuse,
    rowsAt: refuse,
    watch: refuse,
    nextFrame: refuse,
    explain: refuse,
    ask: refuse,
    inspect: refuse,
    checkInvariants: refuse,
    diskFiles: refuse,
    openLogFiles: refuse,
    catalogue: refuse,
    share: refuse,
  };
}
