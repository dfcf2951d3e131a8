import type { ReactElement } from 'react';
import { GlyphBody } from '../../design/Glyph.tsx';
import type { Fate } from './rows.ts';

/** The mark of a fate, told by shape before colour. */
export function FateMark({ fate }: { readonly fate: Fate }): ReactElement {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false" className="fate-mark">
      <FateBody fate={fate} />
    </svg>
  );
}

function FateBody({ fate }: { readonly fate: Fate }): ReactElement | null {
  const line = { fill: 'none', stroke: 'var(--ink)', strokeWidth: 1.5 } as const;
  switch (fate) {
    case 'acked':
      return <GlyphBody name="joined-isr" />;
    case 'lost':
      return <GlyphBody name="lost" />;
    case 'again':
      return <path d="M1.5 1.5h8v8h-8zM12 4v8.2H4" {...line} />;
    case 'unknown':
      return <path d="M4.5 4.6a2.5 2.5 0 1 1 3.6 2.2C7.3 7.3 7 7.7 7 8.8M7 11.2v.6" {...line} strokeWidth={1.8} />;
    case 'not-written':
      return <path d="M1.5 1.5h11v11h-11zM4.5 4.5l5 5M9.5 4.5l-5 5" {...line} strokeDasharray="2 1.5" />;
    case 'waiting':
      return <path d="M7 1.5a5.5 5.5 0 1 1-5.5 5.5M7 4v3.2l2 1.4" {...line} />;
  }
}
