import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { useAuthor } from './author-context.ts';
import { noText, usualTerms } from './draft.ts';
import type { Draft, DraftTerm } from './draft.ts';
import { Problems } from './Problems.tsx';
import { TextFields } from './TextFields.tsx';

const termsMax = 6;

/** The words that learners read before the first step: three to six. The usual ones are explained already. */
export function TermFields({ draft }: { readonly draft: Draft }): ReactElement {
  const { a, setDraft } = useAuthor();
  const { terms } = draft;
  const change = (next: readonly DraftTerm[]): void => {
    setDraft({ ...draft, terms: next });
  };
  const set = (at: number, by: Partial<DraftTerm>): void => {
    change(terms.map((term, each) => (each === at ? { ...term, ...by } : term)));
  };
  return (
    <details className="author-more" data-place="terms">
      <summary>{a('terms', { count: terms.length })}</summary>
      <p className="small ink-2">{a('terms-about')}</p>
      {terms.map((term, at) => {
        const usual = Object.entries(usualTerms).find(([name]) => name === term.name)?.[1];
        const place = `terms[${String(at)}]`;
        return (
          <fieldset key={at} className="author-question" data-place={place}>
            <legend>{a('term', { index: at + 1 })}</legend>
            <label className="author-field">
              <span>{a('term-name')}</span>
              <input
                className="text-field code"
                lang="en"
                maxLength={60}
                value={term.name}
                data-place={`${place}.name`}
                onChange={(event) => {
                  set(at, { name: event.currentTarget.value });
                }}
              />
              <Problems place={`${place}.name`} />
            </label>
            <TextFields
              name={a('term-text')}
              place={`${place}.text`}
              text={term.text}
              hint={usual === undefined ? '' : a(usual)}
              change={(text) => {
                set(at, { text });
              }}
            />
            <Button
              onClick={() => {
                change(terms.filter((_, each) => each !== at));
              }}
            >
              {a('question-remove')}
            </Button>
          </fieldset>
        );
      })}
      {terms.length >= termsMax ? null : (
        <Button
          icon="plus"
          onClick={() => {
            change([...terms, { name: '', text: noText }]);
          }}
        >
          {a('term-add')}
        </Button>
      )}
      <Problems place="terms" inner={terms.flatMap((_, at) => [`[${String(at)}].name`, `[${String(at)}].text`])} />
    </details>
  );
}
