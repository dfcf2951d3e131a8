import type { CellValue } from '../../../contract/engine-api.ts';
import { groupsOf } from '../../kafka/group-reader.ts';
import type { ClusterReader } from '../../kafka/reader.ts';
import { parsePath, readablePaths, readPath } from '../../lesson/paths.ts';

/** More than anybody chooses from. */
const pathsMax = 600;

/**
 * Every readable path that names something of this cluster, with its value now: what authors of lessons choose goals and predictions from.
 * Paths by key, configuration and other open names are left out; they can be written by hand.
 */
export function readableNow(reader: ClusterReader, nowMicros: number): Readonly<Record<string, CellValue>> {
  const { cluster } = reader;
  const partitions = reader.partitions().filter(({ isInternal }) => !isInternal);
  const names = partitions.map(({ name }) => name);
  const clients = [...cluster.clients.all()].map(({ name }) => name);
  const subjects: readonly (readonly [string, readonly string[]])[] = [
    ['part(topic,partition)', partitions.map(({ topic, partition }) => `part(${topic},${String(partition)})`)],
    ['topic(name)', [...new Set(partitions.map(({ topic }) => topic))].map((topic) => `topic(${topic})`)],
    ['group(id)', groupsOf(cluster).map(({ groupId }) => `group(${groupId})`)],
    ['broker(id)', cluster.brokerIds.map((id) => `broker(${String(id)})`)],
    ['producer(name)', clients.filter((name) => cluster.producer(name) !== null).map((name) => `producer(${name})`)],
    ['consumer(name)', clients.filter((name) => cluster.consumer(name) !== null).map((name) => `consumer(${name})`)],
    ['truth | truth(topic,partition)', ['truth']],
  ];
  const indexes: Readonly<Record<string, readonly string[]>> = { broker: cluster.brokerIds.map(String), partition: names };
  const found: Record<string, CellValue> = {};
  for (const [subject, instances] of subjects)
    for (const instance of instances)
      for (const field of readablePaths[subject] ?? [])
        for (const path of pathsOf(instance, field, indexes)) {
          const parsed = parsePath(path);
          const value = parsed === null ? null : readPath(reader, parsed, { nowMicros, stepMicros: 0 });
          if (value !== null && Object.keys(found).length < pathsMax) found[path] = cellOf(value);
        }
  return found;
}

function pathsOf(instance: string, field: string, indexes: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const [, name = '', index] = /^(\w+)(?:\[(\w+)\])?$/.exec(field) ?? [];
  return index === undefined ? [`${instance}.${name}`] : (indexes[index] ?? []).map((each) => `${instance}.${name}[${each}]`);
}

function cellOf(value: NonNullable<ReturnType<typeof readPath>>): CellValue {
  if (typeof value !== 'object') return value;
  return value.every((each) => typeof each === 'number') ? value : value.map(String);
}
