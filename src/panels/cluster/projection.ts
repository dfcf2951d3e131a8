import type { Row } from '../../contract/engine-api.ts';
import type { ClusterReader } from '../../engine/kafka/reader.ts';
import { consumerRows, producerRows } from './projection/clients.ts';
import { brokerRows, clusterRow, linkRows, metadataRows } from './projection/nodes.ts';
import { partitionRow, recentAppends, replicaRows } from './projection/replicas.ts';
import { tornRows } from './projection/torn.ts';
import { timerRows } from './projection/timers.ts';
import { messageRows, waitingRows } from './projection/traffic.ts';
import { longestWaitRows } from './projection/waits.ts';
import type { ClusterTables } from './rows.ts';

const defaultCellCount = 11;

/** The Cluster stage's tables, from engine state: names, joins and counts, and nothing of Kafka's computed here. */
export const clusterProjection = {
  name: 'cluster',
  tables: [
    'cluster',
    'brokers',
    'partitions',
    'replicas',
    'torn',
    'producers',
    'batches',
    'consumers',
    'metadata',
    'messages',
    'waiting',
    'timers',
    'links',
    'waits',
  ] as const satisfies readonly (keyof ClusterTables)[],

  project(
    reader: ClusterReader,
    query: Readonly<Record<string, string | number | boolean | null>>,
  ): Readonly<Record<keyof ClusterTables, readonly Row[]>> {
    const cellCount =
      typeof query['cellCount'] === 'number' && query['cellCount'] > 0 ? Math.min(query['cellCount'], 200) : defaultCellCount;
    const focus = typeof query['focus'] === 'string' ? query['focus'] : null;
    // Kafka's own come last: what somebody wrote is shown first.
    const all = [...reader.partitions()].sort((one, other) => Number(one.isInternal) - Number(other.isInternal));
    const recent = recentAppends(reader);
    const { producers, batches } = producerRows(reader);
    return {
      cluster: [clusterRow(reader)],
      brokers: brokerRows(reader),
      partitions: all.map((facts) => partitionRow(reader, facts, cellCount)),
      replicas: all.flatMap((facts) => replicaRows(reader, facts, cellCount, recent)),
      torn: tornRows(reader),
      producers,
      batches,
      consumers: consumerRows(reader),
      metadata: metadataRows(reader),
      messages: messageRows(reader, focus),
      waiting: waitingRows(reader),
      timers: timerRows(reader),
      links: linkRows(reader),
      // All records are looked at: only where it is asked for.
      waits: query['withWaits'] === true ? longestWaitRows(reader) : [],
    };
  },
};
