import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Lesson, LessonTexts } from '../../contract/lesson.ts';
import { useWords } from '../words.ts';
import { loadLesson } from './content.ts';
import { Rich } from './Rich.tsx';
import { TalkNotes } from './TalkNotes.tsx';

/** What an instructor needs of a lesson: loaded when it is opened. */
export function InstructorPart({ id }: { readonly id: string }): ReactElement {
  const { t, language } = useWords();
  const [content, setContent] = useState<{ readonly lesson: Lesson; readonly texts: LessonTexts } | null>(null);
  return (
    <details
      className="instructor"
      onToggle={(event) => {
        if (event.currentTarget.open) void loadLesson(id, language).then(setContent);
      }}
    >
      <summary className="small ink-3">{t('lessons.instructor')}</summary>
      {content === null ? null : <Notes lesson={content.lesson} texts={content.texts} />}
    </details>
  );
}

function Notes({ lesson, texts }: { readonly lesson: Lesson; readonly texts: LessonTexts }): ReactElement {
  const { t } = useWords();
  const say = (key: string | undefined): string => (key === undefined ? '' : (texts[key] ?? key));
  const { instructor } = lesson;
  const optionText = (step: string, prediction: string, answer: unknown): string => {
    const found = lesson.steps.find((each) => each.id === step)?.predict?.find((each) => each.id === prediction);
    const option = found?.kind === 'choice' ? found.options.find(({ id }) => id === answer) : undefined;
    return option === undefined ? String(answer) : say(option.text);
  };
  return (
    <div className="instructor-notes">
      <h3>{t('lessons.objectives')}</h3>
      <ul>
        {lesson.objectives.map(({ text }) => (
          <li key={text}>
            <Rich>{say(text)}</Rich>
          </li>
        ))}
      </ul>
      <TalkNotes
        instructor={instructor}
        say={say}
        titles={{ talk: t('lessons.talk'), board: t('lessons.board'), discuss: t('lessons.discuss') }}
        heading="h3"
      />
      <h3>{t('lessons.expected')}</h3>
      <ul>
        {instructor.expectedWrong.map(({ step, prediction, answer, say: key }) => (
          <li key={key}>
            <strong>
              <Rich>{optionText(step, prediction, answer)}</Rich>
            </strong>{' '}
            <Rich>{say(key)}</Rich>
          </li>
        ))}
      </ul>
      <h3>{t('lessons.handout')}</h3>
      <ol className="handout-questions">
        {instructor.handout.questions.map((key) => (
          <li key={key}>
            <Rich>{say(key)}</Rich>
          </li>
        ))}
      </ol>
      <p className="small ink-2">{t('lessons.timing', { minutes: instructor.timing.join(' · ') })}</p>
    </div>
  );
}
