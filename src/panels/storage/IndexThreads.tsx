import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { useChoice } from './choice.ts';
import type { StorageEntryRow, StorageLogRow, StorageSegmentRow } from './rows.ts';
import { useRows } from './tables.ts';
import { axisLabels, layOutEntries } from './xray-layout.ts';
import type { BatchLine, EntryBox } from './xray-layout.ts';

interface IndexThreadsProps {
  readonly log: StorageLogRow;
  readonly line: BatchLine;
  readonly width: number;
  readonly isNarrow: boolean;
}

const axisY = 8;
const boxTop = 78;
const boxHeight = 26;

/** The byte axis, and a thread from each entry of the index to the byte that it names. */
export function IndexThreads({ log, line, width, isNarrow }: IndexThreadsProps): ReactElement {
  const { t } = useWords();
  const [lookup] = useRows('storage.lookup');
  const step = useChoice((choice) => choice.step);
  const entries = [...useRows('storage.entries')].sort((one, other) => one.slot - other.slot);
  const segments = useRows('storage.segments');
  const segment = segments.find((each) => each.baseOffset === log.shownSegment);
  const isHere = lookup?.kind === 'found' && lookup.segment === log.shownSegment;
  const stepOfIndex = lookup?.asked === 'timestamp' ? 3 : 2;
  const slot = isHere && step >= stepOfIndex ? lookup.slot : -1;
  const left = isNarrow ? 0 : 158;
  const boxes = layOutEntries(entries, ({ position }) => line.xOf(position), {
    width: width - left,
    boxWidth: isNarrow ? 100 : 112,
    slot,
  }).map((box) => ({
    ...box,
    x: box.x + left,
  }));
  const hint = hintOf(log, segment);
  // On a phone nothing is left free for entries that are not there; elsewhere what is below stays in its place when the first one comes.
  const height = isNarrow && entries.length === 0 ? axisY + 40 : boxTop + boxHeight + 20;
  return (
    <div className="storage-index">
      <svg width={width} height={height} role="img" aria-label={spokenEntries(entries, t('storage.spoken-entries'), t)}>
        <line className="storage-axis" x1={0} x2={width} y1={axisY} y2={axisY} />
        {boxes.map((box) => (
          <Thread
            key={box.entry.id}
            box={box}
            base={log.shownSegment}
            look={box.entry.slot !== slot ? '' : step === stepOfIndex ? 'is-chosen is-now' : 'is-chosen'}
          />
        ))}
        {axisLabels(boxes, line, width).map(({ x, byte }, index, all) => (
          <g key={`${String(index)}:${String(byte)}`}>
            <line className="storage-tick" x1={x} x2={x} y1={axisY - 4} y2={axisY + 4} />
            <text
              className="code tick"
              x={x + (index === all.length - 1 ? 0 : index === 0 ? 0 : 4)}
              y={axisY + 18}
              textAnchor={index === all.length - 1 ? 'end' : 'start'}
            >
              {byte}
            </text>
          </g>
        ))}
        <text className="tick storage-axis-name" x={width} y={axisY + 32} textAnchor="end">
          {t('storage.byte-in-file')}
        </text>
      </svg>
      <p
        className="storage-index-name"
        style={isNarrow ? { position: 'static' } : { top: boxTop - 6, width: entries.length === 0 ? width : left - 12 }}
      >
        <strong className="code">.index</strong>
        <span className="small ink-2">{t(hint, { bytes: log.indexIntervalBytes })}</span>
      </p>
    </div>
  );
}

/** What the index is, or why there is nothing in it. */
function hintOf(log: StorageLogRow, segment: StorageSegmentRow | undefined) {
  if (segment?.hasIndex === false) return 'storage.no-index';
  if (log.indexIntervalBytes < 0) return 'storage.index-of-file';
  if (segment?.indexEntries === 0) return 'storage.no-entries';
  return log.isIndexPerAppend ? 'storage.index-rule-then' : 'storage.index-rule';
}

function Thread({
  box,
  base,
  look,
}: {
  readonly box: EntryBox<StorageEntryRow>;
  readonly base: number;
  readonly look: string;
}): ReactElement {
  const { t } = useWords();
  const { x, width, tickX, entry } = box;
  const middle = x + width / 2;
  const half = x + width * 0.42;
  return (
    <g className={`storage-entry ${look}`}>
      <path d={threadPath(tickX, middle)} />
      <rect x={x} y={boxTop} width={width} height={boxHeight} />
      <line x1={half} x2={half} y1={boxTop} y2={boxTop + boxHeight} />
      <text className="code" x={(x + half) / 2} y={boxTop + 17} textAnchor="middle">{`+${String(entry.offset - base)}`}</text>
      <text className="code" x={(half + x + width) / 2} y={boxTop + 17} textAnchor="middle">
        {entry.position}
      </text>
      <text className="tick storage-last" x={x} y={boxTop + boxHeight + 14}>
        {t('storage.last-is', { offset: entry.offset })}
      </text>
    </g>
  );
}

/** From the tick on the axis down to the box, as a thread hangs. */
function threadPath(tickX: number, middle: number): string {
  const [from, to, axis, top] = [tickX, middle, axisY, boxTop].map(String);
  return `M${from ?? ''} ${axis ?? ''}C${from ?? ''} ${String(boxTop - 12)} ${to ?? ''} ${String(axisY + 34)} ${to ?? ''} ${top ?? ''}`;
}

function spokenEntries(
  entries: readonly { readonly offset: number; readonly position: number }[],
  name: string,
  t: ReturnType<typeof useWords>['t'],
): string {
  return [name, ...entries.map(({ offset, position }) => t('storage.spoken-entry', { offset, byte: position }))].join(' ');
}
