import type { ReactElement } from 'react';
import { useWords } from '../words.ts';
import { useAuthor } from './author-context.ts';
import type { DraftText } from './draft.ts';

interface TextFieldsProps {
  readonly name: string;
  readonly text: DraftText;
  readonly isLong?: boolean;
  readonly change: (text: DraftText) => void;
}

/** A text of the author's: in the language that is shown, or in both. */
export function TextFields({ name, text, isLong = false, change }: TextFieldsProps): ReactElement {
  const { a, draft } = useAuthor();
  const { language } = useWords();
  const languages = draft?.isBilingual === true ? (['en', 'zh-Hans'] as const) : ([language] as const);
  return (
    <>
      {languages.map((each) => {
        const label = languages.length === 1 ? name : `${name} · ${a(each === 'en' ? 'in-en' : 'in-zh')}`;
        const set = (value: string): void => {
          change({ ...text, [each]: value });
        };
        return (
          <label key={each} className="author-field">
            <span>{label}</span>
            {isLong ? (
              <textarea
                className="text-field"
                rows={2}
                lang={each}
                maxLength={2000}
                value={text[each]}
                onChange={(event) => {
                  set(event.currentTarget.value);
                }}
              />
            ) : (
              <input
                className="text-field"
                lang={each}
                maxLength={300}
                value={text[each]}
                onChange={(event) => {
                  set(event.currentTarget.value);
                }}
              />
            )}
          </label>
        );
      })}
    </>
  );
}
