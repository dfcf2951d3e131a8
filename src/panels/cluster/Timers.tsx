import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { printDuration } from '../../texts/format.ts';
import type { TimerRow } from './rows.ts';
import { useRows } from './tables.ts';

/** The timers of a thing, with the time that each has left. */
export function Timers({ owner }: { readonly owner: string }): ReactElement | null {
  const timers = useRows('timers').filter((timer) => timer.owner === owner);
  if (timers.length === 0) return null;
  return (
    <dl className="facts is-single timers">
      {timers.map((timer) => (
        <Line key={timer.id} timer={timer} />
      ))}
    </dl>
  );
}

function Line({ timer }: { readonly timer: TimerRow }): ReactElement {
  const { clock } = useApp();
  const { t, code } = useWords();
  const left = useRef<HTMLSpanElement>(null);
  const ring = useRef<SVGCircleElement>(null);
  useEffect(
    () =>
      clock.listen((now) => {
        if (left.current !== null)
          left.current.textContent = timer.isPaused
            ? t('timer.paused')
            : t('timer.left', { duration: printDuration(Math.max(0, timer.dueMicros - now)) });
        const gone = Math.min(1, Math.max(0, (now - timer.startMicros) / Math.max(1, timer.dueMicros - timer.startMicros)));
        ring.current?.setAttribute('stroke-dasharray', `${(gone * 31.4).toFixed(1)} 40`);
      }),
    [clock, timer, t],
  );
  return (
    <div>
      <dt className="ink-2">
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
          <circle cx="7" cy="7" r="5" fill="none" stroke="var(--line)" strokeWidth="2.5" />
          <circle ref={ring} cx="7" cy="7" r="5" fill="none" stroke="var(--ink)" strokeWidth="2.5" transform="rotate(-90 7 7)" />
        </svg>
        {code('timer', timer.kind)}
        {timer.subject === '' ? '' : ` ${timer.subject}`}
      </dt>
      <dd className="code">
        <span ref={left} />
      </dd>
    </div>
  );
}
