import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { LessonStep, Prediction } from '../../contract/lesson.ts';
import { Button } from '../../design/Button.tsx';
import { useApp, useSession } from '../context.ts';
import { LanguageSwitch } from '../LanguageSwitch.tsx';
import { homeAddress } from '../share/addresses.ts';
import { QrPicture } from '../share/QrPicture.tsx';
import { useWords } from '../words.ts';
import { Wordmark } from '../Wordmark.tsx';
import { loadClaims } from './claims.ts';
import type { Claim } from './claims.ts';
import { loadLesson } from './content.ts';
import type { LessonContent } from './content.ts';
import { showPage } from './open-lesson.ts';
import { Rich } from './Rich.tsx';
import './lesson.css';
import './handout.css';

type Say = (key: string | undefined) => string;

/** A lesson on paper: what happens, what is asked, room to answer, and the way to the lesson itself. It holds no answers. */
export function HandoutPage(): ReactElement {
  const app = useApp();
  const { t, language } = useWords();
  const id = useSession((state) => state.handout);
  const [content, setContent] = useState<LessonContent | null>(null);
  const [claims, setClaims] = useState<readonly Claim[]>([]);
  useEffect(() => {
    void loadLesson(id, language).then(setContent);
    void loadClaims(language).then(setClaims);
  }, [id, language]);
  return (
    <div className="pages handout">
      <header className="bar">
        <Wordmark hasWord />
        <span className="grow" />
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
      <main className="page-body">{content === null ? null : <Paper content={content} claims={claims} />}</main>
    </div>
  );
}

function Paper({ content, claims }: { readonly content: LessonContent; readonly claims: readonly Claim[] }): ReactElement {
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
        <StepOnPaper key={step.id} step={step} number={index + 1} say={say} />
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

function StepOnPaper({ step, number, say }: { readonly step: LessonStep; readonly number: number; readonly say: Say }): ReactElement {
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
      {(step.predict ?? []).map((prediction) => (
        <Question key={prediction.id} prediction={prediction} say={say} />
      ))}
      {step.expect === undefined ? null : (
        <>
          <p className="small ink-2">{t('handout.way')}</p>
          <Lines count={2} />
        </>
      )}
      {step.predict === undefined ? null : (
        <>
          <p className="small ink-2">{t('handout.seen')}</p>
          <Lines count={2} />
        </>
      )}
    </section>
  );
}

function Question({ prediction, say }: { readonly prediction: Prediction; readonly say: Say }): ReactElement {
  return (
    <div className="handout-question">
      <p>
        <strong>
          <Rich>{say(prediction.ask)}</Rich>
        </strong>
      </p>
      <Answers prediction={prediction} say={say} />
    </div>
  );
}

function Answers({ prediction, say }: { readonly prediction: Prediction; readonly say: Say }): ReactElement {
  switch (prediction.kind) {
    case 'choice':
    case 'pick':
      return <Boxes items={prediction.options} say={say} />;
    case 'order':
      return <Boxes items={prediction.items} say={say} />;
    case 'draw':
      return <Boxes items={prediction.nodes} say={say} />;
    case 'fill':
      return (
        <ul className="handout-options">
          {prediction.cells.map(({ id, text }) => (
            <li key={id}>
              <Rich>{say(text)}</Rich> <span className="blank" />
            </li>
          ))}
        </ul>
      );
    case 'number':
      return (
        <p>
          <span className="blank" />
        </p>
      );
  }
}

function Boxes({
  items,
  say,
}: {
  readonly items: readonly { readonly id: string; readonly text: string }[];
  readonly say: Say;
}): ReactElement {
  return (
    <ul className="handout-options">
      {items.map(({ id, text }) => (
        <li key={id}>
          <span className="tick-box" aria-hidden="true" /> <Rich>{say(text)}</Rich>
        </li>
      ))}
    </ul>
  );
}

/** Room to write in. */
function Lines({ count }: { readonly count: number }): ReactElement {
  return (
    <div className="write-lines" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
