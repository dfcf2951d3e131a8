import type { ReactElement } from 'react';
import type { AnswerPart, ExposureSpec } from '../contract/scenario.ts';
import { Icon } from '../design/Icon.tsx';
import { useSession } from './context.ts';
import { useWords } from './words.ts';
import type { Words } from './words.ts';

/** Why something is locked: the author's own words, or that it is. */
export function lockText(exposes: ExposureSpec | null, t: Words['t']): string {
  const reason = exposes?.reason ?? '';
  return reason === '' ? t('kept.locked') : reason;
}

/** Stands where a part would stand that the scenario's author keeps back, and says so. */
export function Kept({ part }: { readonly part: AnswerPart }): ReactElement {
  const { t } = useWords();
  const exposes = useSession((state) => state.exposes);
  return (
    <section className="kept" aria-label={t(`kept.${part}`)}>
      <h2>
        <Icon name="lock" size={14} /> {t(`kept.${part}`)}
      </h2>
      <p className="small ink-2">{lockText(exposes, t)}</p>
    </section>
  );
}
