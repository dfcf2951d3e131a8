/** What stands around a replica's strip: its flags, its ruler, who reads it, and what others believe of it. */
import {
  drawBelief,
  drawCommitted,
  drawHighWatermark,
  drawLastStable,
  drawLogEnd,
  drawLogStart,
  drawPosition,
  writeText,
} from '../../design/canvas/flags.ts';
import type { Palette } from '../../design/canvas/palette.ts';
import type { Picture } from './draw.ts';
import { offsetX } from './layout.ts';
import type { StripPlace } from './layout.ts';
import type { PartitionRow, ReplicaRow } from './rows.ts';

interface Marked {
  readonly strip: StripPlace;
  readonly replica: ReplicaRow;
  readonly partition: PartitionRow | undefined;
  /** Where the flag of a name stands that belongs at an offset. */
  readonly at: (name: string, offset: number) => number;
}

/** Draws the marks of every strip that has room for some. */
export function drawMarks(picture: Picture): void {
  const { layout, rows, glides } = picture;
  if (layout.form === 'visit') return;
  const isBare = layout.form === 'stacked';
  for (const strip of layout.strips.values()) {
    // A strip that is lower than a letter has no room for flags.
    if (strip.level <= 1 || strip.height < 11) continue;
    const replica = rows.replicaById.get(strip.replica);
    if (replica === undefined) continue;
    const partition = rows.partitionById.get(strip.partition);
    const at = (name: string, offset: number): number => {
      const x = offsetX(strip, offset, replica.firstOffset);
      return glides === null ? x : glides.at(`${strip.replica} ${name}`, x);
    };
    const marked: Marked = { strip, replica, partition, at };
    drawFlags(picture, marked, isBare);
    if (isBare) continue;
    if (strip.level === 3) drawSurroundings(picture, marked);
    else drawLineOfWords(picture, marked);
  }
}

function drawFlags({ canvas, palette, words }: Picture, { strip, replica, at }: Marked, isBare: boolean): void {
  const base = { stripY: strip.y, stripHeight: strip.height };
  const label = (text: string): string => (isBare ? '' : text);
  const sideOf = (x: number): 'left' | 'right' => (x - strip.capX < 40 ? 'right' : 'left');
  const isLevel3 = strip.level === 3;
  const watermarkX = at('hw', replica.highWatermark);
  if (isLevel3 && replica.lastStableOffset >= 0 && replica.lastStableOffset !== replica.highWatermark) {
    const x = at('lso', replica.lastStableOffset);
    drawLastStable(canvas, palette, {
      ...base,
      x,
      top: strip.y - 36,
      label: label(`LSO ${String(replica.lastStableOffset)}`),
      side: sideOf(x),
    });
  }
  drawHighWatermark(canvas, palette, {
    ...base,
    x: watermarkX,
    top: strip.y - (isLevel3 ? (isBare ? 9 : 20) : 18),
    label: label(`HW ${String(replica.highWatermark)}`),
    side: isBare ? 'left' : sideOf(watermarkX),
  });
  if (!isLevel3) return;
  const endX = at('leo', replica.logEndOffset);
  drawLogEnd(canvas, palette, {
    ...base,
    x: endX,
    top: strip.y - (isBare ? (replica.logEndOffset === replica.highWatermark ? 20 : 7) : 36),
    label: label(`LEO ${String(replica.logEndOffset)}`),
    side: sideOf(endX),
  });
  const start = startX(strip, replica);
  if (!isBare && replica.role === 'leader' && watermarkX - start > 104)
    drawLogStart(canvas, palette, {
      ...base,
      x: start,
      top: strip.y - 14,
      label: words.t('flag.start', { offset: replica.logStartOffset }),
    });
}

/** The log's start, or the fold that hides it. */
function startX(strip: StripPlace, replica: ReplicaRow): number {
  return replica.logStartOffset >= replica.firstOffset ? offsetX(strip, replica.logStartOffset, replica.firstOffset) : strip.foldX;
}

