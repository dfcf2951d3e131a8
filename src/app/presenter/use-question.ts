/** The question that is voted on: of the lesson's step, or letters alone. */
import { useLesson } from '../lesson/use-lesson.ts';
import type { LessonHandle } from '../lesson/use-lesson.ts';
import type { Prediction, Verdict } from '../../contract/lesson.ts';
import { emptyVotes, letterOf, usePresentation, usePresented } from './presentation.ts';
import type { Votes } from './presentation.ts';

/** One thing that can be voted for. */
export interface VoteOption {
  readonly letter: string;
  /** Empty where there are letters alone. */
  readonly text: string;
  readonly isRight: boolean;
}

/** The question with its votes. */
export interface VotedQuestion {
  /** Under what its votes are kept. */
  readonly key: string;
  readonly prediction: Prediction | null;
  readonly index: number;
  readonly count: number;
  readonly options: readonly VoteOption[];
  readonly votes: Votes;
  readonly verdict: Verdict | null;
  /** The answer is known and was asked for. */
  readonly isRevealed: boolean;
  readonly setVotes: (votes: Votes) => void;
}

/** The question that is voted on now. */
export function useQuestion(): VotedQuestion {
  const open = useLesson();
  const { store } = usePresentation();
  const wanted = usePresented((state) => state.question);
  const allVotes = usePresented((state) => state.votes);
  const revealed = usePresented((state) => state.revealed);
  const questions = open?.step.predict ?? [];
  const index = Math.min(wanted, Math.max(0, questions.length - 1));
  const prediction = questions[index] ?? null;
  const key = open === null ? 'free' : `${open.lesson.id}.${open.view.step}.${prediction?.id ?? ''}`;
  const verdict = open?.view.verdicts?.find((each) => each.prediction === prediction?.id) ?? null;
  const isRevealed = verdict !== null && revealed === stepKey(open);
  const named = open === null || prediction === null ? [] : optionsOf(prediction, open);
  const right = verdict === null || !isRevealed ? [] : [verdict.right].flat().map(String);
  const votes = allVotes[key] ?? emptyVotes(named.length === 0 ? undefined : named.length);
  const options = votes.first.map((_, at) => ({
    letter: letterOf(at),
    text: named[at]?.text ?? '',
    isRight: named[at] !== undefined && right.includes(named[at].id),
  }));
  return {
    key,
    prediction,
    index,
    count: questions.length,
    options,
    votes,
    verdict,
    isRevealed,
    setVotes: (changed) => {
      store.setState((before) => ({ votes: { ...before.votes, [key]: changed } }));
    },
  };
}

/** Answers are shown a step at a time. */
export function stepKey(open: LessonHandle | null): string {
  return open === null ? '' : `${open.lesson.id}.${open.view.step}`;
}

function optionsOf(prediction: Prediction, { say }: LessonHandle): readonly { readonly id: string; readonly text: string }[] {
  if (prediction.kind !== 'choice' && prediction.kind !== 'pick') return [];
  return prediction.options.map(({ id, text }) => ({ id, text: say(text) }));
}
