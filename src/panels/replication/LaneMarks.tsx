import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { Cap } from '../../design/Cap.tsx';
import { BeliefMark, HighWatermarkFlag, LastStableFlag, LogEndFlag, LogStartFlag, PositionMark } from '../../design/Flags.tsx';
import { Cuts } from './Cuts.tsx';
import { offsetX } from './layout.ts';
import type { Lane, LineUp } from './layout.ts';
import { roleColor, stateWords } from './names.ts';
import type { LinedUpLogRow, LinedUpPartitionRow } from './rows.ts';
import { useRows } from './tables.ts';

interface LaneProps {
  readonly lane: Lane;
  readonly layout: LineUp;
  readonly partition: LinedUpPartitionRow;
}

/** What stands around a replica's strip: who it is, four flags above, who reads it and what is believed of it below. */
export function LaneMarks({ lane, layout, partition }: LaneProps): ReactElement | null {
  const words = useWords();
  const logs = useRows('replication.logs');
  const log = logs.find((row) => row.broker === lane.broker);
  if (log === undefined) return null;
  const { stripY } = lane;
  const nameY = layout.isNarrow ? lane.top + 16 : stripY + 16;
  const state = stateWords(log, partition, words);
  return (
    <g>
      <text x="0" y={nameY} className="s16 name">
        {words.t('object.broker', { broker: lane.broker })}
      </text>
      <text x={layout.isNarrow ? 80 : 0} y={layout.isNarrow ? nameY : stripY + 36} className={`s13 name ${roleColor(log.role)}`}>
        {state.main}
      </text>
      {state.more === '' || layout.isNarrow ? null : (
        <text x="0" y={stripY + 54} className="s12 ink-2">
          {state.more}
        </text>
      )}
      <Cap role={log.role} x={layout.capX} y={stripY} width={layout.capWidth} height={layout.stripHeight} />
      <OffsetFlags lane={lane} layout={layout} log={log} />
      <Under lane={lane} layout={layout} partition={partition} log={log} logs={logs} />
      <Cuts lane={lane} layout={layout} />
    </g>
  );
}

/** Log start, high watermark, last stable offset and log end; flags at one offset share a pole, stacked from the strip up: HW, LEO, LSO. */
function OffsetFlags({ lane, layout, log }: { readonly lane: Lane; readonly layout: LineUp; readonly log: LinedUpLogRow }): ReactElement {
  const { t } = useWords();
  const base = { stripY: lane.stripY, stripHeight: layout.stripHeight };
  const at = (offset: number): number => offsetX(layout, offset);
  const level = (step: number): number => lane.stripY - 20 - step * 17;
  const { highWatermark, logEndOffset, lastStableOffset, logStartOffset } = log;
  const endStep = logEndOffset === highWatermark ? 1 : 0;
  const stableStep = lastStableOffset === logEndOffset ? endStep + 1 : 1;
  const sideOf = (x: number): 'left' | 'right' => (x - layout.capX < 92 ? 'right' : 'left');
  const startX = logStartOffset >= layout.firstOffset ? at(logStartOffset) : layout.foldX + 4;
  const watermarkX = at(highWatermark);
  const stableX = at(lastStableOffset);
  const isStartFree = watermarkX - startX > (sideOf(watermarkX) === 'left' ? 150 : 70) && stableX - startX > 90;
  return (
    <g>
      {isStartFree || logStartOffset > 0 ? (
        <LogStartFlag
          {...base}
          x={startX}
          top={isStartFree ? lane.stripY - 16 : level(2)}
          label={t('replication.start', { offset: logStartOffset })}
        />
      ) : (
        <LogStartFlag {...base} x={startX} top={lane.stripY - 8} label="" />
      )}
      <LastStableFlag {...base} x={stableX} top={level(stableStep)} label={`LSO ${String(lastStableOffset)}`} side={sideOf(stableX)} />
      <LogEndFlag {...base} x={at(logEndOffset)} top={level(endStep)} label={`LEO ${String(logEndOffset)}`} side="right" />
      <HighWatermarkFlag {...base} x={watermarkX} top={level(0)} label={`HW ${String(highWatermark)}`} side={sideOf(watermarkX)} isLarge />
    </g>
  );
}

interface UnderProps extends LaneProps {
  readonly log: LinedUpLogRow;
  readonly logs: readonly LinedUpLogRow[];
}

/** Below the strip: where followers fetch from this leader; below a follower, what its leader thinks when that is wrong. */
function Under({ lane, layout, partition, log, logs }: UnderProps): ReactElement {
  const { t } = useWords();
  const y = lane.stripY + layout.stripHeight + 6;
  const thinks = log.leaderThinksLogEndOffset;
  const isWrong = thinks >= 0 && thinks !== log.logEndOffset;
  const readers = new Map<number, number[]>();
  for (const other of logs) {
    if (other.fetchOffset < 0 || other.fetchesFrom !== lane.broker) continue;
    readers.set(other.fetchOffset, [...(readers.get(other.fetchOffset) ?? []), other.broker]);
  }
  const sorted = [...readers].sort(([one], [other]) => one - other);
  const missing = partition.newestLogEndOffset - log.logEndOffset;
  return (
    <g>
      {sorted.map(([offset, brokers], index) => {
        const x = offsetX(layout, offset);
        const isLast = index === sorted.length - 1 && !layout.isNarrow;
        return (
          <g key={offset}>
            <PositionMark x={x} y={y} />
            <text
              x={isLast ? x + 10 : x - 10}
              y={y + 10 + (isLast || sorted.length < 3 ? 0 : index * 13)}
              textAnchor={isLast ? 'start' : 'end'}
              className="s12 ink-2 on-band"
            >
              {t('replication.fetches-from', { brokers: brokers.join(', '), count: brokers.length, offset })}
            </text>
          </g>
        );
      })}
      {isWrong ? (
        <BeliefMark
          x={offsetX(layout, thinks)}
          y={y}
          label={t('replication.leader-thinks', { leader: partition.leader, offset: thinks })}
        />
      ) : null}
      {missing >= 3 && log.behindCount > 0 ? (
        <text
          x={(offsetX(layout, log.logEndOffset) + offsetX(layout, partition.newestLogEndOffset)) / 2}
          y={lane.stripY + layout.stripHeight / 2 + 4}
          textAnchor="middle"
          className="s13 name of-outsync on-band"
        >
          {t('replica.behind', { count: log.behindCount })}
        </text>
      ) : null}
    </g>
  );
}
