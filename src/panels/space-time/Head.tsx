import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { printDuration } from '../../texts/format.ts';
import { useRows } from './tables.ts';

interface HeadProps {
  readonly spanMicros: number;
  readonly withRoutine: boolean;
  readonly isFollowing: boolean;
  readonly closer: () => void;
  readonly wider: () => void;
  readonly setWithRoutine: (withRoutine: boolean) => void;
  readonly follow: () => void;
}

/** How much time is shown, and whether the routine is. */
export function Head({ spanMicros, withRoutine, isFollowing, closer, wider, setWithRoutine, follow }: HeadProps): ReactElement {
  const { t } = useWords();
  const [shown] = useRows('space-time.window');
  const routineCount = shown?.routineCount ?? 0;
  return (
    <div className="space-time-head small">
      <span className="ink-2">{t('space-time.steep')}</span>
      <span className="span-choice">
        <Button kind="bare" aria-label={t('space-time.closer')} title={t('space-time.closer')} onClick={closer}>
          −
        </Button>
        <span className="code span-now">{t('space-time.span', { duration: printDuration(spanMicros) })}</span>
        <Button kind="bare" aria-label={t('space-time.wider')} title={t('space-time.wider')} onClick={wider}>
          +
        </Button>
      </span>
      <label className="routine-choice">
        <input
          type="checkbox"
          checked={withRoutine}
          onChange={(event) => {
            setWithRoutine(event.currentTarget.checked);
          }}
        />
        {t('space-time.routine')}
        {withRoutine || routineCount === 0 ? null : <span className="ink-3 code">{` ${String(routineCount)}`}</span>}
      </label>
      {isFollowing ? null : (
        <Button kind="plain" onClick={follow}>
          {t('space-time.follow')}
        </Button>
      )}
      {shown?.isClipped === true ? <span className="ink-3">{t('space-time.clipped')}</span> : null}
    </div>
  );
}
