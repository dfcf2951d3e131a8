/** Rows as an engine would send them, many of them: 10,000 records of which some change, and messages that come and go. */
import type { RowPatch } from '../../../contract/engine-api.ts';
import type { StageLayout, StripPlace } from '../../../panels/cluster/layout.ts';
import type { MessageRow, PartitionRow, ReplicaRow } from '../../../panels/cluster/rows.ts';
import { messageRow } from '../fixture-rows.ts';

const cellsPerStrip = 12;
const cell = { width: 13, height: 5 };
const columnCount = 7;
const rowCount = 120;
const rowHeight = 6.6;
const columnWidth = 171;

/** As many records as the stage shows here: 120 partitions on 7 brokers, 12 records of each replica. */
export const cellCount = cellsPerStrip * columnCount * rowCount;

/** A stage packed with strips, 1200 by 800. */
export function denseLayout(): StageLayout {
  const columns = Array.from({ length: columnCount }, (_, broker) => ({
    broker,
    x: broker * columnWidth,
    y: 0,
    width: columnWidth - 2,
    height: rowCount * rowHeight,
  }));
  const rows = Array.from({ length: rowCount }, (_, index) => ({
    partition: `orders-${String(index)}`,
    level: 2 as const,
    isFocus: false,
    y: index * rowHeight,
    height: rowHeight,
    stripY: index * rowHeight,
    stripHeight: cell.height,
    requestLaneY: index * rowHeight + 3,
    responseLaneY: index * rowHeight + 3,
    shelfY: 0,
  }));
  const strips = new Map<string, StripPlace>();
  for (const row of rows) {
    for (const column of columns) {
      const replica = `${row.partition}@${String(column.broker)}`;
      strips.set(replica, {
        replica,
        partition: row.partition,
        broker: column.broker,
        level: 2,
        capX: column.x,
        capWidth: 4,
        y: row.stripY,
        height: cell.height,
        foldX: column.x + 6,
        cellX: column.x + 8,
        cellWidth: cell.width,
        cellCount: cellsPerStrip,
        right: column.x + column.width,
        column,
        hasText: false,
      });
    }
  }
  return {
    form: 'wide',
    width: 1200,
    height: 800,
    cellCount: cellsPerStrip,
    left: 0,
    right: 1200,
    controllerY: 0,
    controllerLaneY: 0,
    machineTop: 0,
    columns,
    rows,
    strips,
    clients: [],
    tagScale: 1,
  };
}

