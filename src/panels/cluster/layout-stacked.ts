/** Stages of one partition whose replicas lie below each other. */
import type { ClientPlace, ColumnPlace, StageContents, StageLayout, StripPlace } from './layout.ts';

/** Leader first, then by number. */
function stackedReplicas({ brokers, leader, partitions, focus }: StageContents): {
  readonly partition: string;
  readonly brokers: readonly number[];
} {
  const partition = partitions.find(({ id }) => id === focus) ?? partitions[0];
  const replicas = brokers.filter((broker) => partition?.replicas.includes(broker) === true);
  return {
    partition: partition?.id ?? '',
    brokers: [...replicas].sort((one, other) => Number(other === leader) - Number(one === leader) || one - other),
  };
}

/** A phone: one partition, its replicas below each other. */
export function layoutStacked(contents: StageContents): StageLayout {
  const { width } = contents;
  const cap = 32;
  const cellWidth = 26;
  const cellCount = Math.max(4, Math.min(12, Math.floor((width - cap - 40 - 8) / cellWidth)));
  const { partition, brokers } = stackedReplicas(contents);
  const bandHeight = 98;
  const columns = brokers.map((broker, index) => ({ broker, x: 0, y: 30 + index * bandHeight, width, height: bandHeight }));
  const strips = columns.map((column) =>
    stackedStrip(partition, column, {
      y: column.y + 48,
      height: 34,
      capX: 0,
      capWidth: cap,
      foldWidth: 40,
      cellWidth,
      cellCount,
      level: 3,
      hasText: true,
    }),
  );
  return {
    form: 'stacked',
    width,
    height: 30 + brokers.length * bandHeight + 4,
    cellCount,
    left: 0,
    right: width,
    controllerY: 0,
    controllerLaneY: 0,
    machineTop: 0,
    columns,
    rows: [],
    clients: [],
    strips: new Map(strips.map((strip) => [strip.replica, strip])),
    tagScale: 1,
  };
}

/** The quiet first picture: the leader's log in large between a producer and a consumer, the copies small below. */
export function layoutVisit(contents: StageContents): StageLayout {
  const { width } = contents;
  const { partition, brokers } = stackedReplicas(contents);
  const x = Math.max(0, Math.floor(width * 0.264));
  const bandWidth = Math.max(320, Math.min(640, width - x - 190));
  const cellWidth = bandWidth < 500 ? 34 : 52;
  const cellCount = Math.max(4, Math.min(10, Math.floor((bandWidth - 24 - 44 - 16) / cellWidth)));
  const columns = brokers.map((broker, index) => ({
    broker,
    x,
    y: index === 0 ? 0 : 236 + (index - 1) * 76,
    width: bandWidth,
    height: index === 0 ? 216 : 62,
  }));
  const strips = columns.map((column, index) =>
    stackedStrip(partition, column, {
      y: column.y + (index === 0 ? 110 : 20),
      height: index === 0 ? 60 : 26,
      capX: x + 24,
      capWidth: 34,
      foldWidth: 10,
      cellWidth,
      cellCount,
      level: index === 0 ? 3 : 2,
      hasText: index === 0,
    }),
  );
  const clients = visitClients(contents, x + bandWidth);
  return {
    form: 'visit',
    width,
    height: 236 + Math.max(0, brokers.length - 1) * 76,
    cellCount,
    left: x,
    right: x + bandWidth,
    controllerY: 0,
    controllerLaneY: 0,
    machineTop: 0,
    columns,
    clients,
    strips: new Map(strips.map((strip) => [strip.replica, strip])),
    tagScale: 1.7,
    rows: [
      {
        partition,
        level: 3,
        isFocus: true,
        y: 0,
        height: 216,
        stripY: 110,
        stripHeight: 60,
        requestLaneY: visitLaneY,
        responseLaneY: visitLaneY,
        shelfY: 0,
      },
    ],
  };
}

/** Where the record travels in the first picture. */
const visitLaneY = 68;

/** One who writes at the left, one who reads at the right. */
function visitClients({ producers, consumers }: StageContents, right: number): readonly ClientPlace[] {
  const size = { width: 150, height: 64 };
  const producer = producers[0];
  const consumer = consumers[0];
  const places: ClientPlace[] = [];
  if (producer !== undefined)
    places.push({ kind: 'producer', id: producer.id, x: 0, y: visitLaneY - 16, ...size, height: 44, dockX: 90, dockY: visitLaneY });
  if (consumer !== undefined)
    places.push({ kind: 'consumer', id: consumer.id, x: right + 84, y: 126, ...size, dockX: right + 72, dockY: 140 });
  return places;
}

type StripShape = Pick<StripPlace, 'y' | 'height' | 'capX' | 'capWidth' | 'cellWidth' | 'cellCount' | 'level' | 'hasText'> & {
  readonly foldWidth: number;
};

function stackedStrip(partition: string, column: ColumnPlace, { foldWidth: fold, ...shape }: StripShape): StripPlace {
  const foldX = shape.capX + shape.capWidth;
  return {
    ...shape,
    replica: `${partition}@${String(column.broker)}`,
    partition,
    broker: column.broker,
    foldX,
    cellX: foldX + fold,
    right: column.x + column.width,
    column,
  };
}
