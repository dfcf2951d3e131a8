import type { ReactElement } from 'react';

/** The product's sign: a log, its newest record yellow, its end open. */
export function Wordmark({ hasWord }: { readonly hasWord: boolean }): ReactElement {
  return (
    <span className="wordmark">
      <svg width="22" height="16" role="img" aria-label="Kafkascope">
        <path d="M1 1v14M1 3.5h5v9H1M6 3.5h5v9H6" fill="none" stroke="var(--ink)" strokeWidth="1.6" />
        <rect x="11" y="3.5" width="5" height="9" fill="var(--now)" stroke="var(--ink)" strokeWidth="1.6" />
        <path d="M19 1v14" stroke="var(--ink)" strokeWidth="1.6" strokeDasharray="2 2" />
      </svg>
      {hasWord ? <span className="wordmark-word" aria-hidden="true">Kafkascope</span> : null}
    </span>
  );
}
