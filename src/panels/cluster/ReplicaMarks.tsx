import { memo, useContext } from 'react';
import type { ReactElement } from 'react';
import { SideContext, useFrame } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { Cap } from '../../design/Cap.tsx';
import { BeliefMark, HighWatermarkFlag, LastStableFlag, LogEndFlag, LogStartFlag } from '../../design/Flags.tsx';
import { offsetX } from './layout.ts';
import type { StripPlace } from './layout.ts';
import { Readers } from './Readers.tsx';
import type { PartitionRow, ReplicaRow } from './rows.ts';
import { rowOf, useRow } from './tables.ts';

/**
 * What stands around a replica's strip: its cap, its flags, its ruler, who reads it, and what others believe of it. `bare`: flags without
 * numbers.
 */
export const ReplicaMarks = memo(function ReplicaMarks({
  strip,
  marks,
}: {
  readonly strip: StripPlace;
  readonly marks: 'full' | 'bare' | 'cap';
}): ReactElement | null {
  return strip.level <= 1 || marks === 'cap' ? <ReplicaCap strip={strip} /> : <CapAndFlags strip={strip} marks={marks} />;
});

/** A cap alone is drawn again when the replica becomes something else, not with each record. */
function ReplicaCap({ strip }: { readonly strip: StripPlace }): ReactElement | null {
  const side = useContext(SideContext);
  const role = useFrame((state) => rowOf(state, 'replicas', strip.replica, side)?.role);
  if (role === undefined) return null;
  return <Cap role={role} x={strip.capX} y={strip.y} width={strip.capWidth} height={strip.level <= 1 ? 12 : strip.height} />;
}

function CapAndFlags({ strip, marks }: { readonly strip: StripPlace; readonly marks: 'full' | 'bare' }): ReactElement | null {
  const replica = useRow('replicas', strip.replica);
  const partition = useRow('partitions', strip.partition);
  if (replica === undefined) return null;
  return (
    <g>
      <Cap role={replica.role} x={strip.capX} y={strip.y} width={strip.capWidth} height={strip.height} />
      <OffsetFlags strip={strip} replica={replica} isBare={marks === 'bare'} />
      {strip.level === 3 && marks === 'full' ? <Surroundings strip={strip} replica={replica} partition={partition} /> : null}
      {strip.level === 2 && marks === 'full' ? <LineOfWords strip={strip} replica={replica} /> : null}
    </g>
  );
}

function OffsetFlags({
  strip,
  replica,
  isBare,
}: {
  readonly strip: StripPlace;
  readonly replica: ReplicaRow;
  readonly isBare: boolean;
}): ReactElement {
  const at = (offset: number): number => offsetX(strip, offset, replica.firstOffset);
  const base = { stripY: strip.y, stripHeight: strip.height };
  const watermarkX = at(replica.highWatermark);
  const endX = at(replica.logEndOffset);
  const label = (text: string): string => (isBare ? '' : text);
  const sideOf = (x: number): 'left' | 'right' => (x - strip.capX < 40 ? 'right' : 'left');
  const isLevel3 = strip.level === 3;
  const hasStable = replica.lastStableOffset >= 0 && replica.lastStableOffset !== replica.highWatermark;
  const watermarkTop = strip.y - (isLevel3 ? (isBare ? 9 : 20) : 18);
  const logEndTop = strip.y - (isBare ? (endX === watermarkX ? 20 : 7) : 36);
  return (
    <g>
      {isLevel3 && hasStable ? (
        <LastStableFlag
          {...base}
          x={at(replica.lastStableOffset)}
          top={strip.y - 36}
          label={label(`LSO ${String(replica.lastStableOffset)}`)}
          side={sideOf(at(replica.lastStableOffset))}
        />
      ) : null}
      <HighWatermarkFlag
        {...base}
        x={watermarkX}
        top={watermarkTop}
        label={label(`HW ${String(replica.highWatermark)}`)}
        side={isBare ? 'left' : sideOf(watermarkX)}
      />
      {isLevel3 ? (
        <LogEndFlag {...base} x={endX} top={logEndTop} label={label(`LEO ${String(replica.logEndOffset)}`)} side={sideOf(endX)} />
      ) : null}
      {isLevel3 && !isBare && replica.role === 'leader' && watermarkX - startX(strip, replica) > 104 ? (
        <StartFlag strip={strip} replica={replica} />
      ) : null}
    </g>
  );
}

