import { memo } from 'react';
import type { ReactElement } from 'react';
import { useActs } from '../../app/acts.ts';
import { useWords } from '../../app/words.ts';
import { keyIndexOf, keyLetterOf } from '../../design/keys.ts';
import { printSeconds } from '../../texts/format.ts';
import { FateMark } from './FateMark.tsx';
import { fateColor, fateWords, numberText, offsetText, readersText, recordSpoken } from './names.ts';
import type { RecordRow } from './rows.ts';

interface LineProps {
  readonly row: RecordRow;
  readonly top: number;
  readonly height: number;
  readonly total: number;
  readonly isNarrow: boolean;
  readonly isSelected: boolean;
}

const keyTokens = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** The key as its cell, and in full. */
export function KeyCell({ value }: { readonly value: string | null }): ReactElement {
  if (value === null) return <span className="ink-3">–</span>;
  const token = keyTokens[keyIndexOf(value)];
  return (
    <span className="key-cell-pair">
      <span
        className="code key-cell"
        style={{ background: token === undefined ? 'var(--key-none)' : `var(--key-${token})` }}
        aria-hidden="true"
      >
        {keyLetterOf(value)}
      </span>
      <span className="code">{value}</span>
    </span>
  );
}

/** One record, or a run that shares its fate. */
export const RecordLine = memo(function RecordLine({ row, top, height, total, isNarrow, isSelected }: LineProps): ReactElement {
  const acts = useActs();
  const words = useWords();
  const fate = <span className={`fate-words ${fateColor(row.fate)}`}>{fateWords(row, words)}</span>;
  return (
    <div
      id={`record-${String(row.firstId)}`}
      className={`record-line ${isSelected ? 'is-chosen' : ''}`}
      style={{ top, height }}
      role="option"
      aria-selected={isSelected}
      aria-setsize={total}
      aria-posinset={row.index + 1}
      onClick={() => {
        acts.select({ kind: 'record', id: row.id });
      }}
    >
      {/* One sentence for the ear; the columns are for the eye. */}
      <span className="spoken">{recordSpoken(row, words)}</span>
      <span className="record-columns" aria-hidden="true">
        <FateMark fate={row.fate} />
        {isNarrow ? (
          <span className="record-two">
            <span>
              <span className="code name">{`${row.partition} ${offsetText(row)}`}</span> <KeyCell value={row.key} />
            </span>
            <span className="small">{fate}</span>
          </span>
        ) : (
          <>
            <span className="code">{numberText(row)}</span>
            <KeyCell value={row.key} />
            <span className="code">{row.partition}</span>
            <span className="code is-number">{offsetText(row)}</span>
            <span>{row.producer}</span>
            <span className="code is-number">{printSeconds(row.sentMicros)}</span>
            {fate}
            <span className="ink-2">{readersText(row, words)}</span>
          </>
        )}
      </span>
    </div>
  );
});
