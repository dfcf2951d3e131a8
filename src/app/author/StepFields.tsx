import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { printDuration } from '../../texts/format.ts';
import { useAuthor } from './author-context.ts';
import { noText, withStep } from './draft.ts';
import type { Draft, DraftGoal, DraftQuestion, DraftStep } from './draft.ts';
import { printed } from './lesson-of.ts';
import { TextFields } from './TextFields.tsx';

interface StepFieldsProps {
  readonly draft: Draft;
  readonly step: DraftStep;
  readonly index: number;
}

/** One recorded step: what it says, who acts, what is predicted, what is to be reached. */
export function StepFields({ draft, step, index }: StepFieldsProps): ReactElement {
  const { a, setDraft } = useAuthor();
  const set = (change: Partial<DraftStep>): void => {
    setDraft(withStep(draft, index, change));
  };
  const setQuestion = (at: number, change: Partial<DraftQuestion>): void => {
    set({ questions: step.questions.map((question, each) => (each === at ? { ...question, ...change } : question)) });
  };
  return (
    <details className="author-step" open={index === draft.steps.length - 1}>
      <summary>
        <strong>{a('step', { index: index + 1 })}</strong>{' '}
        <span className="small ink-2">{a('step-facts', { count: step.acts.length, time: printDuration(step.lengthMillis * 1000) })}</span>
      </summary>
      <TextFields name={a('step-title')} text={step.title} change={(title) => set({ title })} />
      <TextFields name={a('step-say')} text={step.say} isLong change={(say) => set({ say })} />
      <fieldset className="choice">
        <legend>{a('who')}</legend>
        {(['lesson', 'learner'] as const).map((who) => (
          <label key={who}>
            <input type="radio" name={`who-${String(index)}`} checked={step.who === who} onChange={() => set({ who })} />
            {a(`who-${who}`)}
          </label>
        ))}
      </fieldset>
      {step.who === 'learner' ? <GoalFields step={step} change={(goal) => set({ goal })} /> : null}
      {step.questions.map((question, at) => (
        <QuestionFields
          key={at}
          step={step}
          question={question}
          index={at}
          change={(change) => setQuestion(at, change)}
          remove={() => set({ questions: step.questions.filter((_, each) => each !== at) })}
        />
      ))}
      <p>
        <Button
          icon="plus"
          onClick={() => {
            const path = step.changed.find((each) => typeof step.readings[each] === 'number') ?? step.changed[0] ?? '';
            set({ questions: [...step.questions, { ask: noText, path, wrong: '' }] });
          }}
        >
          {a('question-add')}
        </Button>
      </p>
      <TextFields name={a('step-after')} text={step.after} isLong change={(after) => set({ after })} />
    </details>
  );
}

interface QuestionFieldsProps {
  readonly step: DraftStep;
  readonly question: DraftQuestion;
  readonly index: number;
  readonly change: (change: Partial<DraftQuestion>) => void;
  readonly remove: () => void;
}

function QuestionFields({ step, question, index, change, remove }: QuestionFieldsProps): ReactElement {
  const { a } = useAuthor();
  return (
    <fieldset className="author-question">
      <legend>{a('question', { index: index + 1 })}</legend>
      <TextFields name={a('question-ask')} text={question.ask} change={(ask) => change({ ask })} />
      <PathField step={step} path={question.path} change={(path) => change({ path })} />
      <label className="author-field">
        <span>{a('question-wrong')}</span>
        <input
          className="text-field"
          maxLength={200}
          value={question.wrong}
          onChange={(event) => change({ wrong: event.currentTarget.value })}
        />
      </label>
      <Button onClick={remove}>{a('question-remove')}</Button>
    </fieldset>
  );
}

function GoalFields({ step, change }: { readonly step: DraftStep; readonly change: (goal: DraftGoal) => void }): ReactElement {
  const { a } = useAuthor();
  const goal: DraftGoal = step.goal ?? { path: '', cmp: '==', value: '' };
  return (
    <fieldset className="author-question">
      <legend>{a('goal')}</legend>
      <PathField step={step} path={goal.path} change={(path) => change({ ...goal, path, value: printed(step.readings[path]) })} />
      <div className="author-compare">
        <select
          className="text-field"
          aria-label={a('goal-cmp')}
          value={goal.cmp}
          onChange={(event) => {
            const cmp = comparisons.find((each) => each === event.currentTarget.value);
            if (cmp !== undefined) change({ ...goal, cmp });
          }}
        >
          {comparisons.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <input
          className="text-field"
          aria-label={a('goal-value')}
          maxLength={200}
          value={goal.value}
          onChange={(event) => change({ ...goal, value: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  );
}

const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const;

interface PathFieldProps {
  readonly step: DraftStep;
  readonly path: string;
  readonly change: (path: string) => void;
}

/** Everything that can be read of this cluster, what changed in the step first. */
function PathField({ step, path, change }: PathFieldProps): ReactElement {
  const { a } = useAuthor();
  const isChanged = new Set(step.changed);
  const others = Object.keys(step.readings).filter((each) => !isChanged.has(each));
  return (
    <label className="author-field">
      <span>{a('goal-path')}</span>
      <select className="text-field code" value={path} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">{a('goal-none')}</option>
        <optgroup label={a('changed')}>
          {step.changed.map((each) => (
            <option key={each} value={each}>
              {each} = {printed(step.readings[each])}
            </option>
          ))}
        </optgroup>
        <optgroup label={a('unchanged')}>
          {others.map((each) => (
            <option key={each} value={each}>
              {each} = {printed(step.readings[each])}
            </option>
          ))}
        </optgroup>
      </select>
      {path === '' ? null : <span className="small ink-2 code">{a('now', { value: printed(step.readings[path]) })}</span>}
    </label>
  );
}
