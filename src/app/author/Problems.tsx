import type { ReactElement } from 'react';
import type { Problem } from '../../contract/engine-api.ts';
import { useWords } from '../words.ts';
import { useAuthor } from './author-context.ts';
import { noGoal } from './lesson-of.ts';
import { problemsAt } from './places.ts';
import type { PlacedProblem } from './places.ts';

interface ProblemsProps {
  readonly place: string;
  /** Fields inside that show their own. */
  readonly inner?: readonly string[];
  /** For the fields that are described by it. */
  readonly id?: string;
}

/** What is wrong with a field, below it. */
export function Problems({ place, inner = [], id }: ProblemsProps): ReactElement | null {
  const { problems } = useAuthor();
  return <ProblemLines problems={problemsAt(problems, place, inner)} {...(id === undefined ? {} : { id })} />;
}

/** Problems as lines. */
export function ProblemLines({ problems, id }: { readonly problems: readonly PlacedProblem[]; readonly id?: string }): ReactElement | null {
  const print = usePrinted();
  if (problems.length === 0) return null;
  return (
    <span className="author-problem" id={id}>
      {problems.map(({ problem, place }, index) => (
        <span key={`${place} ${String(index)}`}>{print(problem)}</span>
      ))}
    </span>
  );
}

/** A problem beside its field: the path of the file says nothing there that the field does not. */
export function usePrinted(): (problem: Problem) => string {
  const { problem: print } = useWords();
  const { a } = useAuthor();
  return (problem) => {
    if (problem.code === 'lesson-text-missing') return a('missing');
    if (problem.params['name'] === noGoal) return a('goal-missing');
    if (/\.truth\b/.test(problem.where)) return a('path-missing');
    const text = print(problem);
    const path = new RegExp(`^${problem.where.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[:：]\\s*`);
    const rest = text.replace(path, '');
    return rest.charAt(0).toUpperCase() + rest.slice(1);
  };
}
