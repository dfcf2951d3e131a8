import type { ReactElement } from 'react';

/** The marks of log and timeline: who acted, what state was entered, what was lost. */
export type GlyphName =
  | 'you'
  | 'leader'
  | 'left-isr'
  | 'joined-isr'
  | 'fenced'
  | 'ended'
  | 'started'
  | 'lost'
  | 'latest'
  | 'error'
  | 'invariant'
  | 'control'
  | 'plain';

/** A mark of 14 px for one kind of event, told by shape before colour. */
export function Glyph({ name, isGhost = false }: { readonly name: GlyphName; readonly isGhost?: boolean }): ReactElement {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      <GlyphBody name={name} isGhost={isGhost} />
    </svg>
  );
}

/** The same mark without its own picture, to stand inside another drawing. */
export function GlyphBody({ name, isGhost = false }: { readonly name: GlyphName; readonly isGhost?: boolean }): ReactElement | null {
  const ink = isGhost ? 'var(--ghost)' : 'var(--ink)';
  const of = (color: string): string => (isGhost ? 'var(--ghost)' : color);
  const line = { fill: 'none', strokeWidth: 2, strokeLinecap: 'square' } as const;
  switch (name) {
    case 'you':
      return <path d="M2 1l9 6-4 1 2 4.5-2 .8-1.8-4.5L2 11z" fill={ink} />;
    case 'leader':
      return <path d="M1 12V3l3 4.3L7 2l3 5.3L13 3v9z" fill={of('var(--leader)')} />;
    case 'left-isr':
      return (
        <g stroke={of('var(--outsync)')} strokeWidth="1.5">
          <rect x="1" y="3" width="12" height="8" fill="var(--outsync-wash)" strokeDasharray="3 2" />
          <path d="M3 10l5-6M7 10l5-6" strokeWidth="1.3" />
        </g>
      );
    case 'joined-isr':
      return <path d="M2.5 7.5l3 3L11.5 4" {...line} stroke={of('var(--insync)')} />;
    case 'fenced':
      return (
        <g fill="none" stroke={of('var(--offline)')}>
          <circle cx="7" cy="7" r="5.5" strokeWidth="2" strokeDasharray="1.5 2.5" />
          <path d="M5 5l4 4M9 5l-4 4" strokeWidth="1.6" />
        </g>
      );
    case 'ended':
      return <path d="M2.5 2.5l9 9M11.5 2.5l-9 9" {...line} strokeWidth="2.4" stroke={ink} />;
    case 'started':
      return <path d="M2 4.5h10M3 4.5V12M11 4.5V12" {...line} stroke={ink} />;
    case 'lost':
      return (
        <g stroke={of('var(--loss)')} strokeWidth="1.5">
          <rect x="1" y="1" width="12" height="12" fill="var(--loss-wash)" />
          <path d="M1.5 5.5l7 7M1.5 1.5l11 11M5.5 1.5l7 7" strokeWidth="1.2" />
        </g>
      );
    case 'error':
      return <path d="M7 1.5v7M7 11.5v.6" {...line} stroke={of('var(--loss)')} />;
    case 'invariant':
      return <path d="M1.5 12L7 2l5.5 10zM7 6v2.5M7 10.2v.1" fill="none" stroke={of('var(--loss)')} strokeWidth="1.5" />;
    case 'latest':
      return <rect x="2" y="2" width="10" height="10" fill="var(--now)" stroke="var(--now-edge)" />;
    case 'control':
      return <path d="M1 4h12v6H1zM5 4v6M9 4v6" fill="none" stroke={ink} strokeWidth="1.3" />;
    case 'plain':
      return <rect x="5" y="5" width="4" height="4" fill={isGhost ? 'var(--ghost)' : 'var(--ink-3)'} />;
  }
}
