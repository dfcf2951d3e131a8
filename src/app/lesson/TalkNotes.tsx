import type { ReactElement } from 'react';
import type { Lesson } from '../../contract/lesson.ts';
import { Rich } from './Rich.tsx';

interface TalkNotesProps {
  readonly instructor: Lesson['instructor'];
  readonly say: (key: string) => string;
  /** Its headings, and their level on the page that it is on. */
  readonly titles: { readonly talk: string; readonly board: string; readonly discuss: string };
  readonly heading: 'h2' | 'h3';
}

/** What an instructor says, draws and asks. */
export function TalkNotes({ instructor, say, titles, heading: Heading }: TalkNotesProps): ReactElement {
  return (
    <>
      <Heading>{titles.talk}</Heading>
      <p>
        <Rich>{say(instructor.talk)}</Rich>
      </p>
      <Heading>{titles.board}</Heading>
      <p>
        <Rich>{say(instructor.board)}</Rich>
      </p>
      <Heading>{titles.discuss}</Heading>
      <ul>
        {instructor.discuss.map((key) => (
          <li key={key}>
            <Rich>{say(key)}</Rich>
          </li>
        ))}
      </ul>
    </>
  );
}
