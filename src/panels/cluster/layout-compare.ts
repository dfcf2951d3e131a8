/** One partition of one history, small enough that two stand below each other. */
import type { ColumnPlace, StageLayout, StripPlace } from './layout.ts';

/** Places a partition's replicas side by side. */
export function layoutCompare(partition: string, replicas: readonly number[], width: number): StageLayout {
  const gap = 12;
  const brokers = [...replicas].sort((one, other) => one - other);
  const columnWidth = Math.max(
    180,
    Math.min(320, Math.floor((width - gap * Math.max(0, brokers.length - 1)) / Math.max(1, brokers.length))),
  );
  const cellCount = Math.max(4, Math.min(12, Math.floor((columnWidth - 62) / 17)));
  const columns: ColumnPlace[] = brokers.map((broker, index) => ({
    broker,
    x: index * (columnWidth + gap),
    y: 2,
    width: columnWidth,
    height: 186,
  }));
  const strips = columns.map((column): StripPlace => ({
    replica: `${partition}@${String(column.broker)}`,
    partition,
    broker: column.broker,
    level: 3,
    capX: column.x + 8,
    capWidth: 26,
    y: 104,
    height: 32,
    foldX: column.x + 34,
    cellX: column.x + 52,
    cellWidth: 17,
    cellCount,
    right: column.x + column.width,
    column,
    hasText: true,
  }));
  const total = brokers.length * columnWidth + gap * Math.max(0, brokers.length - 1);
  return {
    form: 'compare',
    width: total,
    height: 192,
    cellCount,
    left: 0,
    right: total,
    controllerY: 0,
    controllerLaneY: 0,
    machineTop: 2,
    columns,
    rows: [],
    clients: [],
    strips: new Map(strips.map((strip) => [strip.replica, strip])),
    tagScale: 1,
  };
}
