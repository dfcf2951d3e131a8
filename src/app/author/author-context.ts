/** What the parts of the author's pane share. */
import { createContext, useContext } from 'react';
import type { Problem } from '../../contract/engine-api.ts';
import type { AuthorKey } from '../../texts/en/author.ts';
import type { PartWords } from '../part-words.ts';
import type { Draft } from './draft.ts';
import type { PlacedProblem } from './places.ts';

/** The words and the draft. */
export interface AuthorParts {
  readonly a: PartWords<AuthorKey>;
  readonly draft: Draft | null;
  readonly setDraft: (draft: Draft | null) => void;
  /** What the last check found, each at its place. */
  readonly problems: readonly PlacedProblem[];
  readonly setProblems: (problems: readonly Problem[]) => void;
}

/** The author's pane. */
export const AuthorContext = createContext<AuthorParts | null>(null);

/** Inside of the author's pane. */
export function useAuthor(): AuthorParts {
  const parts = useContext(AuthorContext);
  if (parts === null) throw new Error('used outside of the author’s pane');
  return parts;
}
