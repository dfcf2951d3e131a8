import { useEffect, useRef, useState } from 'react';
import type { ReactElement, RefObject } from 'react';
import type { Answer, Lesson } from '../../../contract/lesson.ts';
import { AppContext, useApp, useSession } from '../../context.ts';
import { panelOf } from '../../panels.ts';
import { pictureOf } from '../../picture/picture-of.ts';
import type { Picture } from '../../picture/picture-of.ts';
import { ShownPanel } from '../../ShownPanel.tsx';
import { playLesson } from './play-lesson.ts';
import { startSecondPage } from './second-page.ts';
import type { SecondPage } from './second-page.ts';

/** A view as it was drawn, and the same in sentences. */
export interface DrawnView extends Picture {
  readonly description: string;
}

/** What the engine found out about a step. */
export interface StepOnPaper {
  readonly before: DrawnView | null;
  readonly after: DrawnView | null;
  /** What is right, by prediction. */
  readonly right: ReadonlyMap<string, Answer>;
}

interface RoomProps {
  readonly lesson: Lesson;
  readonly done: (step: string, result: StepOnPaper) => void;
  readonly failed: () => void;
}

/**
 * A room beside the page in which the lesson is played by its reference solutions, and its views are drawn for paper: in light colours,
 * whatever the theme. Nobody sees it or comes into it.
 */
export function PictureRoom({ lesson, done, failed }: RoomProps): ReactElement | null {
  const app = useApp();
  const [page, setPage] = useState<SecondPage | null>(null);
  useEffect(() => {
    let isWanted = true;
    let stop = (): void => undefined;
    startSecondPage(app).then(
      (started) => {
        ({ stop } = started);
        if (isWanted) setPage(started);
        else stop();
      },
      () => {
        if (isWanted) failed();
      },
    );
    return () => {
      isWanted = false;
      stop();
    };
  }, [app, failed]);
  if (page === null) return null;
  return (
    <AppContext value={page.app}>
      <Played lesson={lesson} done={done} failed={failed} />
    </AppContext>
  );
}

function Played({ lesson, done, failed }: RoomProps): ReactElement {
  const app = useApp();
  const room = useRef<HTMLDivElement>(null);
  const description = useRef('');
  const panel = useSession((state) => state.panel);
  useEffect(() => {
    let isWanted = true;
    const { pictures } = lesson.instructor.handout;
    const found = new Map<string, DrawnView>();
    playLesson(app, lesson, {
      isWanted: () => isWanted,
      at: async ({ step, moment, verdicts }) => {
        if (pictures.includes(step.id)) {
          const picture = await settledPicture(room);
          if (picture !== null)
            found.set(`${step.id} ${moment}`, { ...picture, description: description.current || wordsOf(room.current) });
        }
        if (moment === 'before' || !isWanted) return;
        const right = new Map(verdicts.map((verdict) => [verdict.prediction, verdict.right]));
        done(step.id, { before: found.get(`${step.id} before`) ?? null, after: found.get(`${step.id} after`) ?? null, right });
      },
    }).catch(() => {
      if (isWanted) failed();
    });
    return () => {
      isWanted = false;
    };
  }, [app, lesson, done, failed]);
  const useDescription = panelOf(panel)?.useDescription;
  return (
    <div ref={room} className="picture-room" data-theme="light" inert aria-hidden="true">
      <ShownPanel />
      {useDescription === undefined ? null : <Described key={panel} useDescription={useDescription} into={description} />}
    </div>
  );
}

function Described({ useDescription, into }: { readonly useDescription: () => string; readonly into: RefObject<string> }): null {
  const text = useDescription();
  useEffect(() => {
    into.current = text;
    return () => {
      into.current = '';
    };
  }, [text, into]);
  return null;
}

/** Longer texts are not listened to. */
const wordsMax = 600;

/** What a view without sentences of its own says of the things in it. */
function wordsOf(room: HTMLElement | null): string {
  const names = [...(room?.querySelectorAll('[data-object][aria-label]') ?? [])].map((thing) => thing.getAttribute('aria-label') ?? '');
  const words = names.length > 0 ? [...new Set(names)].join('. ') : (room?.innerText ?? '').replace(/\s+/g, ' ').trim();
  return words.length <= wordsMax ? words : `${words.slice(0, wordsMax).replace(/\S*$/, '')}…`;
}

/** Between two looks: what moves has moved on by then. */
const lookMillis = 120;
/** What has not come to rest after so many looks is drawn as it is. */
const looksMax = 40;

/** The view once it stands still: its part of the page is loaded, its rows are there, and what moved has arrived. */
async function settledPicture(room: RefObject<HTMLDivElement | null>): Promise<Picture | null> {
  let before: Picture | null = null;
  for (let look = 0; look < looksMax; look++) {
    await new Promise((resolve) => setTimeout(resolve, lookMillis));
    const view = room.current?.firstElementChild;
    if (!(view instanceof HTMLElement) || view.querySelector('canvas, svg, table, li') === null) continue;
    const now = pictureOf(view, '');
    if (look > 2 && now.svg === before?.svg) return now;
    before = now;
  }
  return before;
}
