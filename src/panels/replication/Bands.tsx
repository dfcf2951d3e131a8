import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { bandsOf, type Band, offsetX } from './layout.ts';
import type { LineUp } from './layout.ts';
import type { LinedUpPartitionRow } from './rows.ts';

/** Behind the cells: leader epochs as bands with their heads, and the ruler of offsets. */
export function Bands({ layout, partition }: { readonly layout: LineUp; readonly partition: LinedUpPartitionRow }): ReactElement {
  const { t } = useWords();
  const offsets = Array.from({ length: layout.cellCount }, (_, index) => layout.firstOffset + index);
  return (
    <g>
      {bandsOf(layout, partition).map((band) => (
        <g key={band.epoch}>
          <rect
            x={band.x}
            y="0"
            width={band.width}
            height={layout.height}
            fill={band.epoch % 2 === 0 ? 'var(--epoch-even)' : 'var(--epoch-odd)'}
          />
          <line x1={band.x} y1="0" x2={band.x} y2={layout.height} stroke="var(--edge)" strokeWidth="1" />
          {band.width < 46 ? null : (
            <text x={band.x + 8} y="17" className="s13 name">
              {t(band.width < 100 ? 'replication.epoch-short' : 'replication.epoch', { epoch: band.epoch })}
            </text>
          )}
          {band.width < 92 ? null : (
            <text x={band.x + 8} y="35" className="s12 ink-2">
              {bandWords(band, t)}
            </text>
          )}
        </g>
      ))}
      {offsets.map((offset) => (
        <text
          key={offset}
          x={offsetX(layout, offset) + layout.cellWidth / 2}
          y={layout.rulerY - 4}
          textAnchor="middle"
          className={`code s12 ${offset < partition.newestLogEndOffset ? 'ink-2' : 'ink-3'}`}
        >
          {offset}
        </text>
      ))}
    </g>
  );
}

/** From here on a band has room for its offsets. */
const longBandWidth = 190;

function bandWords({ leader, startOffset, endOffset, width }: Band, t: ReturnType<typeof useWords>['t']): string {
  const who = leader < 0 ? '' : t('replication.epoch-leader', { leader });
  if (width <= longBandWidth) return who;
  const range =
    endOffset < 0
      ? t('replication.epoch-from', { start: startOffset })
      : t('replication.epoch-range', { start: startOffset, end: endOffset - 1 });
  return who === '' ? range : t('replication.epoch-both', { who, range });
}
