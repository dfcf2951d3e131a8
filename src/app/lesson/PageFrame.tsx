import type { ReactElement, ReactNode } from 'react';
import { Button } from '../../design/Button.tsx';
import { useApp } from '../context.ts';
import { LanguageSwitch } from '../LanguageSwitch.tsx';
import { useWords } from '../words.ts';
import { Wordmark } from '../Wordmark.tsx';
import { showPage } from './open-lesson.ts';

interface PageFrameProps {
  readonly title: string;
  readonly lead: string;
  /** The other page beside the stage, and its name. */
  readonly other: 'lessons' | 'map';
  readonly otherName: string;
  readonly children: ReactNode;
}

/** A page of its own beside the stage: the bar with the ways out of it, and what it is about. */
export function PageFrame({ title, lead, other, otherName, children }: PageFrameProps): ReactElement {
  const app = useApp();
  const { t } = useWords();
  const to = (page: 'lessons' | 'map' | 'stage', name: string): ReactElement => (
    <Button
      kind="bare"
      onClick={() => {
        showPage(app, page);
      }}
    >
      {name}
    </Button>
  );
  return (
    <div className="pages">
      <header className="bar">
        <Wordmark hasWord />
        <span className="grow" />
        {to(other, otherName)}
        {to('stage', t('lessons.to-stage'))}
        <LanguageSwitch />
      </header>
      <main className="page-body">
        <h1>{title}</h1>
        <p className="lead">{lead}</p>
        {children}
      </main>
    </div>
  );
}
