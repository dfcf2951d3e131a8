import { memo } from 'react';
import type { ReactElement } from 'react';
import type { CellFate } from './fates.ts';

interface FateCellProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly keyName: string;
  readonly fate: CellFate;
  /** The program works on it now. */
  readonly isCurrent: boolean;
}

/** A record as it is to the group: its key's colour when it is done, paper while it is not; hatched where a crash would tell. */
export const FateCell = memo(function FateCell({ x, y, width, height, keyName, fate, isCurrent }: FateCellProps): ReactElement {
  const isDone = fate === 'committed' || fate === 'again';
  const isOpen = fate === 'unreadable';
  const fill = isCurrent ? 'var(--now)' : isDone ? keyColor(keyName) : fate === 'in-hand' ? 'var(--lane)' : 'var(--paper)';
  const letter = height < 20 ? '' : (Array.from(keyName)[0] ?? '');
  return (
    <g>
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={width - 1}
        height={height - 1}
        fill={fill}
        stroke={isOpen ? 'var(--edge)' : 'var(--ink)'}
        strokeDasharray={isOpen ? '2 2' : undefined}
      />
      {!isDone && !isCurrent && height > 20 ? (
        <rect x={x + 1} y={y + height - 5} width={width - 2} height="4" fill={keyColor(keyName)} />
      ) : null}
      {fate === 'again' || fate === 'skipped' ? (
        <rect x={x + 1} y={y + 1} width={width - 2} height={height < 20 ? height - 2 : 9} fill={`url(#offsets-${fate})`} />
      ) : null}
      {letter === '' ? null : (
        <text
          x={x + width / 2}
          y={y + height / 2 + 6}
          textAnchor="middle"
          className="code s11"
          fill={isCurrent ? 'var(--now-ink)' : isDone ? 'var(--key-ink)' : 'var(--ink)'}
        >
          {letter}
        </text>
      )}
    </g>
  );
});

/** The colour of a key: one letter takes its place in the alphabet, others a hash. */
function keyColor(key: string): string {
  if (key === '') return 'var(--key-none)';
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  const first = key.charCodeAt(0);
  const index = key.length === 1 && first >= 97 && first <= 122 ? (first - 97) % 6 : (hash >>> 0) % 6;
  return `var(--key-${'abcdef'[index] ?? 'a'})`;
}
