import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useWords } from '../../app/words.ts';
import { currentPart, programLines } from './program-text.ts';
import type { CodeLine, Language } from './program-text.ts';
import type { CodeProgramRow } from './rows.ts';

/** How far the rest of a broken line stands to the right, in characters. */
const hanging = 4;

interface ListingProps {
  readonly program: CodeProgramRow;
  readonly language: Language;
  /** The same program in another history: lines that it has not stand out. */
  readonly beside?: CodeProgramRow | undefined;
}

/** The program's lines. The one that its thread is in has a bar, an arrow and a ground of its own. */
export function ListingOf({ program, language, beside }: ListingProps): ReactElement {
  const { t } = useWords();
  const current = currentPart(program);
  const isStill = program.process === 'paused';
  const lines = useLines(program, language);
  const others = useLines(beside ?? program, language);
  const known = useMemo(() => new Set(others.map(({ text }) => text)), [others]);
  return (
    <ol className="listing code" aria-label={t('code.listing', { name: program.id, language: t(`code.${language}`) })} tabIndex={0}>
      {lines.map((line, index) => {
        const isCurrent = line.part !== null && line.part === current;
        const marked = known.has(line.text) ? '' : 'is-different';
        const isWorkers = line.part === 'process' && program.areWorkersBusy;
        return (
          <li
            key={`${String(index)} ${line.text}`}
            className={`${isCurrent ? (isStill ? 'is-current is-still' : 'is-current') : isWorkers ? 'is-current is-other' : ''} ${marked}`}
            aria-current={isCurrent ? 'step' : undefined}
          >
            <span className="line-number tick" aria-hidden="true">
              {isCurrent || isWorkers ? '▶' : index + 1}
            </span>
            {/* A line that is too long goes on further to the right than it began. */}
            <span
              className="line-text"
              style={{ paddingInlineStart: `${String(line.indent * 2 + hanging)}ch`, textIndent: `-${String(hanging)}ch` }}
            >
              {line.text}
              {line.part === 'new' ? <DifferenceMark place="line:new" /> : null}
            </span>
            {marked === '' ? null : (
              <span className="line-different small">
                <span aria-hidden="true">≠ </span>
                {t('code.only-here')}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function useLines(program: CodeProgramRow, language: Language): readonly CodeLine[] {
  const { t } = useWords();
  return useMemo(
    () =>
      programLines(program, language, {
        auto: (millis) => t('code.note-auto', { millis }),
        every: (count) => t('code.note-every', { count }),
        then: (reaction) => t(`code.note-${reaction}`),
      }),
    [program, language, t],
  );
}
