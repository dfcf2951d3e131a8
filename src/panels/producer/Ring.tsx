import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { printDuration } from '../../texts/format.ts';

const around = 2 * Math.PI * 7;

/** A timer as an arc, clockwise from 12, with the time that it has left; full, it fires. */
export function Ring({
  name,
  startMicros,
  dueMicros,
  hasText = true,
}: {
  readonly name: string;
  readonly startMicros: number;
  readonly dueMicros: number;
  readonly hasText?: boolean;
}): ReactElement {
  const { clock } = useApp();
  const arc = useRef<SVGCircleElement>(null);
  const left = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      clock.listen((now) => {
        const span = dueMicros - startMicros;
        const gone = span <= 0 ? 1 : Math.min(1, Math.max(0, (now - startMicros) / span));
        arc.current?.setAttribute('stroke-dasharray', `${(gone * around).toFixed(1)} 100`);
        if (left.current !== null) left.current.textContent = printDuration(Math.max(0, dueMicros - now));
      }),
    [clock, startMicros, dueMicros],
  );
  return (
    <span className="linger-ring" title={name}>
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
        <circle cx="9" cy="9" r="7" fill="none" stroke="var(--line)" strokeWidth="3" />
        <circle ref={arc} cx="9" cy="9" r="7" fill="none" stroke="var(--ink)" strokeWidth="3" transform="rotate(-90 9 9)" />
      </svg>
      <span className="spoken">{name}</span>
      {hasText ? <span ref={left} className="code tick" /> : null}
    </span>
  );
}
