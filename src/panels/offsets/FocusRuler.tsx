import type { ReactElement } from 'react';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useWords } from '../../app/words.ts';
import { CommittedMark, HighWatermarkFlag, LogEndFlag, LogStartFlag, PositionMark } from '../../design/Flags.tsx';
import { FateCell } from './FateCell.tsx';
import { fateCounts, fateOf } from './fates.ts';
import type { OffsetRow } from './rows.ts';
import { useRows } from './tables.ts';

interface FocusRulerProps {
  readonly row: OffsetRow;
  readonly width: number;
  readonly cellWidth: number;
  readonly cellCount: number;
}

const left = 58;
const stripY = 52;
const stripHeight = 40;

/** One partition in large: its newest records, what each is to the group, and five offsets at the left edge of what they speak of. */
export function FocusRuler({ row, width, cellWidth, cellCount }: FocusRulerProps): ReactElement {
  const { t } = useWords();
  const [cells] = useRows('offsets.cells');
  const firstOffset = cells?.firstOffset ?? 0;
  const x = (offset: number): number => (offset < firstOffset ? left - 22 : left + Math.min(offset - firstOffset, cellCount) * cellWidth);
  const end = x(Math.max(row.logEndOffset, 0));
  const isFolded = firstOffset > 0;
  return (
    <section className="focus-ruler" aria-label={spoken(row, t)}>
      <p className="focus-name">
        <strong className="code">
          {row.id}
          <DifferenceMark place={`partition:${row.id}`} />
        </strong>
        <span className={`small ${row.owner === '' ? 'of-outsync name' : 'ink-2'}`}>
          {row.owner === '' ? t('offsets.no-reader') : t('offsets.reader', { name: row.owner })}
        </span>
        <span className="small code">{row.lag < 0 ? t('group.no-commit') : t('group.lag', { count: row.lag })}</span>
      </p>
      <svg width={width} height="150" className="focus-svg" aria-hidden="true">
        <Patterns />
        {isFolded ? <path d={`M${String(left - 34)} ${String(stripY)}h24l-4 10 4 10-4 10 4 10h-24`} className="offsets-fold" /> : null}
        {Array.from({ length: Math.max(0, row.logEndOffset - firstOffset) }, (_, index) => (
          <FateCell
            key={firstOffset + index}
            x={left + index * cellWidth}
            y={stripY}
            width={cellWidth}
            height={stripHeight}
            keyName={cells?.keys[index] ?? ''}
            fate={fateOf(row, firstOffset + index)}
            isCurrent={firstOffset + index === row.unfinishedOffset && row.unfinishedOffset < row.position}
          />
        ))}
        <Ticks firstOffset={Math.max(firstOffset, row.logStartOffset + 1)} endOffset={Math.max(row.logEndOffset, firstOffset)} x={x} />
        {row.logStartOffset >= firstOffset ? (
          <LogStartFlag
            x={x(row.logStartOffset)}
            top={stripY - 14}
            stripY={stripY}
            stripHeight={stripHeight}
            label={t('offsets.start', { offset: row.logStartOffset })}
          />
        ) : null}
        <LogEndFlag
          x={end}
          top={26}
          stripY={stripY}
          stripHeight={stripHeight}
          label={`LEO ${String(row.logEndOffset)}`}
          side={end > width - 80 ? 'left' : 'right'}
        />
        <HighWatermarkFlag
          x={x(Math.max(0, row.highWatermark))}
          top={8}
          stripY={stripY}
          stripHeight={stripHeight}
          label={`HW ${String(row.highWatermark)}`}
          side="left"
        />
        {row.position < 0 ? null : (
          <>
            <PositionMark x={x(row.position)} y={stripY + stripHeight + 4} />
            <text x={x(row.position) + 8} y={stripY + stripHeight + 14} className="s11 on-paper">
              {t('offsets.position', { offset: row.position })}
            </text>
          </>
        )}
        {row.committedOffset < 0 ? null : (
          <>
            <CommittedMark x={x(row.committedOffset)} y={stripY + stripHeight + 1} />
            <text x={x(row.committedOffset) + 8} y={stripY + stripHeight + 31} className="s11 name on-paper">
              {t('offsets.committed', { offset: row.committedOffset })}
            </text>
          </>
        )}
      </svg>
      <Fates row={row} />
    </section>
  );
}

function spoken(row: OffsetRow, t: ReturnType<typeof useWords>['t']): string {
  return t('offsets.spoken', {
    partition: row.id,
    start: row.logStartOffset,
    committed: row.committedOffset < 0 ? '–' : row.committedOffset,
    position: row.position < 0 ? '–' : row.position,
    watermark: row.highWatermark,
    end: row.logEndOffset,
  });
}

function Ticks({
  firstOffset,
  endOffset,
  x,
}: {
  readonly firstOffset: number;
  readonly endOffset: number;
  readonly x: (offset: number) => number;
}): ReactElement {
  const ticks: number[] = [];
  for (let offset = Math.ceil(firstOffset / 5) * 5; offset < endOffset; offset += 5) ticks.push(offset);
  return (
    <>
      {ticks.map((offset) => (
        <text key={offset} x={x(offset) + 9} y={stripY - 4} textAnchor="middle" className="code s11 ink-3 on-paper">
          {offset}
        </text>
      ))}
    </>
  );
}

/** What the patterns of cells are. */
function Patterns(): ReactElement {
  return (
    <defs>
      <pattern id="offsets-again" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1="0" y1="0" x2="0" y2="6" stroke="var(--outsync)" strokeWidth="2.4" />
      </pattern>
      <pattern id="offsets-skipped" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
        <line x1="0" y1="0" x2="0" y2="5" stroke="var(--loss)" strokeWidth="2.4" />
      </pattern>
    </defs>
  );
}

/** Each kind of record with its count: the legend of the strip, and its sum. */
function Fates({ row }: { readonly row: OffsetRow }): ReactElement {
  const { t } = useWords();
  const counts = fateCounts(row);
  const fates = (['again', 'skipped', 'in-hand', 'unread', 'unreadable'] as const).filter((fate) => counts[fate] > 0);
  return (
    <ul className="fates small">
      {fates.map((fate) => (
        <li key={fate} className={fate === 'skipped' ? 'of-loss' : ''}>
          <svg width="16" height="16" aria-hidden="true">
            <FateCell x={1} y={1} width={14} height={14} keyName="" fate={fate} isCurrent={false} />
          </svg>
          {t(`offsets.fate-${fate}`, { count: counts[fate] })}
        </li>
      ))}
      {fates.length === 0 ? <li className="ink-2">{t('offsets.all-done')}</li> : null}
    </ul>
  );
}
