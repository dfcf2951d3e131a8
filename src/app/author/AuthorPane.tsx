import { useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { Problem } from '../../contract/engine-api.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { Button } from '../../design/Button.tsx';
import { loadAuthorTexts } from '../../texts/parts.ts';
import { commandWords } from '../command-words.ts';
import { useApp, useFrame, useSession } from '../context.ts';
import type { App } from '../context.ts';
import { usePartWords } from '../part-words.ts';
import { useWords } from '../words.ts';
import { AuthorContext, useAuthor } from './author-context.ts';
import { actsSincePause, beginDraft, withPause } from './draft.ts';
import type { Draft, Moment, Readings } from './draft.ts';
import { LessonFields } from './LessonFields.tsx';
import { lessonFileOf } from './lesson-file-of.ts';
import { Outlet } from './Outlet.tsx';
import { placed } from './places.ts';
import { StepFields } from './StepFields.tsx';
import './author.css';

/** Beside the stage: recording a lesson, saying what is to be predicted, and handing it out. */
export function AuthorPane({ close }: { readonly close: () => void }): ReactElement | null {
  const a = usePartWords(loadAuthorTexts);
  const { session } = useApp();
  const draft = useSession((state) => state.draft);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  useRechecked(draft, problems, setProblems);
  const isBilingual = draft?.isBilingual === true;
  const atPlaces = useMemo(() => placed(problems, isBilingual), [problems, isBilingual]);
  if (a === null) return null;
  const setDraft = (changed: Draft | null): void => {
    session.setState({ draft: changed });
  };
  return (
    <AuthorContext value={{ a, draft, setDraft, problems: atPlaces, setProblems }}>
      <aside className="author rail" aria-label={a('title')}>
        <div className="author-head">
          <h2>{a('title')}</h2>
          <Button kind="bare" onClick={close}>
            {a('close')}
          </Button>
        </div>
        <p className="small ink-2">{a('about')}</p>
        {draft === null ? <Begin /> : <Recording draft={draft} />}
      </aside>
    </AuthorContext>
  );
}

/** So long after the last key the form is looked through again. */
const recheckMillis = 500;

/** While there are problems, they follow what is written: what was mended goes away. What the engine found, the next check finds again. */
function useRechecked(draft: Draft | null, problems: readonly Problem[], set: (problems: readonly Problem[]) => void): void {
  const hasProblems = problems.length > 0;
  useEffect(() => {
    if (!hasProblems || draft === null) {
      if (hasProblems) set([]);
      return undefined;
    }
    let isWanted = true;
    let isFirst = true;
    const timer = setTimeout(() => {
      isFirst = false;
      void Promise.all([lessonFileOf(draft), import('./lesson-codec.ts')]).then(([lesson, { checkLessonText, writeLesson }]) => {
        const checked = checkLessonText(writeLesson(lesson));
        if (isWanted) set(checked.ok ? [] : checked.problems);
      });
    }, recheckMillis);
    return () => {
      isWanted = false;
      if (isFirst) clearTimeout(timer);
    };
  }, [draft, hasProblems, set]);
}

function Begin(): ReactElement {
  const app = useApp();
  const { a, setDraft } = useAuthor();
  return (
    <>
      <Button
        kind="primary"
        onClick={() => {
          app.client.pause();
          void momentOf(app).then((moment) => {
            setDraft(beginDraft(moment, 'A1'));
          });
        }}
      >
        {a('begin')}
      </Button>
      <p className="small ink-2">{a('begin-about')}</p>
    </>
  );
}

function Recording({ draft }: { readonly draft: Draft }): ReactElement {
  const { a, setDraft } = useAuthor();
  return (
    <>
      <SincePause draft={draft} />
      {draft.steps.map((step, index) => (
        <StepFields key={index} draft={draft} step={step} index={index} />
      ))}
      {draft.steps.length === 0 ? null : (
        <p>
          <Button
            onClick={() => {
              // Its acts were done all the same: they belong to the lesson's next step again.
              const { steps } = draft;
              const last = steps.at(-1);
              const pauseMicros = draft.pauseMicros - (last?.lengthMillis ?? 0) * 1000;
              setDraft({ ...draft, steps: steps.slice(0, -1), pauseMicros: Math.max(draft.startMicros, pauseMicros) });
            }}
          >
            {a('step-remove')}
          </Button>{' '}
          <Button
            onClick={() => {
              setDraft(null);
            }}
          >
            {a('discard')}
          </Button>
        </p>
      )}
      <LessonFields draft={draft} />
      <Outlet draft={draft} />
    </>
  );
}

/** What was done since the last pause, and the button that ends the step. */
function SincePause({ draft }: { readonly draft: Draft }): ReactElement {
  const app = useApp();
  const { a, setDraft } = useAuthor();
  const words = useWords();
  const at = useFrame((state) => state.at.micros);
  const run = useRun();
  const acts = run === null ? [] : actsSincePause(draft, run);
  const isEmpty = acts.length === 0 && at <= draft.pauseMicros;
  return (
    <section>
      <h3>{a('since')}</h3>
      {acts.length === 0 ? (
        <p className="small ink-2">{a('since-none')}</p>
      ) : (
        <ol className="author-acts">
          {acts.map(({ micros, command }, index) => (
            <li key={index}>
              <span className="code">{(micros / 1_000_000).toFixed(3)}</span> {commandWords(command, words)}
            </li>
          ))}
        </ol>
      )}
      <Button
        kind="primary"
        locked={isEmpty ? a('pause-none') : undefined}
        onClick={() => {
          app.client.pause();
          void momentOf(app).then((moment) => {
            setDraft(withPause(draft, moment));
          });
        }}
      >
        {a('pause')}
      </Button>
    </section>
  );
}

/** The run as it is, with everything that was done in it. */
function useRun(): Scenario | null {
  const { client } = useApp();
  const steps = useFrame((state) => state.at.steps);
  const canUndo = useFrame((state) => state.canUndo);
  const [run, setRun] = useState<Scenario | null>(null);
  useEffect(() => {
    let isWanted = true;
    // While time runs the picture changes sixty times a second: the list need not.
    const timer = setTimeout(() => {
      void client.share('with-actions').then((shared) => {
        if (isWanted) setRun(shared);
      });
    }, 120);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [client, steps, canUndo]);
  return run;
}

async function momentOf({ client, frames, session }: App): Promise<Moment> {
  const [start, withActions] = await Promise.all([client.share('start'), client.share('with-actions')]);
  const { micros } = frames.getState().at;
  const readings: Readings = (await client.inspect('readable', String(micros))) ?? {};
  const { panel, offeredPanels, focus } = session.getState();
  const panels = [panel, ...(offeredPanels ?? ['cluster', 'replication'])].filter((each, index, all) => all.indexOf(each) === index);
  return { start, withActions, micros, readings, panels: panels.slice(0, 4), focus };
}
