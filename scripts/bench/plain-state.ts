/** The reference for checkpoints: the same state as data that structuredClone takes. */
import type { Kernel } from '../../src/engine/kernel/kernel.ts';
import { stateKeys } from '../../src/engine/kernel/saving.ts';
import { fieldOf } from '../../src/engine/kernel/shapes.ts';
import { Entity } from '../../src/engine/kernel/state.ts';

/** Everything that a checkpoint of this moment holds, records included, as plain data; entities are named by their numbers. */
export function plainStateOf(kernel: Kernel): unknown {
  const copies = new Map<object, unknown>();
  const { entities, entityCount } = kernel.saveCheckpoint();
  return entities.slice(0, entityCount).map((entity) => stateKeys(entity).map((key) => plain(fieldOf(entity, key), copies)));
}

function plain(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? null : value;
  if (value instanceof Entity) return { entity: value.entityIndex };
  if (ArrayBuffer.isView(value)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const item of value as readonly unknown[]) list.push(plain(item, copies));
    return list;
  }
  if (value instanceof Map) {
    const map = new Map<unknown, unknown>();
    copies.set(value, map);
    for (const [key, item] of value) map.set(plain(key, copies), plain(item, copies));
    return map;
  }
  if (value instanceof Set) return new Set([...value].map((item) => plain(item, copies)));
  const object: Record<string, unknown> = {};
  copies.set(value, object);
  for (const [key, field] of Object.entries(value)) object[key] = plain(field, copies);
  return object;
}
