import { useEffect } from 'react';
import type { ReactElement } from 'react';
import type { Answer, Prediction, PredictionOption } from '../../contract/lesson.ts';
import { useSession } from '../context.ts';
import { useWords } from '../words.ts';
import { Rich } from './Rich.tsx';
import { useLesson } from './use-lesson.ts';

interface FormProps<P extends Prediction = Prediction> {
  readonly prediction: P;
  readonly answer: Answer | undefined;
  readonly change: (answer: Answer) => void;
}

type Of<K extends Prediction['kind']> = Extract<Prediction, { readonly kind: K }>;

/** A prediction to be filled in, of any kind. Nothing in it says what is right. */
export function PredictionForm({ prediction, answer, change }: FormProps): ReactElement | null {
  const open = useLesson();
  if (open === null) return null;
  return (
    <fieldset className="prediction">
      <legend>
        <Rich>{open.say(prediction.ask)}</Rich>
      </legend>
      {prediction.kind === 'choice' ? <Choice prediction={prediction} answer={answer} change={change} /> : null}
      {prediction.kind === 'number' ? <NumberField prediction={prediction} answer={answer} change={change} /> : null}
      {prediction.kind === 'pick' ? <Pick prediction={prediction} answer={answer} change={change} /> : null}
      {prediction.kind === 'order' ? <Order prediction={prediction} answer={answer} change={change} /> : null}
      {prediction.kind === 'fill' ? <Fill prediction={prediction} answer={answer} change={change} /> : null}
      {prediction.kind === 'draw' ? <Draw prediction={prediction} answer={answer} change={change} /> : null}
    </fieldset>
  );
}

const letterOf = (index: number): string => String.fromCharCode(65 + index);

/** Letters choose, unless somebody types or has switched single keys off. */
function useLetters(options: readonly PredictionOption[], choose: (id: string) => void): void {
  const usesSingleKeys = useSession((state) => state.usesSingleKeys);
  useEffect(() => {
    if (!usesSingleKeys) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLInputElement && event.target.type === 'text';
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
      const option = options[event.key.toUpperCase().charCodeAt(0) - 65];
      if (option === undefined) return;
      // The page has other letters: while a question is open, these are the answers.
      event.preventDefault();
      event.stopPropagation();
      choose(option.id);
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => {
      document.removeEventListener('keydown', onKey, { capture: true });
    };
  }, [options, choose, usesSingleKeys]);
}

function Choice({ prediction, answer, change }: FormProps<Of<'choice'>>): ReactElement | null {
  const open = useLesson();
  useLetters(prediction.options, change);
  if (open === null) return null;
  return (
    <>
      {prediction.options.map((option, index) => (
        <label key={option.id} className={`option ${answer === option.id ? 'is-chosen' : ''}`}>
          <input
            type="radio"
            name={prediction.id}
            className="spoken"
            checked={answer === option.id}
            onChange={() => {
              change(option.id);
            }}
          />
          <OptionBody option={option} letter={letterOf(index)} />
        </label>
      ))}
    </>
  );
}

function OptionBody({ option, letter }: { readonly option: PredictionOption; readonly letter: string }): ReactElement | null {
  const open = useLesson();
  if (open === null) return null;
  return (
    <>
      <span className="ring" aria-hidden="true">
        {letter}
      </span>
      <span>
        <span className="option-text">
          <Rich>{open.say(option.text)}</Rich>
        </span>
        {option.because === undefined ? null : (
          <span className="option-because small ink-2">
            <Rich>{open.say(option.because)}</Rich>
          </span>
        )}
      </span>
    </>
  );
}

const listOf = (answer: Answer | undefined): readonly string[] => (Array.isArray(answer) ? (answer as readonly string[]) : []);

function Pick({ prediction, answer, change }: FormProps<Of<'pick'>>): ReactElement {
  const { t } = useWords();
  const chosen = listOf(answer);
  const set = (next: readonly string[]): void => {
    change(next);
  };
  return (
    <>
      {prediction.options.map((option, index) => (
        <label key={option.id} className={`option ${chosen.includes(option.id) ? 'is-chosen' : ''}`}>
          <input
            type="checkbox"
            className="spoken"
            checked={chosen.includes(option.id)}
            onChange={() => {
              set(chosen.includes(option.id) ? chosen.filter((id) => id !== option.id) : [...chosen, option.id]);
            }}
          />
          <OptionBody option={option} letter={letterOf(index)} />
        </label>
      ))}
      <label className={`option ${answer !== undefined && chosen.length === 0 ? 'is-chosen' : ''}`}>
        <input
          type="checkbox"
          className="spoken"
          checked={answer !== undefined && chosen.length === 0}
          onChange={() => {
            set([]);
          }}
        />
        <span className="ring" aria-hidden="true">
          0
        </span>
        <span className="option-text">{t('lesson.none-of-them')}</span>
      </label>
    </>
  );
}

