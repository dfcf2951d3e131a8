import type { ReactElement } from 'react';
import { printCount } from '../texts/format.ts';
import { useSize } from './size.ts';
import { useWords } from './words.ts';

interface CutStripProps {
  readonly text: string;
  readonly arrived: number;
  readonly expected: number;
}

/** A link that was cut off, as a strip: what arrived, where it tore, what never came. */
export function CutStrip({ text, arrived, expected }: CutStripProps): ReactElement {
  const { t } = useWords();
  const [box, { width }] = useSize();
  const cut = Math.max(24, Math.min(width - 24, (width * arrived) / expected));
  const shown = text.slice(0, Math.max(4, Math.floor((cut - 28) / 8)));
  return (
    <div
      ref={box}
      className="cut-strip"
      role="img"
      aria-label={t('problem.strip', { arrived: printCount(arrived), expected: printCount(expected) })}
    >
      {width === 0 ? null : (
        <svg width={width} height="96" overflow="visible">
          <rect x="0.75" y="14" width={cut} height="44" fill="var(--key-none)" stroke="var(--ink)" strokeWidth="1.5" />
          <path
            d={`M${String(cut)} 14H${String(width - 1)}V58H${String(cut)}`}
            fill="none"
            stroke="var(--edge)"
            strokeWidth="1.5"
            strokeDasharray="1.5 4"
          />
          <path d={`M${String(cut)} 2v12l-6 8l12 8l-12 9l12 8l-6 8v16`} fill="none" stroke="var(--loss)" strokeWidth="2.5" />
          <text x="14" y="41" className="code s13" style={{ fill: 'var(--key-ink)' }}>
            {shown}
          </text>
          {width - cut > 120 ? (
            <text x={cut + 22} y="41" className="s13 ink-2">
              {t('problem.never-arrived')}
            </text>
          ) : null}
          <text x="0" y="78" className="code s12 ink-3">
            0
          </text>
          <text x={cut} y="88" textAnchor="middle" className="code s12 name">
            {t('problem.characters', { count: printCount(arrived) })}
          </text>
          <text x={width} y="78" textAnchor="end" className="code s12 ink-3">
            {printCount(expected)}
          </text>
        </svg>
      )}
    </div>
  );
}
