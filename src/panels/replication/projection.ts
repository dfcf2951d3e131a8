import type { Row } from '../../contract/engine-api.ts';
import type { ClusterReader } from '../../engine/kafka/reader.ts';
import { cutRows } from './projection/cuts.ts';
import { fetchRows } from './projection/fetches.ts';
import { logRow } from './projection/logs.ts';
import { partitionRow } from './projection/partition.ts';
import type { ReplicationTables } from './rows.ts';

const defaultCellCount = 12;

/** One partition's replicas by offset: names, joins and counts, and nothing of Kafka's computed here. */
export const replicationProjection = {
  name: 'replication',
  tables: [
    'replication.partition',
    'replication.logs',
    'replication.cuts',
    'replication.fetches',
  ] as const satisfies readonly (keyof ReplicationTables)[],

  project(
    reader: ClusterReader,
    query: Readonly<Record<string, string | number | boolean | null>>,
  ): Readonly<Record<keyof ReplicationTables, readonly Row[]>> {
    const asked = query['cellCount'];
    const cellCount = typeof asked === 'number' && asked > 0 ? Math.min(asked, 100) : defaultCellCount;
    const all = reader.partitions();
    const facts = all.find((candidate) => candidate.name === query['focus']) ?? all[0];
    if (facts === undefined)
      return { 'replication.partition': [], 'replication.logs': [], 'replication.cuts': [], 'replication.fetches': [] };
    const partition = partitionRow(
      reader,
      facts,
      cellCount,
      all.map((candidate) => candidate.name),
    );
    return {
      'replication.partition': [partition],
      'replication.logs': facts.registration.replicas.map((broker) => logRow(reader, facts, broker, partition.firstOffset)),
      'replication.cuts': cutRows(reader, facts),
      'replication.fetches': fetchRows(reader, facts),
    };
  },
};
