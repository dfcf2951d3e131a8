import type { ReactElement } from 'react';
import { partitionState } from './rows.ts';

/** A partition's state as a square, told by shape before colour. */
export function StateMark({ state }: { readonly state: number }): ReactElement {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false" className="state-mark">
      <StateBody state={state} />
    </svg>
  );
}

/** The same mark inside another drawing; 12 px. */
export function StateBody({ state }: { readonly state: number }): ReactElement {
  switch (state) {
    case partitionState.unavailable:
      return (
        <g fill="none" stroke="var(--loss)" strokeWidth="1.6">
          <rect x="1" y="1" width="10" height="10" strokeDasharray="1.5 2" />
          <path d="M3.5 3.5l5 5M8.5 3.5l-5 5" />
        </g>
      );
    case partitionState.underMinIsr:
      return (
        <g stroke="var(--loss)" strokeWidth="1.6">
          <rect x="1" y="1" width="10" height="10" fill="var(--loss-wash)" />
          <path d="M6 2.8v3.8M6 8.6v.4" fill="none" />
        </g>
      );
    case partitionState.underReplicated:
      return (
        <g stroke="var(--outsync)" strokeWidth="1.6">
          <rect x="1" y="1" width="10" height="10" fill="var(--outsync-wash)" strokeDasharray="3 2" />
          <path d="M3 9l6-6" fill="none" />
        </g>
      );
    default:
      return <rect x="1.5" y="1.5" width="9" height="9" fill="var(--insync-wash)" stroke="var(--insync)" strokeWidth="1" />;
  }
}