/** The log's start, or the fold that hides it. */
function startX(strip: StripPlace, replica: ReplicaRow): number {
  return replica.logStartOffset >= replica.firstOffset ? offsetX(strip, replica.logStartOffset, replica.firstOffset) : strip.foldX;
}

function StartFlag({ strip, replica }: { readonly strip: StripPlace; readonly replica: ReplicaRow }): ReactElement {
  const { t } = useWords();
  return (
    <LogStartFlag
      x={startX(strip, replica)}
      top={strip.y - 14}
      stripY={strip.y}
      stripHeight={strip.height}
      label={t('flag.start', { offset: replica.logStartOffset })}
    />
  );
}

interface SurroundingsProps {
  readonly strip: StripPlace;
  readonly replica: ReplicaRow;
  readonly partition: PartitionRow | undefined;
}

/** Below the strip of the focused row: state in a word, the ruler, readers, a wrong belief; beside a short log, how far it is behind. */
function Surroundings({ strip, replica, partition }: SurroundingsProps): ReactElement {
  const words = useWords();
  const under = strip.y + strip.height;
  const at = (offset: number): number => offsetX(strip, offset, replica.firstOffset);
  const thinks = replica.leaderThinksLogEndOffset;
  const isWrong = thinks >= 0 && thinks !== replica.logEndOffset;
  const missing = (partition?.newestLogEndOffset ?? 0) - replica.logEndOffset;
  const isBehind = replica.role !== 'leader' && replica.role !== 'in-sync' && missing >= 4;
  return (
    <g>
      <text x={strip.capX + strip.capWidth / 2} y={under + 14} textAnchor="middle" className={`s11 name ${roleColor(replica.role)}`}>
        {words.t(`role-short.${replica.role}`)}
      </text>
      {strip.isApart ? (
        <text x={strip.capX} y={under + 46} className="s11 name">
          {words.t('object.broker', { broker: strip.broker })}
        </text>
      ) : null}
      {rulerOffsets(replica.firstOffset, strip).map((offset) => (
        <text key={offset} x={at(offset) + strip.cellWidth / 2} y={under + 14} textAnchor="middle" className="code s11 ink-3">
          {offset}
        </text>
      ))}
      {isBehind ? (
        <text
          x={(at(replica.logEndOffset) + at(partition?.newestLogEndOffset ?? 0)) / 2}
          y={strip.y + strip.height / 2 + 4}
          textAnchor="middle"
          className="s12 name of-outsync haloed"
        >
          {words.t('replica.behind', { count: replica.behindCount })}
        </text>
      ) : null}
      {isWrong ? (
        <BeliefMark
          x={at(thinks)}
          y={under + 20}
          label={words.t('replica.leader-thinks', { leader: partition?.leader ?? -1, offset: thinks })}
        />
      ) : null}
      {replica.role === 'leader' ? <Readers strip={strip} replica={replica} /> : null}
    </g>
  );
}

/** Even offsets, as far as the strip reaches. */
function rulerOffsets(firstOffset: number, strip: StripPlace): readonly number[] {
  const offsets: number[] = [];
  for (let offset = firstOffset + (firstOffset % 2); offset < firstOffset + strip.cellCount; offset += 2) offsets.push(offset);
  return offsets;
}

/** Level 2: one line of words, only for a replica that has something to say. */
function LineOfWords({ strip, replica }: { readonly strip: StripPlace; readonly replica: ReplicaRow }): ReactElement | null {
  const { t } = useWords();
  if (replica.role === 'leader' || replica.role === 'in-sync') return null;
  const text =
    replica.role !== 'out-of-sync'
      ? t(`role.${replica.role}`)
      : replica.isCaughtUp
        ? t('replica.caught-up')
        : t('replica.behind', { count: replica.behindCount });
  return (
    <text x={strip.capX} y={strip.y + strip.height + 14} className={`s11 ${roleColor(replica.role)}`}>
      {text}
    </text>
  );
}

function roleColor(role: ReplicaRow['role']): string {
  const colors: Readonly<Record<ReplicaRow['role'], string>> = {
    leader: 'of-leader',
    'in-sync': 'of-insync',
    'out-of-sync': 'of-outsync',
    eligible: 'of-elr',
    fenced: 'of-offline',
    offline: 'of-offline',
  };
  return colors[role];
}
