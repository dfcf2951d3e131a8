import type { ReactElement } from 'react';
import { Sheet } from '../../design/Sheet.tsx';
import { useWords } from '../words.ts';
import { TermList } from './Terms.tsx';

/** What the words of the open lesson mean. */
export function TermsSheet({ close }: { readonly close: () => void }): ReactElement {
  const { t } = useWords();
  return (
    <Sheet name={t('lesson.terms')} title={t('lesson.terms')} closeName={t('close')} className="terms-sheet" close={close}>
      <TermList />
    </Sheet>
  );
}
