import type { Json } from '../registry.ts';
import { isList, isObject, type JsonObject } from '../rows.ts';

/** Lists of brokers that Kafka keeps as sets. */
const sets: ReadonlySet<string> = new Set(['elr', 'lastKnownElr', 'eligibleLeaderReplicas']);

/**
 * Brings both sides to what can be compared: what the recording says was not the same in all runs is left out, and the metadata log is
 * taken apart by partition and broker where only the order within one of them was the same.
 */
export function normaliseTrace(trace: Json, recorded: Json): Json {
  if (!isObject(trace) || !isObject(recorded)) return trace;
  const { runs: _runs, unstable: _unstable, ...rest } = trace;
  const isByKey = recorded['metadataByKey'] !== undefined;
  const split = isByKey && isList(rest['metadata']) ? withMetadataByKey(rest, rest['metadata']) : rest;
  const unstable = isList(recorded['unstable']) ? recorded['unstable'].map(String) : [];
  const cut = unstable.reduce<Json>((value, path) => without(value, path.split('/').slice(1)), split);
  return withSortedSets(cut);
}

function withMetadataByKey({ metadata: _metadata, ...rest }: JsonObject, records: readonly Json[]): JsonObject {
  const metadataByKey: Record<string, Json[]> = {};
  for (const record of records) (metadataByKey[keyOf(record)] ??= []).push(record);
  return { ...rest, metadataByKey };
}

function keyOf(record: Json): string {
  if (!isObject(record)) return '';
  const { type, topic, partition, brokerId } = record;
  if (type === 'ConfigRecord') return 'configs';
  if (brokerId !== undefined) return `broker ${String(brokerId)}`;
  if (partition !== undefined) return String(partition);
  return topic === undefined ? 'quorum' : String(topic);
}

/** The value without what a path leads to; in a list the place stays, empty. */
function without(value: Json, path: readonly string[]): Json {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (isList(value)) return value.map((item, i) => (String(i) !== first ? item : rest.length === 0 ? null : without(item, rest)));
  if (!isObject(value) || value[first] === undefined) return value;
  const { [first]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...value, [first]: without(inner ?? null, rest) };
}

function withSortedSets(value: Json): Json {
  if (isList(value)) return value.map(withSortedSets);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      if (item === undefined) return [name, item];
      return [name, sets.has(name) && isList(item) ? item.map(Number).sort((a, b) => a - b) : withSortedSets(item)];
    }),
  );
}
