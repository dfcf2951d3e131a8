import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { CopyLine } from '../../app/CopyLine.tsx';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { printSet } from '../../texts/format.ts';
import { Machine } from './Machine.tsx';
import { isNever, printBytes, printSpan } from './names.ts';
import type { StorageLogRow, StorageMemoryRow, StorageRetentionRow } from './rows.ts';
import { useRows } from './tables.ts';

/** Beside the picture: what is only in memory, what retention takes next, and when the active segment ends. */
export function Inspector(): ReactElement | null {
  const [log] = useRows('storage.log');
  const [memory] = useRows('storage.memory');
  const [retention] = useRows('storage.retention');
  const { t } = useWords();
  if (log === undefined) return null;
  if (memory === undefined || retention === undefined)
    return (
      <section className="inspector storage-facts">
        <p className="small ink-2">{t('storage.files-apart')}</p>
      </section>
    );
  return (
    <section className="inspector storage-facts">
      <Memory log={log} memory={memory} />
      <Power log={log} />
      <Machine log={log} />
      <Next log={log} retention={retention} />
      <Roll log={log} />
      <CopyLine text={dumpLine(log)} />
    </section>
  );
}

function dumpLine(log: StorageLogRow): string {
  const file = `${String(Math.max(0, log.shownSegment)).padStart(20, '0')}.log`;
  return `kafka-dump-log.sh --deep-iteration --print-data-log --files ${log.partition}/${file}`;
}

function Memory({ log, memory }: { readonly log: StorageLogRow; readonly memory: StorageMemoryRow }): ReactElement {
  const { t } = useWords();
  const size = Math.max(1, log.sizeBytes);
  const share = Math.min(1, log.flushedByte / size);
  const { recordCount, sizeBytes, fromOffset, holders, safeHolders } = memory;
  return (
    <>
      <h2>{t('storage.memory')}</h2>
      <div
        className="storage-memory"
        role="img"
        aria-label={t('storage.memory-spoken', { flushed: log.flushedOffset, end: log.logEndOffset })}
      >
        <span className="storage-memory-disk" style={{ width: `${String(share * 100)}%` }} />
        <span className="storage-memory-edge" style={{ left: `${String(share * 100)}%` }} />
      </div>
      <p className="storage-memory-ends code tick ink-3" aria-hidden="true">
        <span>{log.logStartOffset}</span>
        <span className="name">{t('storage.flushed', { offset: log.flushedOffset })}</span>
        <span>{log.logEndOffset}</span>
      </p>
      <p className="small">
        {recordCount === 0
          ? t('storage.power-nothing')
          : t('storage.power-takes', { count: recordCount, bytes: printBytes(sizeBytes), from: fromOffset })}
      </p>
      {recordCount === 0 ? null : (
        <p className="small ink-2">
          {holders.length === 0
            ? t('storage.nobody-else')
            : t(safeHolders.length === 0 ? 'storage.others-hold' : 'storage.others-safe', {
                count: holders.length,
                holders: printSet(holders),
                safe: printSet(safeHolders),
              })}
        </p>
      )}
      <p className="small ink-2">
        {t(log.recoveryPoint === log.flushedOffset ? 'storage.recovery-same' : 'storage.recovery-behind', {
          recovery: log.recoveryPoint,
          flushed: log.flushedOffset,
        })}
      </p>
    </>
  );
}

/** The power of the broker whose disk is shown. */
function Power({ log }: { readonly log: StorageLogRow }): ReactElement {
  const { client } = useApp();
  const { t } = useWords();
  const { broker } = log;
  return (
    <p className="storage-power">
      <Button
        onClick={() => {
          void client.submit({ kind: 'fault', fault: log.isUp ? 'power-loss' : 'restart', params: { node: broker } });
        }}
      >
        {t(log.isUp ? 'storage.pull-power' : 'storage.start-again', { broker })}
      </Button>
    </p>
  );
}

function Next({ log, retention }: { readonly log: StorageLogRow; readonly retention: StorageRetentionRow }): ReactElement {
  const words = useWords();
  const { t } = words;
  const check = retention.nextCheckMillis < 0 ? null : printSpan(retention.nextCheckMillis - log.nowMillis);
  return (
    <>
      <h2>{t('storage.next')}</h2>
      {nextTexts(log, retention, words).map((text) => (
        <p key={text} className="small">
          {text}
        </p>
      ))}
      <p className="small ink-2">
        {check === null ? t('storage.no-check') : t('storage.next-check', { span: check, delay: printSpan(retention.fileDeleteDelayMs) })}
      </p>
      {retention.waitingFileCount === 0 ? null : (
        <p className="small">
          {t('storage.files-wait', {
            count: retention.waitingFileCount,
            span: retention.filesDueMillis < 0 ? '' : printSpan(retention.filesDueMillis - log.nowMillis),
          })}
        </p>
      )}
    </>
  );
}

function nextTexts(log: StorageLogRow, retention: StorageRetentionRow, { t }: Words): readonly string[] {
  if (retention.nowReason !== '') return [t(`storage.goes-${retention.nowReason}`, { count: retention.nowSegmentCount })];
  if (retention.timeHold === 'policy') return [t('storage.hold-policy')];
  if (retention.timeHold === 'empty') return [t('storage.hold-empty')];
  if (retention.timeHold === 'high-watermark' || retention.sizeHold === 'high-watermark') return [t('storage.hold-high-watermark')];
  const texts: string[] = [];
  if (retention.timeHold === 'none' && !isNever(retention.timeDueMillis)) {
    const span = printSpan(Math.max(0, retention.timeDueMillis - log.nowMillis));
    texts.push(t('storage.goes-in', { span, limit: printSpan(retention.retentionMs) }));
  }
  if (retention.sizeHold === 'none') {
    texts.push(t('storage.goes-after', { bytes: printBytes(retention.roomBytes), limit: printBytes(retention.retentionBytes) }));
  }
  return texts.length === 0 ? [t('storage.hold-unlimited')] : texts;
}

function Roll({ log }: { readonly log: StorageLogRow }): ReactElement {
  const { t } = useWords();
  const share = log.segmentBytes <= 0 ? 0 : Math.min(1, log.activeSizeBytes / log.segmentBytes);
  const wait = log.rollDueMillis - log.nowMillis;
  return (
    <>
      <h2>{t('storage.rolls-when')}</h2>
      <p className="small">{t('storage.rolls-by-size', { limit: printBytes(log.segmentBytes), bytes: printBytes(log.activeSizeBytes) })}</p>
      <div className="storage-memory is-thin" aria-hidden="true">
        <span className="storage-memory-disk is-full" style={{ width: `${String(share * 100)}%` }} />
      </div>
      {log.rollDueMillis < 0 ? null : (
        <p className="small ink-2">
          {t(wait > 0 ? 'storage.rolls-by-time' : 'storage.rolls-by-time-now', { span: printSpan(wait), limit: printSpan(log.segmentMs) })}
        </p>
      )}
    </>
  );
}
