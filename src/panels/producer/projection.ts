import type { Row } from '../../contract/engine-api.ts';
import { inspectProducer } from '../../engine/kafka/clients/producer/producer-inspection.ts';
import type { ProducerView } from '../../engine/kafka/clients/producer/producer-inspection.ts';
import type { ProducerProcess } from '../../engine/kafka/clients/producer/producer-process.ts';
import type { ClusterReader } from '../../engine/kafka/reader.ts';
import { factsRow } from './projection/facts.ts';
import { keyRows, newestRow } from './projection/newest.ts';
import type { ConnectionRow, FlightRow, ProducerTables, QueuedBatchRow, QueueRow } from './rows.ts';

type Query = Readonly<Record<string, string | number | boolean | null>>;
type Tables = Readonly<Record<keyof ProducerTables, readonly Row[]>>;

/** One producer from the inside: named and joined from its own process, the ledger and the leaders' logs; nothing of Kafka's computed. */
export const producerProjection = {
  name: 'producer',
  tables: [
    'producer.choices',
    'producer.facts',
    'producer.newest',
    'producer.keys',
    'producer.queues',
    'producer.batches',
    'producer.connections',
    'producer.flights',
  ] as const satisfies readonly (keyof ProducerTables)[],

  project(reader: ClusterReader, query: Query): Tables {
    const { cluster } = reader;
    const names = [...cluster.clients.all()].filter(({ kind }) => kind === 'producer').map(({ name }) => name);
    const name = names.find((each) => each === query['producer']) ?? names[0] ?? '';
    const process = cluster.producer(name);
    const view = process === null ? null : inspectProducer(process);
    const times = timesOf(reader, name);
    return {
      'producer.choices': names.map((id) => ({ id, isShown: id === name })),
      'producer.facts': process === null ? [] : [factsRow(reader, name, process, view)],
      'producer.newest': process === null ? [] : newestRow(reader, name, process),
      'producer.keys': process === null ? [] : keyRows(reader, process),
      'producer.queues': view === null || process === null ? [] : queueRows(reader, process, view),
      'producer.batches': view === null ? [] : batchRows(reader, view, times),
      'producer.connections': view === null ? [] : connectionRows(reader, view),
      'producer.flights': view === null ? [] : flightRows(view, times),
    };
  },
};

/** How a producer's clock, in milliseconds, stands in simulated time. */
interface Times {
  readonly nowMillis: number;
  readonly baseMicros: number;
}

function timesOf({ cluster }: ClusterReader, name: string): Times {
  const { kernel } = cluster;
  const node = cluster.clients.get(name)?.node;
  const nowMillis = node === undefined ? 0 : (kernel.node(node).context?.nowMillis ?? 0);
  return { nowMillis, baseMicros: kernel.nowMicros - (kernel.nowMicros % 1000) };
}

function leaderOf(reader: ClusterReader, partition: string): number {
  return reader.partition(partition)?.registration.leader ?? -1;
}

/** Every partition of the topics that the producer knows, with its sequence numbers. */
function queueRows(reader: ClusterReader, process: ProducerProcess, view: ProducerView): readonly QueueRow[] {
  const topics = new Set([...view.metadata.topics, ...(process.workload === null ? [] : [process.workload.settings.topic])]);
  const sequences = new Map(view.sequences.map((each) => [each.partition, each]));
  return reader
    .partitions()
    .filter(({ topic }) => topics.has(topic))
    .map(({ name, registration }) => ({
      id: name,
      leader: registration.leader,
      nextSequence: sequences.get(name)?.nextSequence ?? -1,
    }));
}

function batchRows(reader: ClusterReader, view: ProducerView, { nowMillis, baseMicros }: Times): readonly QueuedBatchRow[] {
  const seen = new Map<string, number>();
  const last = new Map(view.queued.map((batch, index) => [`${batch.topic}-${String(batch.partition)}`, index]));
  return view.queued.map((batch, index) => {
    const partition = `${batch.topic}-${String(batch.partition)}`;
    const place = seen.get(partition) ?? 0;
    seen.set(partition, place + 1);
    const isOpen = last.get(partition) === index && !batch.isFull && batch.sentBecause === null;
    const createdMicros = baseMicros + (batch.createdMillis - nowMillis) * 1000;
    return {
      id: `${partition} ${String(batch.firstLedgerId)} ${String(place)}`,
      partition,
      leader: leaderOf(reader, partition),
      keys: batch.keys.map((key) => key ?? ''),
      recordCount: batch.recordCount,
      sizeBytes: batch.sizeBytes,
      capacityBytes: batch.capacityBytes,
      isOpen,
      attempts: batch.attempts,
      baseSequence: batch.baseSequence,
      lingerStartMicros: isOpen ? createdMicros : -1,
      lingerDueMicros: isOpen ? createdMicros + (batch.ageMillis + batch.lingerLeftMillis) * 1000 : -1,
      deliveryDueMicros: baseMicros + batch.deliveryLeftMillis * 1000,
    };
  });
}

function connectionRows(reader: ClusterReader, view: ProducerView): readonly ConnectionRow[] {
  const states = new Map(view.connections.map(({ nodeId, state }) => [nodeId, state]));
  return reader.cluster.brokerIds.map((broker) => ({
    id: String(broker),
    broker,
    state: states.get(broker) ?? '',
    count: view.inFlight.filter(({ nodeId }) => nodeId === broker).length,
  }));
}

function flightRows(view: ProducerView, { baseMicros }: Times): readonly FlightRow[] {
  return view.inFlight.map(({ nodeId, api, correlationId, ageMillis, timeoutLeftMillis, batches }) => ({
    id: String(correlationId),
    broker: nodeId,
    api,
    partitions: batches.map(({ topic, partition }) => `${topic}-${String(partition)}`),
    counts: batches.map(({ recordCount }) => recordCount),
    baseSequences: batches.map(({ baseSequence }) => baseSequence),
    sentMicros: baseMicros - ageMillis * 1000,
    dueMicros: baseMicros + timeoutLeftMillis * 1000,
  }));
}