/** Numbers by chance, the same in each run. */
function chance(): (below: number) => number {
  let state = 12_345;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** What happens on the stage: how many records change a picture, how many messages are under way, how long each is. */
export interface Traffic {
  readonly changesPerFrame: number;
  readonly messagesPerSecond: number;
  readonly flightMicros: number;
}

/** Makes the rows, and then what changes from picture to picture. */
export class BenchRows {
  private readonly random = chance();
  private readonly replicas: ReplicaRow[] = [];
  private messages: MessageRow[] = [];
  private readonly traffic: Traffic;
  private nextMessage = 0;
  private sentUntilMicros = 0;

  constructor(traffic: Traffic) {
    this.traffic = traffic;
    for (const strip of denseLayout().strips.values()) this.replicas.push(replicaOf(strip, this.random));
  }

  /** Everything, for a page that knows nothing. */
  first(): readonly RowPatch[] {
    const names = new Set(this.replicas.map((replica) => replica.partition));
    return [
      { table: 'partitions', upsert: [...names].map(partitionOf), remove: [] },
      { table: 'replicas', upsert: this.replicas, remove: [] },
    ];
  }

  /** What changes until a time. */
  advance(nowMicros: number): readonly RowPatch[] {
    const changed = new Map<string, ReplicaRow>();
    for (let count = 0; count < this.traffic.changesPerFrame; count++) {
      const at = this.random(this.replicas.length);
      const before = this.replicas[at];
      if (before === undefined) continue;
      const cellKeyIndexes = [...before.cellKeyIndexes];
      const index = this.random(cellsPerStrip);
      cellKeyIndexes[index] = ((cellKeyIndexes[index] ?? 0) + 1) % 6;
      const after = { ...before, cellKeyIndexes };
      this.replicas[at] = after;
      changed.set(after.id, after);
    }
    const patches: RowPatch[] = [];
    if (changed.size > 0) patches.push({ table: 'replicas', upsert: [...changed.values()], remove: [] });
    const messages = this.moveMessages(nowMicros);
    if (messages !== null) patches.push(messages);
    return patches;
  }

  private moveMessages(nowMicros: number): RowPatch | null {
    const { messagesPerSecond, flightMicros } = this.traffic;
    const remove = this.messages.filter((message) => message.dueMicros < nowMicros).map((message) => message.id);
    const upsert: MessageRow[] = [];
    // The first picture has as many under way as the later ones.
    const from = this.sentUntilMicros === 0 ? nowMicros - flightMicros : this.sentUntilMicros;
    const count = Math.floor(((nowMicros - from) / 1_000_000) * messagesPerSecond);
    for (let index = 0; index < count; index++) {
      const sentMicros = from + ((nowMicros - from) * index) / count;
      // What came and went since the last picture was never on the stage: who draws slowly has no more to draw.
      if (sentMicros + flightMicros >= nowMicros) upsert.push(this.message(sentMicros));
    }
    if (count > 0) this.sentUntilMicros = nowMicros;
    if (upsert.length === 0 && remove.length === 0) return null;
    this.messages = [...this.messages.filter((message) => message.dueMicros >= nowMicros), ...upsert];
    return { table: 'messages', upsert, remove };
  }

  private message(sentMicros: number): MessageRow {
    const from = this.random(columnCount);
    const to = (from + 1 + this.random(columnCount - 1)) % columnCount;
    this.nextMessage += 1;
    return messageRow(this.nextMessage, {
      isResponse: this.random(2) === 1,
      from: `broker:${String(from)}`,
      to: `broker:${String(to)}`,
      sentMicros,
      dueMicros: sentMicros + this.traffic.flightMicros,
      partition: `orders-${String(this.random(rowCount))}`,
      offset: 5,
      event: this.nextMessage,
    });
  }
}

function replicaOf(strip: StripPlace, random: (below: number) => number): ReplicaRow {
  const cells = Array.from({ length: cellsPerStrip }, () => random(6));
  return {
    id: strip.replica,
    partition: strip.partition,
    broker: strip.broker,
    role: 'in-sync',
    isCaughtUp: true,
    behindCount: 0,
    logStartOffset: 0,
    highWatermark: 10,
    lastStableOffset: -1,
    logEndOffset: cellsPerStrip,
    leaderEpoch: 1,
    leaderThinksLogEndOffset: -1,
    lastCaughtUpMicros: 0,
    firstOffset: 0,
    cellKeys: cells.map(() => 'k'),
    cellKeyIndexes: cells,
    cellEpochs: cells.map(() => 1),
    cellFlags: cells.map(() => 0),
    cellAppendedMicros: cells.map(() => -1),
  };
}

function partitionOf(id: string): PartitionRow {
  return {
    id,
    topic: 'orders',
    isInternal: false,
    partition: Number(id.slice(7)),
    leader: 0,
    leaderEpoch: 1,
    partitionEpoch: 1,
    replicas: [0, 1, 2, 3, 4, 5, 6],
    isr: [0, 1, 2, 3, 4, 5, 6],
    elr: [],
    pendingIsr: null,
    addingReplicas: [],
    removingReplicas: [],
    minIsr: 1,
    trouble: null,
    troubleCount: 0,
    troubleBroker: -1,
    epochs: [1],
    epochStartOffsets: [0],
    firstOffset: 0,
    newestLogEndOffset: cellsPerStrip,
  };
}
