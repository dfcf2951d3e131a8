import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { Rich } from '../lesson/Rich.tsx';
import { emptyVotes, otherVote, usePresentation, withCount } from './presentation.ts';
import { useQuestion } from './use-question.ts';

/** More people than any hall holds. */
const countMax = 9999;

/** The votes, counted by hand and typed in: they stay in this tab. */
export function VoteFields(): ReactElement {
  const { store, p } = usePresentation();
  const { options, votes, setVotes, index, count } = useQuestion();
  const shown = votes.second ?? votes.first;
  return (
    <section className="vote-fields">
      <h2>{p(votes.second === null ? 'vote-first' : 'vote-second')}</h2>
      {count < 2 ? null : (
        <p className="notes-verbs">
          {Array.from({ length: count }, (_, at) => (
            <Button
              key={at}
              aria-pressed={at === index}
              onClick={() => {
                store.setState({ question: at });
              }}
            >
              {p('question', { index: at + 1, count })}
            </Button>
          ))}
        </p>
      )}
      <div className="vote-inputs">
        {options.map(({ letter, text }, at) => (
          <label key={letter}>
            <span className="vote-letter" aria-hidden="true">
              {letter}
            </span>
            <input
              type="number"
              className="text-field"
              min={0}
              max={countMax}
              value={shown[at] === 0 ? '' : String(shown[at] ?? '')}
              placeholder="0"
              aria-label={p('vote-count', { letter })}
              onChange={(event) => {
                const typed = Math.floor(Number(event.currentTarget.value));
                setVotes(withCount(votes, at, Number.isFinite(typed) ? Math.min(countMax, Math.max(0, typed)) : 0));
              }}
            />
            <span className="vote-text">
              <Rich>{text}</Rich>
            </span>
          </label>
        ))}
      </div>
      <p className="notes-verbs">
        <Button
          onClick={() => {
            setVotes(otherVote(votes));
          }}
        >
          {p(votes.second === null ? 'vote-second' : 'vote-first')}
        </Button>
        <Button
          onClick={() => {
            setVotes(emptyVotes(options.length));
          }}
        >
          {p('vote-clear')}
        </Button>
      </p>
    </section>
  );
}
