import type { ReactElement } from 'react';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useWords } from '../../app/words.ts';
import { nowWords } from './now-words.ts';
import type { Language } from './program-text.ts';
import type { CodeProgramRow } from './rows.ts';

/** What the program is doing in words, what was thrown at it last, and whose client this is. */
export function Now({ program, language }: { readonly program: CodeProgramRow; readonly language: Language }): ReactElement {
  const words = useWords();
  const { t } = words;
  const { exception, message, library } = program;
  const isPythons = library === 'librdkafka';
  return (
    <section className="program-now">
      <h3>
        {t('code.now')}
        <DifferenceMark place="now" />
      </h3>
      <p>{nowWords(program, words)}</p>
      {program.areWorkersBusy ? <p className="small ink-2">{t('code.workers')}</p> : null}
      {exception === '' ? null : (
        <p className="small program-thrown">
          {t('code.thrown')} <span className="code of-loss">{exception}</span> <span className="ink-2">{message}</span>
        </p>
      )}
      {library === 'scala-0.8' ? (
        <p className="small ink-2">{t('code.is-08')}</p>
      ) : isPythons === (language === 'python') ? null : (
        <p className="small ink-2">{t(isPythons ? 'code.is-librdkafka' : 'code.is-java')}</p>
      )}
    </section>
  );
}
