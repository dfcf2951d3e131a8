import type { ReactElement } from 'react';
import type { Answer, Prediction } from '../../../contract/lesson.ts';
import { useWords } from '../../words.ts';
import { printAnswer } from '../print-answer.ts';
import { Rich } from '../Rich.tsx';

/** A text of the lesson's own. */
export type Say = (key: string | undefined) => string;

/** A question with room for its answer; with what is right where the engine said so. */
export function Question({
  prediction,
  say,
  right,
}: {
  readonly prediction: Prediction;
  readonly say: Say;
  readonly right: Answer | undefined;
}): ReactElement {
  const { t } = useWords();
  return (
    <div className="handout-question">
      <p>
        <strong>
          <Rich>{say(prediction.ask)}</Rich>
        </strong>
      </p>
      <Answers prediction={prediction} say={say} />
      {right === undefined ? null : (
        <p className="handout-right">
          <span className="small ink-2">{t('handout.right')}</span> <Rich>{printAnswer(say, prediction, right)}</Rich>
        </p>
      )}
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
export function Lines({ count }: { readonly count: number }): ReactElement {
  return (
    <div className="write-lines" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
