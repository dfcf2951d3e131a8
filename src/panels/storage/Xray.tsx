import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { moveFocus } from '../../design/roving.ts';
import { showBatch, useChoice } from './choice.ts';
import { IndexThreads } from './IndexThreads.tsx';
import { printBytes } from './names.ts';
import type { StorageBatchRow, StorageLogRow, StorageSegmentRow } from './rows.ts';
import { SegmentLine } from './SegmentLine.tsx';
import { useRows } from './tables.ts';
import { TimeThreads } from './TimeThreads.tsx';
import { layOutBatches, layOutSegments, xOfByte } from './xray-layout.ts';
import type { BatchLine } from './xray-layout.ts';

interface XrayProps {
  readonly log: StorageLogRow;
  readonly width: number;
  readonly isNarrow: boolean;
  /** Beside another history: how many bytes the whole width stands for. */
  readonly scaleBytes?: number;
}

/** Segments to scale, and a stretch of one of them: batches, their bytes, and the entries of the index that lead to them. */
export function Xray({ log, width, isNarrow, scaleBytes }: XrayProps): ReactElement {
  const { t } = useWords();
  const segments = [...useRows('storage.segments')].sort((one, other) => one.baseOffset - other.baseOffset);
  const batches = [...useRows('storage.batches')].sort((one, other) => one.index - other.index);
  const isCompared = scaleBytes !== undefined;
  const spans = layOutSegments(segments, isCompared && scaleBytes > 0 ? (log.sizeBytes / scaleBytes) * width : width);
  const line = layOutBatches(batches, width);
  const shown = segments.findIndex((segment) => segment.baseOffset === log.shownSegment);
  const ask = useChoice((choice) => choice.ask);
  const [asksForTimes, setAsksForTimes] = useState<boolean | null>(null);
  const hasTimes = asksForTimes ?? ask === 'timestamp';
  const trailing = segments[shown]?.trailingBytes ?? 0;
  return (
    <section className="storage-xray" style={{ width }} aria-label={t('storage.xray')}>
      <SegmentLine log={log} segments={segments} spans={spans} width={width} levelsMin={isCompared ? 4 : 1} />
      {batches.length === 0 ? (
        <p className="small ink-2 storage-empty">{t('storage.empty-segment')}</p>
      ) : (
        <>
          <Zoom from={edges(segments, spans, shown, line)} width={width} />
          <p className="storage-caption">
            <strong className="small">{t('storage.record-offset')}</strong>
            <span className="small ink-2">{t('storage.first-of-each')}</span>
            <span className="grow" />
            <button
              type="button"
              className="link small"
              aria-pressed={hasTimes}
              onClick={() => {
                setAsksForTimes(!hasTimes);
              }}
            >
              {t(hasTimes ? 'storage.hide-times' : 'storage.show-times')}
            </button>
          </p>
          {hasTimes ? <TimeThreads log={log} batches={batches} line={line} width={width} isNarrow={isNarrow} /> : null}
          <Batches batches={batches} line={line} log={log} />
          {trailing === 0 ? null : <p className="small of-loss">{t('storage.trailing', { bytes: printBytes(trailing) })}</p>}
          <IndexThreads log={log} line={line} width={width} isNarrow={isNarrow} />
        </>
      )}
    </section>
  );
}

/** From where to where the stretch lies in its segment. */
function edges(
  segments: readonly StorageSegmentRow[],
  spans: ReturnType<typeof layOutSegments>,
  shown: number,
  line: BatchLine,
): readonly [number, number] {
  const before = segments.slice(0, Math.max(0, shown)).reduce((sum, segment) => sum + segment.sizeBytes, 0);
  return [xOfByte(before + line.fromByte, segments, spans), xOfByte(before + line.toByte - 1, segments, spans)];
}

function Zoom({ from: [left, right], width }: { readonly from: readonly [number, number]; readonly width: number }): ReactElement {
  return (
    <svg width={width} height={34} className="storage-zoom" aria-hidden="true">
      <path d={`M${String(left)} 0V4L0.5 34M${String(Math.max(left + 1.5, right))} 0V4L${String(width - 0.5)} 34`} />
    </svg>
  );
}

const moves: Readonly<Record<string, number | undefined>> = { ArrowRight: 1, ArrowLeft: -1, PageDown: 10, PageUp: -10 };

function Batches({
  batches,
  line,
  log,
}: {
  readonly batches: readonly StorageBatchRow[];
  readonly line: BatchLine;
  readonly log: StorageLogRow;
}): ReactElement {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const isMoving = useRef(false);
  const [lookup] = useRows('storage.lookup');
  const step = useChoice((choice) => choice.step);
  const segments = useRows('storage.segments');
  const count = segments.find((segment) => segment.baseOffset === log.shownSegment)?.batchCount ?? 0;
  useEffect(() => {
    // The stretch moves with the chosen batch; the focus goes where the batch went.
    if (!isMoving.current) return;
    isMoving.current = false;
    box.current?.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  });
  const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    const by = moves[event.key] ?? (event.key === 'Home' ? -count : event.key === 'End' ? count : undefined);
    if (by === undefined) {
      moveFocus(event, '.storage-batch');
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    isMoving.current = true;
    showBatch(log.shownSegment, Math.max(0, Math.min(count - 1, log.shownBatch + by)));
  };
  const isFound = (row: StorageBatchRow): boolean =>
    lookup?.kind === 'found' && lookup.segment === log.shownSegment && row.index === lookup.batchIndex;
  const isScanned = (row: StorageBatchRow): boolean =>
    lookup?.kind === 'found' && lookup.segment === log.shownSegment && row.position >= lookup.position && row.index <= lookup.batchIndex;
  const stepOfScan = lookup?.asked === 'timestamp' ? 4 : 3;
  return (
    <div ref={box} className="storage-batches" role="group" aria-label={t('storage.batches')} onKeyDown={onKey}>
      {batches.map((row, place) => (
        <BatchBox
          key={row.id}
          row={row}
          left={line.spans[place]?.x ?? 0}
          width={line.spans[place]?.width ?? 0}
          isShown={row.index === log.shownBatch}
          look={step > stepOfScan && isFound(row) ? 'is-found' : step >= stepOfScan && isScanned(row) ? 'is-scanned' : ''}
          choose={() => {
            showBatch(log.shownSegment, row.index);
          }}
        />
      ))}
    </div>
  );
}

interface BatchBoxProps {
  readonly row: StorageBatchRow;
  readonly left: number;
  readonly width: number;
  readonly isShown: boolean;
  readonly look: string;
  readonly choose: () => void;
}

function BatchBox({ row, left, width, isShown, look, choose }: BatchBoxProps): ReactElement {
  const { t } = useWords();
  const kind = row.isGap ? 'gap' : row.isBroken ? 'broken' : row.isControl ? 'control' : 'batch';
  const name = t(`storage.spoken-${kind}`, {
    first: row.baseOffset,
    last: row.lastOffset,
    byte: row.position,
    bytes: printBytes(row.sizeBytes),
    count: row.recordCount,
  });
  const label = String(row.baseOffset);
  return (
    <button
      type="button"
      className={`storage-batch code ${look} ${row.isGap ? 'is-gap' : ''} ${row.isBroken ? 'is-broken' : ''}`}
      style={{ left, width: Math.max(2, width) }}
      tabIndex={isShown ? 0 : -1}
      aria-pressed={isShown}
      aria-label={name}
      title={name}
      onClick={choose}
    >
      {row.isGap || width < label.length * 7 + 6 ? null : <span aria-hidden="true">{label}</span>}
    </button>
  );
}
