import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { currentPart, programLines } from './program-text.ts';
import type { Language } from './program-text.ts';
import type { CodeProgramRow } from './rows.ts';

/** The program's lines. The one that its thread is in has a bar, an arrow and a ground of its own. */
export function ListingOf({ program, language }: { readonly program: CodeProgramRow; readonly language: Language }): ReactElement {
  const { t } = useWords();
  const current = currentPart(program);
  const isStill = program.process === 'paused';
  const lines = programLines(program, language, {
    auto: (millis) => t('code.note-auto', { millis }),
    every: (count) => t('code.note-every', { count }),
    then: (reaction) => t(`code.note-${reaction}`),
  });
  return (
    <ol className="listing code" aria-label={t('code.listing', { name: program.id, language: t(`code.${language}`) })} tabIndex={0}>
      {lines.map((line, index) => {
        const isCurrent = line.part !== null && line.part === current;
        const isWorkers = line.part === 'process' && program.areWorkersBusy;
        return (
          <li
            key={`${String(index)} ${line.text}`}
            className={isCurrent ? (isStill ? 'is-current is-still' : 'is-current') : isWorkers ? 'is-current is-other' : ''}
            aria-current={isCurrent ? 'step' : undefined}
          >
            <span className="line-number tick" aria-hidden="true">
              {isCurrent || isWorkers ? '▶' : index + 1}
            </span>
            <span className="line-text" style={{ paddingInlineStart: `${String(line.indent * 2)}ch` }}>
              {line.text}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
