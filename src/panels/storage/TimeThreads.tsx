import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { useChoice } from './choice.ts';
import type { StorageBatchRow, StorageLogRow, StorageTimeEntryRow } from './rows.ts';
import { useRows } from './tables.ts';
import { layOutEntries } from './xray-layout.ts';
import type { BatchLine, EntryBox } from './xray-layout.ts';

interface TimeThreadsProps {
  readonly log: StorageLogRow;
  readonly batches: readonly StorageBatchRow[];
  readonly line: BatchLine;
  readonly width: number;
  readonly isNarrow: boolean;
}

const boxHeight = 26;
const height = 62;

/** Above the batches: the entries of the time index, each with a thread to the batch whose last offset it names. */
export function TimeThreads({ log, batches, line, width, isNarrow }: TimeThreadsProps): ReactElement {
  const { t } = useWords();
  const [lookup] = useRows('storage.lookup');
  const step = useChoice((choice) => choice.step);
  const entries = [...useRows('storage.time-entries')].sort((one, other) => one.slot - other.slot);
  const isHere = lookup?.kind === 'found' && lookup.asked === 'timestamp' && lookup.segment === log.shownSegment;
  const slot = isHere && step >= 2 ? lookup.timeSlot : -1;
  const left = isNarrow ? 0 : 108;
  const tickOf = ({ offset }: StorageTimeEntryRow): number => {
    const place = batches.findIndex((batch) => batch.baseOffset <= offset && offset <= batch.lastOffset);
    const span = line.spans[place];
    return span === undefined ? 0 : span.x + span.width / 2;
  };
  const boxes = layOutEntries(entries, (entry) => tickOf(entry) - left, { width: width - left, boxWidth: 158, slot });
  const name = [
    t('storage.spoken-time-entries'),
    ...entries.map(({ timestamp, offset }) => t('storage.spoken-time-entry', { timestamp, offset })),
  ];
  return (
    <div className="storage-index is-time">
      <svg width={width} height={height} role="img" aria-label={name.join(' ')}>
        <text className="code" x={0} y={17}>
          .timeindex
        </text>
        {boxes.length === 0 ? (
          <text className="tick" x={left} y={17}>
            {t('storage.no-time-entries')}
          </text>
        ) : null}
        {boxes.map((box) => (
          <TimeBox
            key={box.entry.id}
            box={{ ...box, x: box.x + left, tickX: box.tickX + left }}
            base={log.shownSegment}
            look={box.entry.slot !== slot ? '' : step === 2 ? 'is-chosen is-now' : 'is-chosen'}
          />
        ))}
      </svg>
    </div>
  );
}

function TimeBox({
  box,
  base,
  look,
}: {
  readonly box: EntryBox<StorageTimeEntryRow>;
  readonly base: number;
  readonly look: string;
}): ReactElement {
  const { x, width, tickX, entry } = box;
  const middle = x + width / 2;
  const part = x + width * 0.68;
  return (
    <g className={`storage-entry ${look}`}>
      <path d={threadPath(middle, tickX)} />
      <rect x={x} y={1} width={width} height={boxHeight - 1} />
      <line x1={part} x2={part} y1={1} y2={boxHeight} />
      <text className="code" x={(x + part) / 2} y={18} textAnchor="middle">
        {entry.timestamp}
      </text>
      <text className="code" x={(part + x + width) / 2} y={18} textAnchor="middle">{`+${String(entry.offset - base)}`}</text>
    </g>
  );
}

/** From the box down to the batch. */
function threadPath(from: number, to: number): string {
  const [boxX, batchX] = [String(from), String(to)];
  return `M${boxX} ${String(boxHeight)}C${boxX} ${String(height - 8)} ${batchX} ${String(boxHeight + 8)} ${batchX} ${String(height)}`;
}
