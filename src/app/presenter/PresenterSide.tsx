import type { ReactElement } from 'react';
import { Icon } from '../../design/Icon.tsx';
import { CardActs } from '../lesson/CardActs.tsx';
import { Outcome } from '../lesson/Outcome.tsx';
import { Rich } from '../lesson/Rich.tsx';
import { useLesson } from '../lesson/use-lesson.ts';
import type { PresenterActs } from './acts.ts';
import { PhoneCode } from './PhoneCode.tsx';
import { usePresentation, usePresented } from './presentation.ts';
import { useQuestion } from './use-question.ts';
import type { VotedQuestion } from './use-question.ts';

/** Beside the picture: what can be voted for, how the room voted, and how to open the same on a phone. */
export function PresenterSide({ acts }: { readonly acts: PresenterActs }): ReactElement {
  const open = useLesson();
  const question = useQuestion();
  const isLarge = usePresented((state) => state.hasLargeCode);
  const hasVotes = [...question.votes.first, ...(question.votes.second ?? [])].some((count) => count > 0);
  const isPlain = question.options.every(({ text }) => text === '');
  const hasQuestion = question.prediction !== null || (open === null && hasVotes);
  return (
    <aside className={`presenter-side ${isLarge ? 'has-large-code' : ''}`}>
      {isLarge ? null : (
        <>
          {hasQuestion && (!isPlain || hasVotes) ? <Bars question={question} /> : null}
          {question.isRevealed && isPlain ? <Outcome /> : null}
          {open?.view.phase === 'act' ? <CardActs /> : null}
        </>
      )}
      <PhoneCode isLarge={isLarge} toggle={acts.toggleCode} />
    </aside>
  );
}

/** The options with their letters, and a bar for each once there are votes. */
function Bars({ question }: { readonly question: VotedQuestion }): ReactElement {
  const { p } = usePresentation();
  const { options, votes } = question;
  const shown = votes.second ?? votes.first;
  const before = votes.second === null ? null : votes.first;
  const total = shown.reduce((sum, count) => sum + count, 0);
  const largest = Math.max(1, ...shown, ...(before ?? []));
  return (
    <section className="votes">
      <h2>{p('votes')}</h2>
      <ol>
        {options.map(({ letter, text, isRight }, index) => (
          <li key={letter} className={isRight ? 'is-right' : ''}>
            <span className="vote-letter" aria-hidden="true">
              {letter}
            </span>
            <div className="vote-body">
              {text === '' ? null : (
                <span className="vote-text">
                  <Rich>{text}</Rich>
                </span>
              )}
              {isRight ? (
                <strong className="vote-right">
                  <Icon name="tick" />
                  {p('right')}
                </strong>
              ) : null}
              {total === 0 && before === null ? null : (
                <VoteBar letter={letter} count={shown[index] ?? 0} before={before?.[index] ?? null} largest={largest} />
              )}
            </div>
          </li>
        ))}
      </ol>
      <p className="vote-sum">
        {total === 0 ? p('votes-none') : p('votes-sum', { count: total })} {total > 0 && before === null ? p('votes-again') : ''}
      </p>
    </section>
  );
}

interface VoteBarProps {
  readonly letter: string;
  readonly count: number;
  readonly before: number | null;
  readonly largest: number;
}

function VoteBar({ letter, count, before, largest }: VoteBarProps): ReactElement {
  const { p } = usePresentation();
  const name = before === null ? p('votes-bar', { letter, count }) : p('votes-bar-twice', { letter, count, before });
  const width = (value: number): string => `${String((value / largest) * 100)}%`;
  return (
    <span className="vote-bar" role="img" aria-label={name}>
      <span className="vote-track">
        {before === null ? null : <i className="vote-before" style={{ width: width(before) }} />}
        <i className="vote-now" style={{ width: width(count) }} />
      </span>
      <span className="code">{count}</span>
    </span>
  );
}
