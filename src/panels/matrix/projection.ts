import type { Row } from '../../contract/engine-api.ts';
import type { ClusterReader, PartitionFacts } from '../../engine/kafka/reader.ts';
import { partitionState } from './rows.ts';
import type { MatrixFilter, MatrixPartitionRow, MatrixTables, MatrixTopicRow } from './rows.ts';

type Query = Readonly<Record<string, string | number | boolean | null>>;

const filters: readonly MatrixFilter[] = ['under-replicated', 'unavailable', 'under-min-isr', 'at-min-isr'];
const defaultRows = 40;

/** A partition and what TopicCommand's describe asks of it. */
interface Judged {
  readonly facts: PartitionFacts;
  readonly minIsr: number;
  readonly isUnderReplicated: boolean;
  readonly isUnavailable: boolean;
  readonly isUnderMinIsr: boolean;
  readonly isAtMinIsr: boolean;
}

/** Every partition's registration, counted; logs are looked at only for the rows on screen. */
export const matrixProjection = {
  name: 'matrix',
  tables: ['matrix.totals', 'matrix.topics', 'matrix.partitions', 'matrix.selected'] as const satisfies readonly (keyof MatrixTables)[],

  project(reader: ClusterReader, query: Query): Readonly<Record<keyof MatrixTables, readonly Row[]>> {
    const all = judgedPartitions(reader);
    const filter = filters.find((each) => each === query['filter']) ?? null;
    const matching = filter === null ? all : all.filter((each) => passes(each, filter));
    const listed = query['isTroubleFirst'] === true ? [...matching].sort((one, other) => stateOf(one) - stateOf(other)) : matching;
    const asked = query['rowCount'];
    const count = typeof asked === 'number' ? Math.min(200, Math.max(1, asked)) : defaultRows;
    const firstRow = typeof query['firstRow'] === 'number' ? Math.max(0, Math.min(query['firstRow'], listed.length - 1)) : 0;
    const brokers = reader.cluster.brokerIds;
    const positions = lowestPositions(reader);
    const selected = all.find(({ facts }) => facts.name === query['selected']);
    return {
      'matrix.totals': [
        {
          id: 'totals',
          partitions: all.length,
          underReplicated: all.filter((each) => each.isUnderReplicated).length,
          unavailable: all.filter((each) => each.isUnavailable).length,
          underMinIsr: all.filter((each) => each.isUnderMinIsr).length,
          atMinIsr: all.filter((each) => each.isAtMinIsr).length,
          rowCount: listed.length,
          brokers: [...brokers],
        },
      ],
      'matrix.topics': topicRows(all),
      'matrix.partitions': listed
        .slice(firstRow, firstRow + count)
        .map((each, index) => partitionRow(reader, each, { index: firstRow + index, brokers, positions })),
      'matrix.selected': selected === undefined ? [] : [partitionRow(reader, selected, { index: -1, brokers, positions })],
    };
  },
};

/** The conditions of TopicCommand.PartitionDescription: replicas that are only being added do not count as missing. */
function judgedPartitions(reader: ClusterReader): readonly Judged[] {
  const minIsrOf = new Map<string, number>();
  return reader.partitions().map((facts): Judged => {
    const { registration, topic } = facts;
    const known = minIsrOf.get(topic);
    const minIsr = known ?? reader.effectiveMinIsr(facts);
    if (known === undefined) minIsrOf.set(topic, minIsr);
    const replicaCount = registration.replicas.length - registration.addingReplicas.length;
    const isrCount = registration.isr.length;
    return {
      facts,
      minIsr,
      isUnderReplicated: isrCount < replicaCount,
      isUnavailable: registration.leader < 0 || reader.cluster.activeController.image.broker(registration.leader)?.fenced !== false,
      isUnderMinIsr: registration.leader < 0 || isrCount < minIsr,
      isAtMinIsr: isrCount === minIsr,
    };
  });
}

function passes(each: Judged, filter: MatrixFilter): boolean {
  switch (filter) {
    case 'under-replicated':
      return each.isUnderReplicated;
    case 'unavailable':
      return each.isUnavailable;
    case 'under-min-isr':
      return each.isUnderMinIsr;
    case 'at-min-isr':
      return each.isAtMinIsr;
  }
}

function stateOf({ isUnavailable, isUnderMinIsr, isUnderReplicated }: Judged): number {
  if (isUnavailable) return partitionState.unavailable;
  if (isUnderMinIsr) return partitionState.underMinIsr;
  return isUnderReplicated ? partitionState.underReplicated : partitionState.healthy;
}

function topicRows(all: readonly Judged[]): readonly MatrixTopicRow[] {
  const rows = new Map<string, { row: MatrixTopicRow; states: number[] }>();
  for (const each of all) {
    const { topic, registration } = each.facts;
    let known = rows.get(topic);
    if (known === undefined) {
      const states: number[] = [];
      known = {
        states,
        row: { id: topic, order: rows.size, replicationFactor: registration.replicas.length, minIsr: each.minIsr, states },
      };
      rows.set(topic, known);
    }
    known.states.push(stateOf(each));
  }
  return [...rows.values()].map(({ row }) => row);
}

interface Place {
  readonly index: number;
  readonly brokers: readonly number[];
  readonly positions: ReadonlyMap<string, number>;
}

function partitionRow(reader: ClusterReader, judged: Judged, at: Place): MatrixPartitionRow {
  const { facts } = judged;
  const { registration, name } = facts;
  const log = reader.log(registration.leader, name);
  const ends = registration.replicas.map((broker) => reader.log(broker, name)?.logEndOffset ?? 0);
  const position = at.positions.get(name);
  const logEndOffset = log?.logEndOffset ?? Math.max(0, ...ends);
  return {
    id: name,
    index: at.index,
    topic: facts.topic,
    partition: facts.partition,
    leader: registration.leader,
    leaderEpoch: registration.leaderEpoch,
    partitionEpoch: registration.partitionEpoch,
    replicas: registration.replicas,
    isr: registration.isr,
    elr: registration.elr,
    lastKnownElr: registration.lastKnownElr,
    adding: registration.addingReplicas,
    removing: registration.removingReplicas,
    minIsr: judged.minIsr,
    roles: at.brokers.map((broker) => (registration.replicas.includes(broker) ? reader.role(broker, facts) : '')),
    state: stateOf(judged),
    logStartOffset: log?.logStartOffset ?? -1,
    highWatermark: log?.highWatermark ?? -1,
    logEndOffset,
    behindCount: Math.max(0, logEndOffset - Math.min(...ends)),
    lagCount: log === null || position === undefined ? -1 : Math.max(0, log.highWatermark - position),
  };
}

/** The lowest position of any consumer, by partition: records-lag is counted from it. */
function lowestPositions(reader: ClusterReader): ReadonlyMap<string, number> {
  const lowest = new Map<string, number>();
  for (const client of reader.cluster.clients.all()) {
    const consumer = client.kind === 'consumer' ? reader.cluster.consumer(client.name)?.consumer : null;
    for (const [name, { position }] of consumer?.subscriptions.states() ?? [])
      if (position !== null) lowest.set(name, Math.min(position.offset, lowest.get(name) ?? Infinity));
  }
  return lowest;
}
