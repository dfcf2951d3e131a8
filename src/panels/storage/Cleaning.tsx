import { useState } from 'react';
import type { CSSProperties, ReactElement } from 'react';
import { useFrame } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { keyIndexOf, keyLetterOf } from '../../design/keys.ts';
import { moveFocus } from '../../design/roving.ts';
import { printSeconds } from '../../texts/format.ts';
import { isNever, printBytes, printPercent, printSpan } from './names.ts';
import type { StorageCleanerRow, StorageLogRow, StorageSurvivorRow } from './rows.ts';
import { useRows } from './tables.ts';

/** A compacted log: which part is clean, which is dirty, which the cleaner may not touch, and what it would leave of each record. */
export function Cleaning(): ReactElement | null {
  const words = useWords();
  const { t } = words;
  const [cleaner] = useRows('storage.cleaner');
  const [log] = useRows('storage.log');
  const survivors = [...useRows('storage.survivors')].sort((one, other) => one.offset - other.offset);
  if (cleaner === undefined || log === undefined) return null;
  return (
    <section className="storage-cleaning" aria-label={t('storage.cleaner')}>
      <div className="storage-cleaning-head">
        <h2>{t('storage.cleaner')}</h2>
        <span className="small">{dueText(cleaner, log, words)}</span>
      </div>
      <DirtyBar cleaner={cleaner} />
      {cleaner.recordCount < 0 ? (
        <p className="small ink-2">{t('storage.forecast-too-long')}</p>
      ) : (
        <>
          <Survivors rows={survivors} log={log} />
          <p className="small ink-2">
            {t('storage.forecast', {
              count: cleaner.recordCount,
              stay: cleaner.survivorCount,
              before: printBytes(cleaner.bytesBefore),
              after: printBytes(cleaner.bytesAfter),
            })}
          </p>
        </>
      )}
      <Outcome cleaner={cleaner} />
    </section>
  );
}

function dueText(cleaner: StorageCleanerRow, log: StorageLogRow, { t }: Words): string {
  const ratio = printPercent(cleaner.cleanableRatio);
  const limit = printPercent(cleaner.minCleanableRatio);
  if (cleaner.cleanableBytes === 0) return t('storage.nothing-dirty');
  if (!cleaner.isDue) return t('storage.not-dirty-enough', { ratio, limit });
  const span = cleaner.nextTurnMillis < 0 ? '' : printSpan(cleaner.nextTurnMillis - log.nowMillis);
  return t(cleaner.needsCompactionNow ? 'storage.due-by-lag' : 'storage.due-by-ratio', { ratio, limit, span });
}

function DirtyBar({ cleaner }: { readonly cleaner: StorageCleanerRow }): ReactElement {
  const { t } = useWords();
  const total = Math.max(1, cleaner.cleanBytes + cleaner.cleanableBytes + cleaner.uncleanableBytes);
  const parts = [
    ['clean', cleaner.cleanBytes],
    ['dirty', cleaner.cleanableBytes],
    ['uncleanable', cleaner.uncleanableBytes],
  ] as const;
  return (
    <div className="storage-dirty">
      {parts.map(([name, bytes]) =>
        bytes === 0 ? null : (
          <div key={name} className={`storage-part is-${name}`} style={{ flexGrow: bytes / total }}>
            <span className="storage-part-bar" />
            <span className="small">
              {t(`storage.part-${name}`, {
                bytes: printBytes(bytes),
                from: name === 'dirty' ? cleaner.firstDirtyOffset : name === 'uncleanable' ? cleaner.firstUncleanableOffset : '',
              })}
            </span>
          </div>
        ),
      )}
    </div>
  );
}

const keyTokens = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** Every record, and in words what would become of the one that is pointed at. */
function Survivors({ rows, log }: { readonly rows: readonly StorageSurvivorRow[]; readonly log: StorageLogRow }): ReactElement {
  const words = useWords();
  const { t } = words;
  const [shown, setShown] = useState<string | null>(null);
  const row = rows.find((each) => each.id === shown);
  const tabStop = row?.id ?? rows[0]?.id;
  return (
    <>
      <div
        className="storage-survivors"
        role="group"
        aria-label={t('storage.survivors')}
        onKeyDown={(event) => {
          if (moveFocus(event, '.storage-survivor')) event.stopPropagation();
        }}
      >
        {rows.map((each) => (
          <Survivor key={each.id} row={each} name={survivorText(each, log, words)} isStop={each.id === tabStop} show={setShown} />
        ))}
      </div>
      <p className="small" aria-live="polite">
        {row === undefined ? t('storage.survivor-hint') : survivorText(row, log, words)}
      </p>
    </>
  );
}

function survivorText(row: StorageSurvivorRow, log: StorageLogRow, { t }: Words): string {
  const horizon = row.deleteHorizonMillis < 0 || isNever(row.deleteHorizonMillis) ? '' : printSpan(row.deleteHorizonMillis - log.nowMillis);
  return [
    t('storage.survivor', { offset: row.offset, key: row.key ?? '–' }),
    row.isTombstone ? t(horizon === '' ? 'storage.tombstone' : 'storage.tombstone-until', { span: horizon }) : '',
    t(`storage.fate-${row.fate}`, { by: row.replacedBy }),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

interface SurvivorProps {
  readonly row: StorageSurvivorRow;
  readonly name: string;
  readonly isStop: boolean;
  readonly show: (id: string) => void;
}

function Survivor({ row, name, isStop, show }: SurvivorProps): ReactElement {
  const token = row.key === null ? undefined : keyTokens[keyIndexOf(row.key)];
  const style: CSSProperties = { background: token === undefined ? 'var(--key-none)' : `var(--key-${token})` };
  const goes = row.fate !== 'stays' && row.fate !== 'untouched';
  const point = (): void => {
    show(row.id);
  };
  return (
    <button
      type="button"
      className={`storage-survivor is-${row.part} ${goes ? 'goes' : ''}`}
      tabIndex={isStop ? 0 : -1}
      aria-label={name}
      onPointerEnter={point}
      onFocus={point}
      onClick={point}
    >
      <span
        className="code survivor-cell"
        style={style}
        data-letter={row.isTombstone ? '†' : row.key === null ? '' : keyLetterOf(row.key)}
      />
      <span className="code tick" data-letter={row.offset} />
    </button>
  );
}

/** What had been forecast, and what is there. */
function Outcome({ cleaner }: { readonly cleaner: StorageCleanerRow }): ReactElement | null {
  const { t } = useWords();
  const isKnown = useFrame((state) => state.isKnown);
  if (!isKnown || cleaner.cleanedAtMicros < 0) return null;
  return (
    <p className={`small name ${cleaner.isAsForecast ? 'of-insync' : 'of-outsync'}`}>
      {t(cleaner.isAsForecast ? 'storage.as-forecast' : 'storage.not-as-forecast', {
        time: printSeconds(cleaner.cleanedAtMicros),
        forecast: cleaner.forecastCount,
        left: cleaner.remainingCount,
      })}
    </p>
  );
}
