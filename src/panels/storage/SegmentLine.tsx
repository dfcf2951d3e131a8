import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { showBatch, useChoice } from './choice.ts';
import { printBytes } from './names.ts';
import type { StorageLogRow, StorageSegmentRow } from './rows.ts';
import { useRows } from './tables.ts';
import { layOutMarks } from './xray-layout.ts';
import type { LogMark, Span } from './xray-layout.ts';

interface SegmentLineProps {
  readonly log: StorageLogRow;
  readonly segments: readonly StorageSegmentRow[];
  readonly spans: readonly Span[];
  readonly width: number;
  /** Rows of room above the segments, at least: two lines beside each other stand at one height. */
  readonly levelsMin: number;
}

const levelHeight = 15;
const barHeight = 30;

/** All segments side by side, as long as they are, with the log's marks above them. */
export function SegmentLine({ log, segments, spans, width, levelsMin }: SegmentLineProps): ReactElement {
  const { t } = useWords();
  const [lookup] = useRows('storage.lookup');
  const step = useChoice((choice) => choice.step);
  const marks = layOutMarks(log, segments, spans, { width, textWidth: 132 });
  const levels = Math.max(levelsMin, ...marks.map(({ level }) => level + 1));
  const top = levels * levelHeight + 6;
  return (
    <>
      <p className="small ink-2">{t('storage.to-scale', { count: log.segmentCount, bytes: printBytes(log.sizeBytes) })}</p>
      <div className="storage-segments" style={{ height: top + barHeight }}>
        <svg width={width} height={top + barHeight} aria-hidden="true">
          {marks.map((mark) => (
            <MarkAbove key={mark.name} mark={mark} top={top} height={levels} />
          ))}
        </svg>
        {segments.map((segment, index) => (
          <SegmentBox
            key={segment.id}
            segment={segment}
            span={spans[index] ?? { x: 0, width: 0 }}
            top={top}
            isShown={segment.baseOffset === log.shownSegment}
            isFound={step === 1 && lookup?.kind === 'found' && lookup.segment === segment.baseOffset}
          />
        ))}
      </div>
      <p className="spoken">{marks.map((mark) => t(`storage.mark-${mark.name}`, { offset: mark.offset })).join(', ')}</p>
    </>
  );
}

function MarkAbove({ mark, top, height }: { readonly mark: LogMark; readonly top: number; readonly height: number }): ReactElement {
  const { t } = useWords();
  const y = (height - mark.level) * levelHeight;
  return (
    <g className={`storage-mark is-${mark.name}`}>
      <line x1={mark.x} x2={mark.x} y1={y - 9} y2={top + barHeight} />
      <text className="tick" x={mark.x + (mark.isRight ? 4 : -4)} y={y} textAnchor={mark.isRight ? 'start' : 'end'}>
        {t(`storage.mark-${mark.name}`, { offset: mark.offset })}
      </text>
    </g>
  );
}

interface SegmentBoxProps {
  readonly segment: StorageSegmentRow;
  readonly span: Span;
  readonly top: number;
  readonly isShown: boolean;
  readonly isFound: boolean;
}

function SegmentBox({ segment, span, top, isShown, isFound }: SegmentBoxProps): ReactElement {
  const { t } = useWords();
  const name = t(segment.isActive ? 'storage.spoken-active' : 'storage.spoken-segment', {
    base: segment.baseOffset,
    next: segment.nextOffset,
    bytes: printBytes(segment.sizeBytes),
    count: segment.batchCount,
  });
  const about = t('storage.segment-batches', { count: segment.batchCount });
  return (
    <button
      type="button"
      className={`storage-segment ${segment.isActive ? 'is-active' : ''} ${isFound ? 'is-found' : ''}`}
      style={{ left: span.x, width: span.width, top, height: barHeight }}
      aria-pressed={isShown}
      aria-label={name}
      title={name}
      data-base={span.width > 40 ? segment.baseOffset : ''}
      data-about={span.width <= 150 ? '' : segment.isActive ? t('storage.active') : about}
      onClick={() => {
        showBatch(segment.baseOffset, null);
      }}
    />
  );
}
