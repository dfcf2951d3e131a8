import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { StorageCostRow, StorageMachineRow } from '../rows.ts';
import type { StorageView } from './view.ts';

/** What the machine under a log has in memory, reads and writes. */
export function machineRow(reader: ClusterReader, view: StorageView, nowMicros: number): StorageMachineRow {
  const hardware = reader.disks.hardware(view.broker);
  const use = hardware?.use;
  const miss = use?.lastDiskRead;
  return {
    id: 'machine',
    isOn: hardware !== null,
    cachedFrom: hardware?.cachedFrom(view.partition) ?? 0,
    cachedBytes: use?.cachedBytes ?? 0,
    cacheBytes: hardware?.costs.pageCacheBytes ?? 0,
    dirtyBytes: use?.dirtyBytes ?? 0,
    memoryReadBytes: use?.memoryReadBytes ?? 0,
    diskReadBytes: use?.diskReadBytes ?? 0,
    cpuBusyMicros: Math.max(0, (use?.cpuUntilMicros ?? 0) - nowMicros),
    diskBusyMicros: Math.max(0, (use?.diskUntilMicros ?? 0) - nowMicros),
    missPartition: miss?.topicPartition ?? '',
    missOffset: miss?.offset ?? -1,
    missBytes: miss?.sizeBytes ?? 0,
    missMicros: miss === undefined || miss === null ? 0 : miss.untilMicros - miss.atMicros,
  };
}

/** What each part costs, or would cost if the costs were switched on. */
export function costRows(reader: ClusterReader, view: StorageView): readonly StorageCostRow[] {
  return reader.disks.costs(view.broker).map(({ name, ...cost }, order) => ({ id: name, order, ...cost }));
}
