import type { ReactElement } from 'react';
import { Keycap } from '../design/Keycap.tsx';
import { Sheet } from '../design/Sheet.tsx';
import { useApp, useSession } from './context.ts';
import { keyList } from './keys.ts';
import { useWords } from './words.ts';

const narrations = ['off', 'short', 'full'] as const;

/** The list of keys, and how much is said aloud. */
export function KeysSheet({ close }: { readonly close: () => void }): ReactElement {
  const { session } = useApp();
  const { t } = useWords();
  const usesSingleKeys = useSession((state) => state.usesSingleKeys);
  const narration = useSession((state) => state.narration);
  return (
    <Sheet name={t('keys.title')} title={t('keys.title')} closeName={t('close')} close={close} className="keys-sheet">
      <dl className="key-list">
        {keyList.map((help) => (
          <div key={help.text}>
            <dt>
              {help.keys.map((key) => (
                <Keycap key={key}>{key}</Keycap>
              ))}
            </dt>
            <dd>{t(`keys.${help.text}`)}</dd>
          </div>
        ))}
      </dl>
      <label className="choice">
        <input
          type="checkbox"
          checked={usesSingleKeys}
          onChange={(event) => {
            session.setState({ usesSingleKeys: event.currentTarget.checked });
          }}
        />{' '}
        {t('keys.single')}
      </label>
      <fieldset className="choice">
        <legend>{t('keys.narration')}</legend>
        {narrations.map((level) => (
          <label key={level}>
            <input
              type="radio"
              name="narration"
              checked={narration === level}
              onChange={() => {
                session.setState({ narration: level });
              }}
            />{' '}
            {t(`keys.narration-${level}`)}
          </label>
        ))}
      </fieldset>
    </Sheet>
  );
}
