import type { ReactElement } from 'react';
import { useAuthor } from './author-context.ts';
import type { Draft } from './draft.ts';
import { minutesInAll } from './lesson-of.ts';
import { Problems } from './Problems.tsx';
import { TermFields } from './TermFields.tsx';
import { TextFields } from './TextFields.tsx';

/** What the lesson says of itself. */
export function LessonFields({ draft }: { readonly draft: Draft }): ReactElement {
  const { a, setDraft } = useAuthor();
  const printed = String(minutesInAll(draft));
  return (
    <section className="author-lesson">
      <h3>{a('lesson')}</h3>
      <label className="shared">
        <input
          type="checkbox"
          checked={draft.isBilingual}
          onChange={(event) => {
            setDraft({ ...draft, isBilingual: event.currentTarget.checked });
          }}
        />
        <span>
          {a('bilingual')} <span className="small ink-2">{a('bilingual-about')}</span>
        </span>
      </label>
      <TextFields name={a('lesson-title')} place="title" text={draft.title} change={(title) => setDraft({ ...draft, title })} />
      <TextFields name={a('lesson-goal')} place="goal" text={draft.goal} isLong change={(goal) => setDraft({ ...draft, goal })} />
      <TextFields
        name={a('lesson-talk')}
        place="instructor.talk"
        text={draft.talk}
        isLong
        change={(talk) => setDraft({ ...draft, talk })}
      />
      <label className="author-field">
        <span>{a('lesson-id')}</span>
        <input
          className="text-field code"
          maxLength={40}
          value={draft.id}
          data-place="id"
          onChange={(event) => {
            setDraft({ ...draft, id: event.currentTarget.value });
          }}
        />
        <Problems place="id" />
      </label>
      <p className="small ink-2" data-place="minutes">
        {a('minutes-all', { count: printed })}
        <Problems place="minutes" />
      </p>
      <TermFields draft={draft} />
    </section>
  );
}
