import type { ReactElement } from 'react';
import { useActs } from './acts.ts';
import { useWords } from './words.ts';
import { Icon } from '../design/Icon.tsx';

/** The command line that says the same of a real cluster, ready to copy. */
export function CopyLine({ text }: { readonly text: string }): ReactElement {
  const acts = useActs();
  const { t } = useWords();
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => {
        acts.say(t('share.copied'));
      },
      () => {
        acts.say(t('copy.refused'));
      },
    );
  };
  return (
    <p className="copy-line small ink-2">
      <code title={text}>{text}</code>
      <button type="button" className="button bare" aria-label={t('copy.line', { text })} title={t('share.copy')} onClick={copy}>
        <Icon name="copy" size={14} />
      </button>
    </p>
  );
}
