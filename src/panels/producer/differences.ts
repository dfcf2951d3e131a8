/** What differs inside a producer between two histories at one time, read off their rows. */
import { DifferenceList } from '../../app/compare/difference-list.ts';
import type { FoundDifference } from '../../app/compare/difference-list.ts';
import type { FlightRow, ProducerFactsRow, QueuedBatchRow, QueueRow } from './rows.ts';

/** The rows of one history that are compared. */
export interface ProducerSide {
  readonly facts: readonly ProducerFactsRow[];
  readonly queues: readonly QueueRow[];
  readonly batches: readonly QueuedBatchRow[];
  readonly flights: readonly FlightRow[];
}

/** A difference of the producer. */
export type ProducerDifference = FoundDifference<
  | 'config'
  | 'exception'
  | 'caller'
  | 'batches-sent'
  | 'records-sent'
  | 'closed-by'
  | 'waiting'
  | 'memory'
  | 'identity'
  | 'next-sequence'
  | 'in-flight'
>;

/** Differences of the shown producer: how it is set first, then what came of it. */
export function producerDifferences(here: ProducerSide, there: ProducerSide): readonly ProducerDifference[] {
  const list = new DifferenceList<ProducerDifference['kind']>();
  const [one] = here.facts;
  const other = there.facts.find(({ id }) => id === one?.id);
  if (one === undefined || other === undefined) return [];
  const config = (key: string, value: string | number, same: string | number): void => {
    list.add('config', { place: 'head', params: { key } }, value, same);
  };
  config('acks', one.acks, other.acks);
  config('linger.ms', one.lingerMillis, other.lingerMillis);
  config('batch.size', one.batchSizeBytes, other.batchSizeBytes);
  config('max.in.flight.requests.per.connection', one.maxInFlight, other.maxInFlight);
  config('delivery.timeout.ms', one.deliveryTimeoutMillis, other.deliveryTimeoutMillis);
  list.add('exception', { place: 'caller' }, one.lastException, other.lastException);
  list.add('caller', { place: 'caller' }, one.caller, other.caller);
  list.add(
    'memory',
    { place: 'caller' },
    one.memoryTotalBytes - one.memoryAvailableBytes,
    other.memoryTotalBytes - other.memoryAvailableBytes,
  );
  list.add('batches-sent', { place: 'accumulator' }, one.batchCount, other.batchCount);
  list.add('records-sent', { place: 'accumulator' }, one.recordCount, other.recordCount);
  one.reasons.forEach((reason, index) => {
    const same = other.reasonCounts[other.reasons.indexOf(reason)] ?? 0;
    list.add('closed-by', { place: 'accumulator', params: { reason } }, one.reasonCounts[index] ?? 0, same);
  });
  list.add('waiting', { place: 'accumulator' }, here.batches.length, there.batches.length);
  list.add('identity', { place: 'sender' }, identityOf(one), identityOf(other));
  for (const { id: partition, nextSequence } of here.queues) {
    const same = there.queues.find(({ id }) => id === partition)?.nextSequence ?? -1;
    list.add('next-sequence', { place: 'sender', params: { partition } }, nextSequence, same);
  }
  list.add('in-flight', { place: 'flights' }, here.flights.length, there.flights.length);
  return list.found;
}

function identityOf({ producerId, producerEpoch }: ProducerFactsRow): string {
  return producerId < 0 ? '' : `${String(producerId)}/${String(producerEpoch)}`;
}
