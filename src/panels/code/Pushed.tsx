import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import type { CodeProgramRow } from './rows.ts';

/** A thought experiment, and said to be one: Kafka's brokers push nothing. What waits in their logs would wait in the client. */
export function Pushed({ program }: { readonly program: CodeProgramRow }): ReactElement {
  const { t } = useWords();
  const { waitingCount: count, maxPollRecords } = program;
  return (
    <details className="program-pushed small">
      <summary>{t('code.push')}</summary>
      <p className="ink-2">{t('code.push-label')}</p>
      <p>{count < 0 ? t('code.push-nothing') : t('code.push-waiting', { count, most: maxPollRecords })}</p>
    </details>
  );
}