function NumberField({ prediction, answer, change }: FormProps<Of<'number'>>): ReactElement | null {
  const open = useLesson();
  if (open === null) return null;
  return (
    <label className="number-answer">
      <span className="spoken">{open.say(prediction.ask)}</span>
      <input
        type="text"
        inputMode="decimal"
        className="text-field"
        autoComplete="off"
        value={typeof answer === 'string' ? answer : ''}
        onChange={(event) => {
          change(event.target.value);
        }}
      />
      {prediction.unit === undefined ? null : <span className="ink-2">{open.say(prediction.unit)}</span>}
    </label>
  );
}

function Fill({ prediction, answer, change }: FormProps<Of<'fill'>>): ReactElement | null {
  const open = useLesson();
  if (open === null) return null;
  const given = typeof answer === 'object' && !Array.isArray(answer) ? (answer as Readonly<Record<string, string>>) : {};
  const all = (next: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(prediction.cells.map(({ id }) => [id, next[id] ?? '']));
  return (
    <div className="fill">
      {prediction.cells.map((cell) => (
        <label key={cell.id}>
          <span className="code">{open.say(cell.text)}</span>
          <input
            type="text"
            className="text-field"
            autoComplete="off"
            value={given[cell.id] ?? ''}
            onChange={(event) => {
              change(all({ ...given, [cell.id]: event.target.value }));
            }}
          />
        </label>
      ))}
    </div>
  );
}

function Order({ prediction, answer, change }: FormProps<Of<'order'>>): ReactElement | null {
  const open = useLesson();
  const { t } = useWords();
  if (open === null) return null;
  const chosen = listOf(answer);
  const rest = prediction.items.filter(({ id }) => !chosen.includes(id));
  const textOf = (id: string): string => open.say(prediction.items.find((item) => item.id === id)?.text);
  const put = (ids: readonly string[]): void => {
    // The last one has only one place left.
    const [last, ...more] = prediction.items.filter(({ id }) => !ids.includes(id));
    change(last !== undefined && more.length === 0 ? [...ids, last.id] : ids);
  };
  return (
    <div className="order">
      <ol>
        {chosen.map((id, index) => (
          <li key={id}>
            <span className="ring is-filled" aria-hidden="true">
              {index + 1}
            </span>
            <span>
              <Rich>{textOf(id)}</Rich>
            </span>
            <button
              type="button"
              className="link small"
              aria-label={t('lesson.take-back', { what: textOf(id) })}
              onClick={() => {
                change(chosen.slice(0, index));
              }}
            >
              {t('lesson.back')}
            </button>
          </li>
        ))}
      </ol>
      {rest.length === 0 ? null : <p className="small ink-2">{t('lesson.order-next', { index: chosen.length + 1 })}</p>}
      {rest.map((item) => (
        <button
          key={item.id}
          type="button"
          className="button order-item"
          onClick={() => {
            put([...chosen, item.id]);
          }}
        >
          <Rich>{open.say(item.text)}</Rich>
        </button>
      ))}
    </div>
  );
}

/** Arrows as a table: who sends to whom. */
function Draw({ prediction, answer, change }: FormProps<Of<'draw'>>): ReactElement | null {
  const open = useLesson();
  const { t } = useWords();
  if (open === null) return null;
  const chosen = listOf(answer);
  const { nodes } = prediction;
  return (
    <table className="draw">
      <thead>
        <tr>
          <th scope="col">{t('lesson.from-to')}</th>
          {nodes.map((to) => (
            <th key={to.id} scope="col">
              {open.say(to.text)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {nodes.map((from) => (
          <tr key={from.id}>
            <th scope="row">{open.say(from.text)}</th>
            {nodes.map((to) => {
              const edge = `${from.id}>${to.id}`;
              const has = chosen.includes(edge);
              return (
                <td key={to.id}>
                  {from.id === to.id ? null : (
                    <button
                      type="button"
                      className="edge-cell"
                      aria-pressed={has}
                      aria-label={t('lesson.arrow', { from: open.say(from.text), to: open.say(to.text) })}
                      onClick={() => {
                        change(has ? chosen.filter((each) => each !== edge) : [...chosen, edge]);
                      }}
                    >
                      {has ? '→' : ''}
                    </button>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
