import type { Json } from '../registry.ts';
import { isList, isObject, type JsonObject } from '../rows.ts';
import { isTestTopic, topicOf } from './partition-fields.ts';
import type { Snapshot } from './snapshot.ts';

/** Whether a scenario's condition holds: a path of a snapshot and what it shall be. */
export function holds(snapshot: Snapshot, name: string, want: Json): boolean {
  if (name === 'settled') return unsettled(snapshot).length === 0;
  if (name === 'aware') return unaware(snapshot).length === 0;
  const is = valueOf(snapshot, name);
  if (!isObject(want)) return isSame(is ?? null, want);
  return Object.entries(want).every(([operator, operand]) => operand !== undefined && compares(is, operator, operand));
}

function compares(is: Json | undefined, operator: string, operand: Json): boolean {
  switch (operator) {
    case '>=':
      return typeof is === 'number' && typeof operand === 'number' && is >= operand;
    case '<=':
      return typeof is === 'number' && typeof operand === 'number' && is <= operand;
    case 'not':
      return is !== undefined && !isSame(is, operand);
    case 'has':
      return isList(is) && is.includes(operand);
    case 'lacks':
      return isList(is) && !is.includes(operand);
    case 'length':
      return isList(is) && is.length === operand;
    default:
      throw new Error(`unknown condition ${operator}`);
  }
}

/** T-P.FIELD of metadata, broker.N.FIELD, node.N or node.N.T-P.FIELD, quorum.leader, consumer.NAME.FIELD. */
export function valueOf(snapshot: Snapshot, name: string): Json | undefined {
  const parts = name.split('.');
  const [first = '', second = ''] = parts;
  if (first === 'broker') return walk(snapshot.brokers, parts.slice(1));
  if (first === 'quorum') return snapshot.quorumLeader ?? undefined;
  if (first === 'consumer') return walk(snapshot.consumers, parts.slice(1));
  if (first !== 'node') return walk(snapshot.partitions, parts);
  const node = snapshot.nodes[second];
  if (parts.length === 2) return typeof node === 'object' ? {} : node;
  return typeof node === 'object' ? walk(node.replicas, parts.slice(2)) : undefined;
}

function walk(from: Json, keys: readonly string[]): Json | undefined {
  let at: Json | undefined = from;
  for (const key of keys) {
    if (isObject(at)) at = at[key];
    else if (isList(at)) at = at[Number(key)];
    else return undefined;
  }
  return at;
}

const isSame = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A broker's replica in a snapshot; undefined when the broker does not run or has none. */
function replicaOf(snapshot: Snapshot, broker: Json | undefined, partition: string): JsonObject | undefined {
  const node = snapshot.nodes[String(broker)];
  return typeof node === 'object' ? node.replicas[partition] : undefined;
}

const fieldOf = (value: Json | undefined, name: string): Json | undefined => (isObject(value) ? value[name] : undefined);

function idsIn(partition: JsonObject, field: string): readonly Json[] {
  const list = partition[field];
  return isList(list) ? list : [];
}

function testPartitions(snapshot: Snapshot): readonly (readonly [string, JsonObject])[] {
  return Object.entries(snapshot.partitions).filter(([name]) => isTestTopic(topicOf(name)));
}

/** Partitions whose leader and epochs some running replica has not learned yet, or whose leader has not heard from it. */
function unaware(snapshot: Snapshot): readonly string[] {
  return testPartitions(snapshot)
    .filter(([name, partition]) => {
      const { leader } = partition;
      if (typeof leader !== 'number' || leader < 0) return false;
      return idsIn(partition, 'replicas').some((id) => {
        if (typeof snapshot.nodes[String(id)] !== 'object') return false;
        const replica = replicaOf(snapshot, id, name);
        if (replica === undefined) return true;
        if (['leader', 'leaderEpoch', 'partitionEpoch'].some((field) => replica[field] !== partition[field])) return true;
        if (id === leader) return replica['role'] !== 'leader';
        const known = fieldOf(fieldOf(replicaOf(snapshot, leader, name), 'followers'), String(id));
        return known !== undefined && ['logEndOffset', 'logStartOffset'].some((field) => fieldOf(known, field) !== replica[field]);
      });
    })
    .map(([name]) => name);
}

/** Partitions where some running replica is not in the ISR, or not level with the leader in log, watermark and metadata. */
function unsettled(snapshot: Snapshot): readonly string[] {
  return testPartitions(snapshot)
    .filter(([name, partition]) => {
      const { leader } = partition;
      const leading = replicaOf(snapshot, leader, name);
      if (leading?.['role'] !== 'leader') return true;
      if (idsIn(partition, 'addingReplicas').length > 0 || idsIn(partition, 'removingReplicas').length > 0) return true;
      const running = idsIn(partition, 'replicas').filter((id) => typeof snapshot.nodes[String(id)] === 'object');
      return !running.every((id) => {
        const replica = replicaOf(snapshot, id, name);
        if (replica === undefined || !idsIn(partition, 'isr').includes(id)) return false;
        if (['leaderEpoch', 'partitionEpoch'].some((field) => replica[field] !== partition[field])) return false;
        const isLevel = ['logEndOffset', 'lastStableOffset', 'logStartOffset'].every((field) => replica[field] === leading[field]);
        if (!isLevel || replica['highWatermark'] !== leading['logEndOffset']) return false;
        return id === leader || fieldOf(fieldOf(leading['followers'], String(id)), 'logEndOffset') === leading['logEndOffset'];
      });
    })
    .map(([name]) => name);
}
