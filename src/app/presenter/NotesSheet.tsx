import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { useFrame } from '../context.ts';
import { Rich } from '../lesson/Rich.tsx';
import { TalkNotes } from '../lesson/TalkNotes.tsx';
import { useLesson } from '../lesson/use-lesson.ts';
import type { LessonHandle } from '../lesson/use-lesson.ts';
import { nextActOf } from './acts.ts';
import type { PresenterActs } from './acts.ts';
import { usePresentation, usePresented } from './presentation.ts';
import { VoteFields } from './VoteFields.tsx';

interface NotesSheetProps {
  readonly acts: PresenterActs;
  /** Beside the picture, for everybody to see. */
  readonly isDrawer: boolean;
  readonly close: () => void;
}

/** What only the presenter sees: time, what comes next, votes to count, what to say and which answers to expect. */
export function NotesSheet({ acts, isDrawer, close }: NotesSheetProps): ReactElement {
  const { store, p } = usePresentation();
  const open = useLesson();
  return (
    <>
      <div className="notes-head">
        <h1>{open === null ? p('notes') : open.say(open.step.title)}</h1>
        <Times open={open} />
      </div>
      {isDrawer ? (
        <p className="notes-blocked">
          {p('notes-blocked')}{' '}
          <button
            type="button"
            className="link"
            onClick={() => {
              store.setState({ notes: 'window' });
            }}
          >
            {p('notes-window')}
          </button>
        </p>
      ) : null}
      <NotesVerbs acts={acts} />
      <VoteFields />
      {open === null ? <p className="notes-text">{p('notes-none')}</p> : <LessonNotes open={open} />}
      <p>
        <Button onClick={close}>{p('notes-close')}</Button>
      </p>
    </>
  );
}

function NotesVerbs({ acts }: { readonly acts: PresenterActs }): ReactElement {
  const { p } = usePresentation();
  const open = useLesson();
  const isRunning = useFrame((state) => state.isRunning);
  const revealed = usePresented((state) => state.revealed);
  const isFrozen = usePresented((state) => state.isFrozen);
  const isBlank = usePresented((state) => state.isBlank);
  const isZoomed = usePresented((state) => state.isZoomed);
  const next = nextActOf(open, revealed, isRunning);
  return (
    <div className="notes-verbs">
      <Button onClick={acts.back}>{p('back')}</Button>
      {next === 'over' ? (
        <span>{p('over')}</span>
      ) : (
        <Button kind="primary" onClick={acts.next}>
          {p(next === 'act' ? 'solve' : next === 'free' ? 'next' : next)}
        </Button>
      )}
      <Button aria-pressed={isBlank} onClick={acts.toggleBlank}>
        {p(isBlank ? 'unfreeze' : 'blank')}
      </Button>
      <Button aria-pressed={isFrozen} onClick={acts.toggleFreeze}>
        {p(isFrozen ? 'unfreeze' : 'freeze')}
      </Button>
      <Button aria-pressed={isZoomed} onClick={acts.toggleZoom}>
        {p('zoom')}
      </Button>
      {open === null ? null : <Button onClick={acts.reveal}>{p('reveal')}</Button>}
      <span className="notes-state" role="status">
        {isBlank ? p('is-blank') : isFrozen ? p('is-frozen') : ''}
      </span>
    </div>
  );
}

function LessonNotes({ open }: { readonly open: LessonHandle }): ReactElement {
  const { p } = usePresentation();
  const { lesson, step, view, say } = open;
  const { instructor } = lesson;
  const expected = instructor.expectedWrong.filter((each) => each.step === step.id);
  const following = lesson.steps.find(({ id }) => id === view.steps[view.stepIndex + 1]);
  return (
    <div className="notes-text">
      <h2>{p('expected')}</h2>
      {expected.length === 0 ? <p>{p('expected-none')}</p> : null}
      <ul>
        {expected.map(({ prediction, answer, say: key }) => (
          <li key={key}>
            <strong>
              <Rich>{answerText(open, prediction, answer)}</Rich>
            </strong>{' '}
            <Rich>{say(key)}</Rich>
          </li>
        ))}
      </ul>
      <TalkNotes instructor={instructor} say={say} titles={{ talk: p('talk'), board: p('board'), discuss: p('discuss') }} heading="h2" />
      {following === undefined ? null : (
        <>
          <h2>{p('next-title')}</h2>
          <p>
            <Rich>{say(following.title)}</Rich>
          </p>
        </>
      )}
    </div>
  );
}

function answerText({ step, say }: LessonHandle, prediction: string, answer: unknown): string {
  const found = (step.predict ?? []).find(({ id }) => id === prediction);
  const options = found?.kind === 'choice' || found?.kind === 'pick' ? found.options : [];
  const chosen = [answer].flat().map((id) => options.find((option) => option.id === id));
  return chosen.every((option) => option !== undefined)
    ? chosen.map((option) => say(option.text)).join(', ')
    : typeof answer === 'object'
      ? Object.values(answer ?? {}).join(', ')
      : String(answer);
}

/** Wall time of the step and of the whole, beside what was planned. */
function Times({ open }: { readonly open: LessonHandle | null }): ReactElement {
  const { p } = usePresentation();
  const step = open?.view.step ?? '';
  const [started] = useState(() => Date.now());
  const [stepStarted, setStepStarted] = useState({ step, at: started });
  const [now, setNow] = useState(started);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  if (stepStarted.step !== step) setStepStarted({ step, at: now });
  const planned = open?.lesson.instructor.timing[open.lesson.steps.findIndex(({ id }) => id === step)];
  const spent = minutes(now - stepStarted.at);
  return (
    <p className="notes-times code" role="timer">
      {planned === undefined ? p('time-plain', { spent }) : p('time-step', { spent, planned })}
      <br />
      {p('time-all', { spent: minutes(now - started) })}
    </p>
  );
}

function minutes(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}
