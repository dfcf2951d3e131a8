import { createContext, useContext } from 'react';
import type { ReactElement } from 'react';

/** Something that differs between two histories, ready to be read. */
export interface ShownDifference {
  readonly id: string;
  /** Where in the picture it is marked; empty: nowhere. */
  readonly place: string;
  readonly name: string;
  readonly here: string;
  readonly there: string;
}

/** The numbers of the differences at each place of a picture; empty while nothing is compared. */
export const MarksContext = createContext<ReadonlyMap<string, readonly number[]>>(new Map());

/** Each difference's number in the list, by its place. */
export function marksOf(differences: readonly ShownDifference[]): ReadonlyMap<string, readonly number[]> {
  const marks = new Map<string, number[]>();
  differences.forEach(({ place }, index) => {
    if (place !== '') marks.set(place, [...(marks.get(place) ?? []), index + 1]);
  });
  return marks;
}

/** The numbers of what differs here: nothing while nothing is compared, or nothing differs. */
export function DifferenceMark({ place }: { readonly place: string }): ReactElement | null {
  const numbers = useContext(MarksContext).get(place);
  return numbers === undefined ? null : <span className="difference-number">{runs(numbers)}</span>;
}

/** 1, 2, 3 and 5 as `1–3, 5`. */
function runs(numbers: readonly number[]): string {
  const parts: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = parts.at(-1);
    if (run !== undefined && run.last === number - 1) run.last = number;
    else parts.push({ first: number, last: number });
  }
  return parts.map(({ first, last }) => (first === last ? String(first) : `${String(first)}–${String(last)}`)).join(', ');
}
