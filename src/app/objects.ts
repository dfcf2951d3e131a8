/** The things on the stage that can be pointed at, selected and acted on. */

/**
 * A kind of thing, and which one: `broker` `1`; `replica` `orders-0@1`; `link` `broker:1>broker:2`; `event` by its number; `record` by the
 * ledger's number.
 */
export interface ObjectRef {
  readonly kind: 'broker' | 'replica' | 'partition' | 'producer' | 'consumer' | 'link' | 'controller' | 'message' | 'event' | 'record';
  readonly id: string;
}

/** Whether two references mean the same thing. */
export function isSameObject(one: ObjectRef | null, other: ObjectRef | null): boolean {
  return one !== null && other !== null && one.kind === other.kind && one.id === other.id;
}

/** A reference as one word, for keys and attributes. */
export function objectKey(ref: ObjectRef): string {
  return `${ref.kind}:${ref.id}`;
}

/** The reference that a word stands for. */
export function parseObjectKey(key: string): ObjectRef | null {
  const colon = key.indexOf(':');
  const kind = kinds.find((known) => known === key.slice(0, colon));
  return kind === undefined ? null : { kind, id: key.slice(colon + 1) };
}

const kinds: readonly ObjectRef['kind'][] = [
  'broker',
  'replica',
  'partition',
  'producer',
  'consumer',
  'link',
  'controller',
  'message',
  'event',
  'record',
];
