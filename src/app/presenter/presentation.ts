/** What a presenter has set: nothing of it reaches the engine, and nothing leaves this tab. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { PresenterKey } from '../../texts/en/presenter.ts';
import type { PartWords } from '../part-words.ts';

/** Votes by letter, counted by hand: of the first vote, and of the second once there is one. */
export interface Votes {
  readonly first: readonly number[];
  readonly second: readonly number[] | null;
}

/** How a presentation stands. */
export interface PresentationState {
  readonly isFrozen: boolean;
  readonly isBlank: boolean;
  readonly isZoomed: boolean;
  readonly hasLargeCode: boolean;
  readonly hasKeys: boolean;
  /** Which of the step's questions is voted on. */
  readonly question: number;
  /** The question whose answer is shown. */
  readonly revealed: string | null;
  /** By question. */
  readonly votes: Readonly<Record<string, Votes>>;
  /** Where the notes are. */
  readonly notes: 'closed' | 'window' | 'drawer';
}

/** The store of a presentation. */
export type Presentation = StoreApi<PresentationState>;

/** A presentation at its beginning. */
export function createPresentation(): Presentation {
  return createStore<PresentationState>(() => ({
    isFrozen: false,
    isBlank: false,
    isZoomed: false,
    hasLargeCode: false,
    hasKeys: false,
    question: 0,
    revealed: null,
    votes: {},
    notes: 'closed',
  }));
}

/** What both windows share. */
export interface PresentationParts {
  readonly store: Presentation;
  readonly p: PartWords<PresenterKey>;
}

/** The presentation that is going on. */
export const PresentationContext = createContext<PresentationParts | null>(null);

/** The parts of the presentation. */
export function usePresentation(): PresentationParts {
  const parts = useContext(PresentationContext);
  if (parts === null) throw new Error('used outside of a presentation');
  return parts;
}

/** What the presenter has set. */
export function usePresented<T>(select: (state: PresentationState) => T): T {
  return useStore(usePresentation().store, select);
}

/** How many letters a vote has without options of its own. */
const plainLetterCount = 4;

/** No votes yet. */
export function emptyVotes(count = plainLetterCount): Votes {
  return { first: Array.from({ length: count }, () => 0), second: null };
}

/** The letter of an option. */
export function letterOf(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

/** Votes with one count changed, in the vote that is going on. */
export function withCount(votes: Votes, index: number, count: number): Votes {
  const change = (list: readonly number[]): readonly number[] => list.map((before, at) => (at === index ? count : before));
  return votes.second === null ? { ...votes, first: change(votes.first) } : { ...votes, second: change(votes.second) };
}

/** From the first vote to the second, and back. The first keeps its counts. */
export function otherVote(votes: Votes): Votes {
  return { first: votes.first, second: votes.second === null ? votes.first.map(() => 0) : null };
}
