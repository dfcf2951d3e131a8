import type { ReactElement } from 'react';
import { Keycap } from '../../design/Keycap.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { useWords } from '../words.ts';
import type { PresenterActs } from './acts.ts';
import { usePresentation, usePresented } from './presentation.ts';
import { presenterKeys } from './use-keys.ts';

/** The keys of the presenter, for `?`. */
export function KeyList({ acts }: { readonly acts: PresenterActs }): ReactElement | null {
  const { p } = usePresentation();
  const { t } = useWords();
  const isOpen = usePresented((state) => state.hasKeys);
  if (!isOpen) return null;
  return (
    <Sheet name={p('keys')} title={p('keys')} closeName={t('close')} close={acts.toggleKeys} className="presenter-keys">
      <dl className="key-list">
        {presenterKeys.map(({ keys, text }) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <Keycap key={key}>{key}</Keycap>
              ))}
            </dt>
            <dd>{p(text)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
