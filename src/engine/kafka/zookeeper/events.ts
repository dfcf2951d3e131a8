import { defineEvent } from '../../kernel/event.ts';

/** A znode has new data, whatever it held before. */
export const znodeWritten = defineEvent({
  name: 'znodeWritten',
  level: 'detail',
  fields: { path: 'name', data: 'name', version: 'count' },
  source: 'ZkUtils.updatePersistentPath',
});

/** Every kind of event that ZooKeeper emits. */
export const zooKeeperEvents = [znodeWritten] as const;
