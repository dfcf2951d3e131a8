import { useCallback, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { LessonStep } from '../../../contract/lesson.ts';
import { Button } from '../../../design/Button.tsx';
import { useApp, useSession } from '../../context.ts';
import { LanguageSwitch } from '../../LanguageSwitch.tsx';
import { homeAddress } from '../../share/addresses.ts';
import { QrPicture } from '../../share/QrPicture.tsx';
import { useWords } from '../../words.ts';
import { Wordmark } from '../../Wordmark.tsx';
import { loadClaims } from '../claims.ts';
import type { Claim } from '../claims.ts';
import { loadLesson } from '../content.ts';
import type { LessonContent } from '../content.ts';
import { showPage } from '../open-lesson.ts';
import { Rich } from '../Rich.tsx';
import '../lesson.css';
import { PictureRoom } from './PictureRoom.tsx';
import type { StepOnPaper } from './PictureRoom.tsx';
import { Lines, Question } from './questions.tsx';
import type { Say } from './questions.tsx';
import { StepFigure } from './StepFigure.tsx';
import './handout.css';

/**
 * A lesson on paper: what happens, what it looks like, what is asked, room to answer, and the way to the lesson itself. It holds no answers
 * unless an instructor asks for them; pictures and answers are the engine's, from a run of the lesson behind the page.
 */
export function HandoutPage(): ReactElement {
  const app = useApp();
  const { t, language } = useWords();
  const id = useSession((state) => state.handout);
  const [content, setContent] = useState<LessonContent | null>(null);
  const [claims, setClaims] = useState<readonly Claim[]>([]);
  const [withAnswers, setWithAnswers] = useState(false);
  const [played, setPlayed] = useState<Played>(nothingPlayed);
  useEffect(() => {
    void loadLesson(id, language).then(setContent);
    void loadClaims(language).then(setClaims);
    setPlayed(nothingPlayed);
  }, [id, language]);
  const done = useCallback((step: string, result: StepOnPaper) => {
    setPlayed((before) => ({ ...before, steps: new Map(before.steps).set(step, result) }));
  }, []);
  const failed = useCallback(() => {
    setPlayed((before) => ({ ...before, hasFailed: true }));
  }, []);
  return (
    <div className="pages handout">
      <header className="bar">
        <Wordmark hasWord />
        <span className="grow" />
        <Button
          aria-pressed={withAnswers}
          {...(withAnswers ? { icon: 'tick' } : {})}
          onClick={() => {
            setWithAnswers(!withAnswers);
          }}
        >
          {t('handout.answers')}
        </Button>
        <Button
          kind="primary"
          onClick={() => {
            window.print();
          }}
        >
          {t('lessons.print')}
        </Button>
        <Button
          kind="bare"
          onClick={() => {
            showPage(app, 'lessons');
          }}
        >
          {t('lessons.title')}
        </Button>
        <LanguageSwitch />
      </header>
      <main className="page-body">
        {content === null ? null : (
          <>
            <Drawing steps={content.lesson.steps.length} played={played} />
            <Paper content={content} claims={claims} played={played.steps} withAnswers={withAnswers} />
            <PictureRoom key={`${id} ${language}`} lesson={content.lesson} done={done} failed={failed} />
          </>
        )}
      </main>
    </div>
  );
}

/** What the run behind the page has brought so far. */
interface Played {
  readonly steps: ReadonlyMap<string, StepOnPaper>;
  readonly hasFailed: boolean;
}

const nothingPlayed: Played = { steps: new Map(), hasFailed: false };

/** How far the pictures are: a handout that is printed too early lacks some. */
function Drawing({ steps, played }: { readonly steps: number; readonly played: Played }): ReactElement | null {
  const { t } = useWords();
  if (played.hasFailed) return <p className="handout-drawing small ink-2">{t('handout.no-pictures')}</p>;
  return (
    <p className="handout-drawing small ink-2" role="status">
      {played.steps.size < steps ? t('handout.drawing', { done: played.steps.size, steps }) : t('handout.drawn')}
    </p>
  );
}

interface PaperProps {
  readonly content: LessonContent;
  readonly claims: readonly Claim[];
  readonly played: ReadonlyMap<string, StepOnPaper>;
  readonly withAnswers: boolean;
}

function Paper({ content, claims, played, withAnswers }: PaperProps): ReactElement {
  const { t } = useWords();
  const { lesson, texts } = content;
  const say: Say = (key) => (key === undefined ? '' : (texts[key] ?? key));
  const address = `${homeAddress(window.location.href)}?lesson=${lesson.id}`;
  const own = claims.filter(({ row, verdict, notes }) => lesson.claims.includes(row) && verdict !== 'missing' && notes !== '');
  return (
    <>
      <div className="handout-head">
        <div>
          <p className="small ink-2">
            {lesson.id} · {t('lessons.minutes', { count: lesson.minutes })} · {t('handout.name')} <span className="blank" />
          </p>
          <h1>{say(lesson.title)}</h1>
          <p className="lead">
            <Rich>{say(lesson.goal)}</Rich>
          </p>
          <p className="small code handout-address">{address}</p>
        </div>
        <QrPicture link={address} name={lesson.id} fileName={`${lesson.id}.svg`} />
      </div>
      <dl className="terms">
        {lesson.terms.map(({ name, text }) => (
          <div key={name}>
            <dt className="code" lang="en">
              {name}
            </dt>
            <dd>
              <Rich>{say(text)}</Rich>
            </dd>
          </div>
        ))}
      </dl>
      {lesson.steps.map((step, index) => (
        <StepPart key={step.id} step={step} number={index + 1} say={say} played={played.get(step.id)} withAnswers={withAnswers} />
      ))}
      <section className="handout-step">
        <h2>{t('handout.questions')}</h2>
        <ol className="handout-questions">
          {lesson.instructor.handout.questions.map((key) => (
            <li key={key}>
              <Rich>{say(key)}</Rich>
              <Lines count={3} />
            </li>
          ))}
        </ol>
      </section>
      {own.length === 0 ? null : (
        <section className="handout-step">
          <h2>{t('handout.claims')}</h2>
          <ol className="handout-claims">
            {own.map(({ row, source, notes }) => (
              <li key={row}>
                <Rich>{notes}</Rich> <span className="small code ink-3">{source}</span>
                <Lines count={1} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

interface StepProps {
  readonly step: LessonStep;
  readonly number: number;
  readonly say: Say;
  readonly played: StepOnPaper | undefined;
  readonly withAnswers: boolean;
}

function StepPart({ step, number, say, played, withAnswers }: StepProps): ReactElement {
  const { t } = useWords();
  return (
    <section className="handout-step">
      <h2>
        {number}. {say(step.title)}
      </h2>
      <p>
        <Rich>{say(step.say)}</Rich>
      </p>
      {step.facts === undefined ? null : <pre className="lesson-facts code">{say(step.facts)}</pre>}
      {played?.before ? <StepFigure drawn={played.before} moment="before" /> : null}
      {(step.predict ?? []).map((prediction) => (
        <Question
          key={prediction.id}
          prediction={prediction}
          say={say}
          right={withAnswers ? played?.right.get(prediction.id) : undefined}
        />
      ))}
      {withAnswers && played?.after ? <StepFigure drawn={played.after} moment="after" /> : null}
      {withAnswers || step.expect === undefined ? null : (
        <>
          <p className="small ink-2">{t('handout.way')}</p>
          <Lines count={2} />
        </>
      )}
      {withAnswers || step.predict === undefined ? null : (
        <>
          <p className="small ink-2">{t('handout.seen')}</p>
          <Lines count={2} />
        </>
      )}
    </section>
  );
}
