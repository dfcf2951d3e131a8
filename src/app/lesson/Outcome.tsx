import type { ReactElement } from 'react';
import type { Answer, Prediction, Verdict } from '../../contract/lesson.ts';
import { Icon } from '../../design/Icon.tsx';
import { useWords } from '../words.ts';
import { Rich } from './Rich.tsx';
import { useLesson } from './use-lesson.ts';
import type { LessonHandle } from './use-lesson.ts';

/** What happened beside what was said: no praise and no red, but the belief that is refuted. */
export function Outcome(): ReactElement | null {
  const open = useLesson();
  const verdicts = open?.view.verdicts ?? null;
  if (open === null || verdicts === null) return null;
  const { answers } = open.view;
  return (
    <div className="outcome" role="status">
      {(open.step.predict ?? []).map((prediction) => {
        const verdict = verdicts.find((each) => each.prediction === prediction.id);
        return verdict === undefined ? null : (
          <One key={prediction.id} open={open} prediction={prediction} verdict={verdict} answer={answers[prediction.id]} />
        );
      })}
    </div>
  );
}

interface OneProps {
  readonly open: LessonHandle;
  readonly prediction: Prediction;
  readonly verdict: Verdict;
  readonly answer: Answer | undefined;
}

function One({ open, prediction, verdict, answer }: OneProps): ReactElement {
  const { t } = useWords();
  const given = answer === undefined ? t('lesson.nothing-said') : print(open, prediction, answer);
  const right = print(open, prediction, verdict.right);
  return (
    <section className="verdict">
      <p className="small ink-2">
        <Rich>{open.say(prediction.ask)}</Rich>
      </p>
      <p className="verdict-line">
        {verdict.isRight ? <Icon name="tick" /> : null}
        <strong>
          <Rich>{right}</Rich>
        </strong>
      </p>
      <p className="small ink-2">{verdict.isRight ? t('lesson.as-you-said') : <Rich>{t('lesson.you-said', { answer: given })}</Rich>}</p>
      {verdict.why === null ? null : (
        <p className="belief">
          <Rich>{open.say(verdict.why)}</Rich>
        </p>
      )}
    </section>
  );
}

function print({ say }: LessonHandle, prediction: Prediction, answer: Answer): string {
  const list = Array.isArray(answer) ? (answer as readonly string[]) : [];
  switch (prediction.kind) {
    case 'choice':
      return say(prediction.options.find(({ id }) => id === answer)?.text);
    case 'number':
      return `${String(answer)}${prediction.unit === undefined ? '' : ` ${say(prediction.unit)}`}`;
    case 'pick':
      return list.length === 0 ? '–' : list.map((id) => say(prediction.options.find((option) => option.id === id)?.text)).join(', ');
    case 'order':
      return list.map((id, index) => `${String(index + 1)}. ${say(prediction.items.find((item) => item.id === id)?.text)}`).join('\n');
    case 'fill':
      return prediction.cells.map(({ id, text }) => `${say(text)}: ${(answer as Readonly<Record<string, string>>)[id] ?? ''}`).join('\n');
    case 'draw': {
      const name = (id: string | undefined): string => say(prediction.nodes.find((node) => node.id === id)?.text);
      return list.length === 0 ? '–' : list.map((edge) => edge.split('>').map(name).join(' → ')).join('\n');
    }
  }
}
