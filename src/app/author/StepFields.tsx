import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { printDuration } from '../../texts/format.ts';
import { useAuthor } from './author-context.ts';
import { noText, withStep } from './draft.ts';
import type { Draft, DraftGoal, DraftQuestion, DraftStep } from './draft.ts';
import { HintFields } from './HintFields.tsx';
import { printed } from './lesson-of.ts';
import { LevelFields } from './LevelFields.tsx';
import { Problems } from './Problems.tsx';
import { TextFields } from './TextFields.tsx';

/** Fields of a step that show their own problems. */
const stepFields = ['title', 'say', 'after', 'expect', 'predict', 'hints'];

interface StepFieldsProps {
  readonly draft: Draft;
  readonly step: DraftStep;
  readonly index: number;
}

/** One recorded step: what it says, who acts, what is predicted, what is to be reached. */
export function StepFields({ draft, step, index }: StepFieldsProps): ReactElement {
  const { a, setDraft } = useAuthor();
  const place = `steps[${String(index)}]`;
  const set = (change: Partial<DraftStep>): void => {
    setDraft(withStep(draft, index, change));
  };
  const setQuestion = (at: number, change: Partial<DraftQuestion>): void => {
    set({ questions: step.questions.map((question, each) => (each === at ? { ...question, ...change } : question)) });
  };
  return (
    <details className="author-step" data-place={place} open={index === draft.steps.length - 1}>
      <summary>
        <strong>{a('step', { index: index + 1 })}</strong>{' '}
        <span className="small ink-2">{a('step-facts', { count: step.acts.length, time: printDuration(step.lengthMillis * 1000) })}</span>
      </summary>
      <TextFields name={a('step-title')} place={`${place}.title`} text={step.title} change={(title) => set({ title })} />
      <TextFields name={a('step-say')} place={`${place}.say`} text={step.say} isLong change={(say) => set({ say })} />
      <fieldset className="choice">
        <legend>{a('who')}</legend>
        {(['lesson', 'learner'] as const).map((who) => (
          <label key={who}>
            <input type="radio" name={`who-${String(index)}`} checked={step.who === who} onChange={() => set({ who })} />
            {a(`who-${who}`)}
          </label>
        ))}
      </fieldset>
      {step.who === 'learner' ? (
        <GoalFields step={step} place={`${place}.expect`} change={(goal) => set({ goal: goal.path === '' ? null : goal })} />
      ) : null}
      {step.questions.map((question, at) => (
        <QuestionFields
          key={at}
          step={step}
          question={question}
          index={at}
          place={`${place}.predict[${String(at)}]`}
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
      <TextFields name={a('step-after')} place={`${place}.after`} text={step.after} isLong change={(after) => set({ after })} />
      <label className="author-field">
        <span>{a('step-minutes')}</span>
        <input
          className="text-field"
          inputMode="decimal"
          maxLength={6}
          value={step.minutes}
          data-place={`instructor.timing[${String(index)}]`}
          onChange={(event) => set({ minutes: event.currentTarget.value })}
        />
        <Problems place={`instructor.timing[${String(index)}]`} />
      </label>
      <HintFields step={step} place={place} change={(hints) => set({ hints })} />
      <LevelFields draft={draft} step={step} index={index} change={(levels) => set({ levels })} />
      <Problems place={place} inner={stepFields} />
    </details>
  );
}

interface QuestionFieldsProps {
  readonly step: DraftStep;
  readonly question: DraftQuestion;
  readonly index: number;
  readonly place: string;
  readonly change: (change: Partial<DraftQuestion>) => void;
  readonly remove: () => void;
}

function QuestionFields({ step, question, index, place, change, remove }: QuestionFieldsProps): ReactElement {
  const { a } = useAuthor();
  return (
    <fieldset className="author-question">
      <legend>{a('question', { index: index + 1 })}</legend>
      <TextFields name={a('question-ask')} place={`${place}.ask`} text={question.ask} change={(ask) => change({ ask })} />
      <PathField step={step} place={`${place}.truth`} path={question.path} change={(path) => change({ path })} />
      <label className="author-field">
        <span>{a('question-wrong')}</span>
        <input
          className="text-field"
          maxLength={200}
          value={question.wrong}
          data-place={`${place}.options`}
          onChange={(event) => change({ wrong: event.currentTarget.value })}
        />
        <Problems place={`${place}.options`} />
      </label>
      <Problems place={place} inner={['ask', 'truth', 'options']} />
      <Button onClick={remove}>{a('question-remove')}</Button>
    </fieldset>
  );
}

interface GoalFieldsProps {
  readonly step: DraftStep;
  readonly place: string;
  readonly change: (goal: DraftGoal) => void;
}

function GoalFields({ step, place, change }: GoalFieldsProps): ReactElement {
  const { a } = useAuthor();
  const goal: DraftGoal = step.goal ?? { path: '', cmp: '==', value: '' };
  return (
    <fieldset className="author-question">
      <legend>{a('goal')}</legend>
      <PathField
        step={step}
        place={place}
        path={goal.path}
        change={(path) => change({ ...goal, path, value: printed(step.readings[path]) })}
      />
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
  readonly place: string;
  readonly path: string;
  readonly change: (path: string) => void;
}

/** Everything that can be read of this cluster, what changed in the step first. */
function PathField({ step, place, path, change }: PathFieldProps): ReactElement {
  const { a } = useAuthor();
  const isChanged = new Set(step.changed);
  const others = Object.keys(step.readings).filter((each) => !isChanged.has(each));
  return (
    <label className="author-field">
      <span>{a('goal-path')}</span>
      <select className="text-field code" data-place={place} value={path} onChange={(event) => change(event.currentTarget.value)}>
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
      <Problems place={place} />
    </label>
  );
}