/** Below the strip of the focused row: state in a word, the ruler, readers, a wrong belief; beside a short log, how far it is behind. */
function drawSurroundings(picture: Picture, marked: Marked): void {
  const { canvas, palette, words } = picture;
  const { strip, replica, partition, at } = marked;
  const under = strip.y + strip.height;
  const place = (offset: number): number => offsetX(strip, offset, replica.firstOffset);
  writeText(canvas, palette, words.t(`role-short.${replica.role}`), {
    x: strip.capX + strip.capWidth / 2,
    y: under + 14,
    size: 11,
    face: 'ui',
    color: roleColor(palette, replica.role),
    isBold: true,
    align: 'center',
  });
  if (strip.isApart === true)
    writeText(canvas, palette, words.t('object.broker', { broker: strip.broker }), {
      x: strip.capX,
      y: under + 46,
      size: 11,
      face: 'ui',
      color: palette.ink,
      isBold: true,
    });
  for (let offset = replica.firstOffset + (replica.firstOffset % 2); offset < replica.firstOffset + strip.cellCount; offset += 2)
    writeText(canvas, palette, String(offset), {
      x: place(offset) + strip.cellWidth / 2,
      y: under + 14,
      size: 11,
      face: 'code',
      color: palette.ink3,
      align: 'center',
    });
  const newest = partition?.newestLogEndOffset ?? 0;
  if (replica.role !== 'leader' && replica.role !== 'in-sync' && newest - replica.logEndOffset >= 4)
    writeText(canvas, palette, words.t('replica.behind', { count: replica.behindCount }), {
      x: (place(replica.logEndOffset) + place(newest)) / 2,
      y: strip.y + strip.height / 2 + 4,
      size: 12,
      face: 'ui',
      color: palette.outsync,
      isBold: true,
      align: 'center',
      halo: palette.lane,
    });
  const thinks = replica.leaderThinksLogEndOffset;
  if (thinks >= 0 && thinks !== replica.logEndOffset)
    drawBelief(canvas, palette, {
      x: at('belief', thinks),
      y: under + 20,
      label: words.t('replica.leader-thinks', { leader: partition?.leader ?? -1, offset: thinks }),
    });
  if (replica.role === 'leader') drawReaders(picture, marked);
}

/** Below the leader's log: who reads it, and how far they have come and committed. */
function drawReaders({ canvas, palette, rows }: Picture, { strip, replica, at }: Marked): void {
  const under = strip.y + strip.height;
  const isInside = (offset: number): boolean => offset >= replica.firstOffset && offset <= replica.firstOffset + strip.cellCount;
  const readers = rows.consumers.filter((consumer) => consumer.partitions.includes(strip.partition));
  // Where several read, the first is named, left of all their marks, with the number of the others.
  let left = Infinity;
  const named: string[] = [];
  for (const consumer of readers) {
    const own = consumer.partitions.indexOf(strip.partition);
    const position = consumer.positions[own] ?? -1;
    const committed = consumer.committed[own] ?? -1;
    if (committed >= 0 && isInside(committed)) {
      const x = at(`committed ${consumer.id}`, committed);
      drawCommitted(canvas, palette, x, under + 20);
      left = Math.min(left, x);
    }
    if (position < 0 || !isInside(position)) continue;
    const x = at(`position ${consumer.id}`, position);
    drawPosition(canvas, palette, x, under + 22);
    left = Math.min(left, x);
    named.push(consumer.id);
  }
  const [first] = named;
  if (first === undefined) return;
  const name = named.length === 1 ? first : `${first} +${String(named.length - 1)}`;
  const isLeft = left - 9 - strip.capX >= name.length * 6.4;
  if (!isLeft && named.length > 1) return;
  writeText(canvas, palette, name, {
    x: isLeft ? left - 9 : left + 9,
    y: under + 33,
    size: 11,
    face: 'ui',
    color: palette.ink2,
    align: isLeft ? 'right' : 'left',
  });
}

/** Level 2: one line of words, only for a replica that has something to say. */
function drawLineOfWords({ canvas, palette, words }: Picture, { strip, replica }: Marked): void {
  if (replica.role === 'leader' || replica.role === 'in-sync') return;
  const text =
    replica.role !== 'out-of-sync'
      ? words.t(`role.${replica.role}`)
      : replica.isCaughtUp
        ? words.t('replica.caught-up')
        : words.t('replica.behind', { count: replica.behindCount });
  const at = { x: strip.capX, y: strip.y + strip.height + 14 };
  writeText(canvas, palette, text, { ...at, size: 11, face: 'ui', color: roleColor(palette, replica.role) });
}

function roleColor(palette: Palette, role: ReplicaRow['role']): string {
  switch (role) {
    case 'leader':
      return palette.leader;
    case 'in-sync':
      return palette.insync;
    case 'out-of-sync':
      return palette.outsync;
    case 'eligible':
      return palette.elr;
    case 'fenced':
    case 'offline':
      return palette.offline;
  }
}
