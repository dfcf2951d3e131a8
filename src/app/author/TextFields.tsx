import { useId } from 'react';
import type { ReactElement } from 'react';
import type { Language } from '../../texts/types.ts';
import { useWords } from '../words.ts';
import { useAuthor } from './author-context.ts';
import type { DraftText } from './draft.ts';
import { problemsAt } from './places.ts';
import type { PlacedProblem } from './places.ts';
import { ProblemLines } from './Problems.tsx';

interface TextFieldsProps {
  readonly name: string;
  /** Its path in the lesson file, by which problems find it. */
  readonly place: string;
  readonly text: DraftText;
  readonly isLong?: boolean;
  /** What stands there when nothing is written. */
  readonly hint?: string;
  readonly change: (text: DraftText) => void;
}

/** A text of the author's: in the language that is shown, or in both. */
export function TextFields({ name, place, text, isLong = false, hint = '', change }: TextFieldsProps): ReactElement {
  const { a, draft, problems } = useAuthor();
  const { language } = useWords();
  const id = useId();
  const languages = draft?.isBilingual === true ? (['en', 'zh-Hans'] as const) : ([language] as const);
  return (
    <>
      {languages.map((each) => {
        const own = place === '' ? [] : problemsAt(problems, place).filter((found) => languages.length === 1 || isOf(found, each));
        const field = {
          className: 'text-field',
          lang: each,
          value: text[each],
          'data-place': place === '' ? undefined : place,
          'aria-invalid': own.length > 0 ? true : undefined,
          'aria-describedby': own.length > 0 ? `${id}${each}` : undefined,
          placeholder: hint === '' ? undefined : hint,
          onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
            change({ ...text, [each]: event.currentTarget.value });
          },
        };
        return (
          <label key={each} className="author-field">
            <span>{languages.length === 1 ? name : `${name} · ${a(each === 'en' ? 'in-en' : 'in-zh')}`}</span>
            {isLong ? <textarea rows={2} maxLength={2000} {...field} /> : <input maxLength={300} {...field} />}
            <ProblemLines problems={own} id={`${id}${each}`} />
          </label>
        );
      })}
    </>
  );
}

/** Whether a problem is about a language's own words, or about all. */
function isOf({ problem }: PlacedProblem, language: Language): boolean {
  const { language: missing } = problem.params;
  return missing === undefined || missing === language;
}
