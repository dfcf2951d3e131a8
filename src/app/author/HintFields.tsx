import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { useAuthor } from './author-context.ts';
import { noText } from './draft.ts';
import type { DraftHint, DraftStep } from './draft.ts';
import { Problems } from './Problems.tsx';
import { TextFields } from './TextFields.tsx';

const kinds = ['cue', 'principle', 'action', 'solution'] as const;
const hintsMax = 6;

interface HintFieldsProps {
  readonly step: DraftStep;
  readonly place: string;
  readonly change: (hints: readonly DraftHint[]) => void;
}

/** The ladder of hints: each says more than the one before it, and the solution comes last. */
export function HintFields({ step: { hints }, place, change }: HintFieldsProps): ReactElement {
  const { a } = useAuthor();
  const set = (at: number, by: Partial<DraftHint>): void => {
    change(hints.map((hint, each) => (each === at ? { ...hint, ...by } : hint)));
  };
  const last = hints.at(-1)?.kind;
  const next = kinds[Math.min(kinds.length - 1, last === undefined ? 0 : kinds.indexOf(last) + 1)] ?? 'cue';
  return (
    <details className="author-more" data-place={`${place}.hints`}>
      <summary>{a('hints', { count: hints.length })}</summary>
      <p className="small ink-2">{a('hints-about')}</p>
      {hints.map((hint, at) => (
        <fieldset key={at} className="author-question">
          <legend>{a('hint', { index: at + 1 })}</legend>
          <label className="author-field">
            <span>{a('hint-kind')}</span>
            <select
              className="text-field"
              value={hint.kind}
              onChange={(event) => {
                const kind = kinds.find((each) => each === event.currentTarget.value);
                if (kind !== undefined) set(at, { kind });
              }}
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {a(`hint-${kind}`)}
                </option>
              ))}
            </select>
          </label>
          <TextFields
            name={a('hint-text')}
            place={`${place}.hints[${String(at)}].text`}
            text={hint.text}
            isLong
            change={(text) => {
              set(at, { text });
            }}
          />
          <Button
            onClick={() => {
              change(hints.filter((_, each) => each !== at));
            }}
          >
            {a('question-remove')}
          </Button>
        </fieldset>
      ))}
      {hints.length >= hintsMax ? null : (
        <Button
          icon="plus"
          onClick={() => {
            change([...hints, { kind: next, text: noText }]);
          }}
        >
          {a('hint-add')}
        </Button>
      )}
      <Problems place={`${place}.hints`} inner={hints.map((_, at) => `[${String(at)}].text`)} />
    </details>
  );
}
