import type { CSSProperties, ReactElement } from 'react';
import { useFrame } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { keyIndexOf, keyLetterOf } from '../../design/keys.ts';
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
          <ol className="storage-survivors" tabIndex={0} aria-label={t('storage.survivors')}>
            {survivors.map((row) => (
              <Survivor key={row.id} row={row} log={log} />
            ))}
          </ol>
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

function Survivor({ row, log }: { readonly row: StorageSurvivorRow; readonly log: StorageLogRow }): ReactElement {
  const { t } = useWords();
  const token = row.key === null ? undefined : keyTokens[keyIndexOf(row.key)];
  const style: CSSProperties = { background: token === undefined ? 'var(--key-none)' : `var(--key-${token})` };
  const goes = row.fate !== 'stays' && row.fate !== 'untouched';
  const horizon = row.deleteHorizonMillis < 0 || isNever(row.deleteHorizonMillis) ? '' : printSpan(row.deleteHorizonMillis - log.nowMillis);
  const name = [
    t('storage.survivor', { offset: row.offset, key: row.key ?? '–' }),
    row.isTombstone ? t(horizon === '' ? 'storage.tombstone' : 'storage.tombstone-until', { span: horizon }) : '',
    t(`storage.fate-${row.fate}`, { by: row.replacedBy }),
  ];
  return (
    <li className={`storage-survivor is-${row.part} ${goes ? 'goes' : ''}`} title={name.filter((part) => part !== '').join(' ')}>
      <span className="code survivor-cell" style={style} aria-hidden="true">
        {row.isTombstone ? '†' : row.key === null ? '' : keyLetterOf(row.key)}
      </span>
      <span className="code tick">{row.offset}</span>
      <span className="spoken">{name.slice(1).join(' ')}</span>
    </li>
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
