import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { printSeconds } from '../texts/format.ts';
import { useApp } from './context.ts';
import { afterPictures } from './following-frames.ts';
import { useWords } from './words.ts';

/** Simulated time, in seconds since the scenario began. It follows each picture and is not drawn by React. */
export function ClockText(): ReactElement {
  const { clock } = useApp();
  const { t } = useWords();
  const digits = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      clock.listen(
        // Words are laid out and painted anew for each change: they come after the picture, as often as they can be read.
        afterPictures(() => {
          if (digits.current !== null) digits.current.textContent = printSeconds(clock.nowMicros);
        }),
      ),
    [clock],
  );
  return (
    <span className="clock code" role="timer" aria-label={t('transport.clock')}>
      <span ref={digits}>0.000</span> <small>s</small>
    </span>
  );
}
