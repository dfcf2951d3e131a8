import type { ReactElement } from 'react';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useWords } from '../../app/words.ts';
import { showBatch } from './choice.ts';
import { sizeOf } from './differences.ts';
import type { LedgerRow, StorageSide } from './differences.ts';
import { printBytes } from './names.ts';
import type { StorageLogRow } from './rows.ts';

/** More lines than that say nothing more; of files that are the same, fewer. */
const linesMax = 40;
const sameMax = 20;

const facts = ['runs', 'leader', 'segments', 'bytes', 'start', 'recovery', 'flushed', 'high-watermark', 'end', 'memory'] as const;

/** The log in numbers: the same line on both sides, and what differs is marked. */
export function Facts({ side, log }: { readonly side: StorageSide; readonly log: StorageLogRow }): ReactElement {
  const { t } = useWords();
  const values: Readonly<Record<(typeof facts)[number], number | string>> = {
    runs: t(log.isUp ? 'storage.runs' : 'storage.runs-not'),
    leader: log.leader < 0 ? '–' : log.leader,
    start: log.logStartOffset,
    recovery: log.recoveryPoint,
    flushed: log.flushedOffset,
    'high-watermark': log.highWatermark,
    end: log.logEndOffset,
    memory: side.memory?.recordCount ?? 0,
    segments: log.segmentCount,
    bytes: printBytes(log.sizeBytes),
  };
  return (
    <dl className="storage-facts-list">
      {facts.map((name) => (
        <div key={name}>
          <dt className="small">
            {t(`storage.fact-${name}`, { broker: log.broker })}
            <DifferenceMark place={`fact:${name}`} />
          </dt>
          <dd className={name === 'runs' ? 'name' : 'code'}>{values[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

interface LedgerProps {
  readonly title: string;
  readonly rows: readonly LedgerRow[];
  readonly side: 'here' | 'there';
  readonly shownSegment: number;
}

/** The directory, line by line beside the other history’s: a file that only one of them has leaves its line empty in the other. */
export function Ledger({ title, rows, side, shownSegment }: LedgerProps): ReactElement {
  const { t } = useWords();
  const unlike = rows.filter((row) => !row.isSame);
  const listed = rows.length <= sameMax ? rows : unlike.slice(0, linesMax);
  const same = rows.length <= sameMax ? 0 : rows.length - unlike.length;
  const more = rows.length - listed.length - same;
  return (
    <section className="storage-ledger" aria-label={title}>
      <h4 className="code">{title}</h4>
      <ul>
        {listed.map((row) => (
          <LedgerLine key={row.name} row={row} side={side} shownSegment={shownSegment} />
        ))}
      </ul>
      <p className="small ink-2">
        {t('storage.ledger-about')}
        {same === 0 ? '' : ` ${t('storage.ledger-same', { count: same })}`}
        {more === 0 ? '' : ` ${t('storage.ledger-more', { count: more })}`}
      </p>
    </section>
  );
}

function LedgerLine({ row, side, shownSegment }: { readonly row: LedgerRow } & Pick<LedgerProps, 'side' | 'shownSegment'>): ReactElement {
  const { t } = useWords();
  const file = row[side];
  const name = <span className="code">{row.name}</span>;
  const size = file === undefined ? t('storage.not-there') : file.isDeleted ? t('storage.waits') : printBytes(sizeOf(file));
  const isLog = file !== undefined && file.segment >= 0 && row.name.endsWith('.log');
  return (
    <li className={`storage-file ${row.isSame ? 'is-same' : ''} ${file === undefined ? 'is-absent' : ''}`}>
      {isLog ? (
        <button
          type="button"
          className="value"
          aria-pressed={file.segment === shownSegment}
          onClick={() => {
            showBatch(file.segment, null);
          }}
        >
          {name}
        </button>
      ) : (
        name
      )}
      <span className="grow">
        <DifferenceMark place={`file:${row.name}`} />
      </span>
      <span className={file === undefined ? 'small' : 'code'}>{size}</span>
    </li>
  );
}
