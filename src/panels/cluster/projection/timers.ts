import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { TimerRow } from '../rows.ts';

/**
 * Timers that decide what happens next, each on its owner: broker sessions at the controller, the lag limit of followers that are not
 * caught up, and what clients give up on. Linger and the waits in purgatory belong to rows of their own.
 */
export function timerRows(reader: ClusterReader): readonly TimerRow[] {
  const rows: TimerRow[] = [];
  const { cluster } = reader;
  const { controller, image } = cluster.activeController;
  for (const id of cluster.brokerIds) {
    const registration = image.broker(id);
    if (registration === undefined) continue;
    const contactMicros = controller.heartbeats.contactMicros(id, registration.epoch);
    if (contactMicros === null || registration.fenced) continue;
    const dueMicros = contactMicros + controller.settings.sessionTimeoutMicros;
    rows.push({
      id: `session ${String(id)}`,
      owner: `broker:${String(id)}`,
      kind: 'session',
      subject: '',
      startMicros: contactMicros,
      dueMicros,
      isPaused: false,
    });
  }
  for (const facts of reader.partitions()) rows.push(...lagTimers(reader, facts.name));
  for (const { name, kind } of cluster.clients.all()) rows.push(...clientTimers(reader, name, kind));
  return rows;
}

function lagTimers(reader: ClusterReader, name: string): readonly TimerRow[] {
  const facts = reader.partition(name);
  const leader = facts === null ? null : reader.leader(facts);
  if (leader === null || leader.log === null) return [];
  const rows: TimerRow[] = [];
  const { epochMillis } = reader.cluster.kernel;
  for (const replica of leader.remoteReplicas) {
    if (!leader.partitionState.isr.includes(replica.brokerId) || replica.logEndOffset === leader.log.logEndOffset) continue;
    const startMicros = (replica.lastCaughtUpTimeMs - epochMillis) * 1000;
    const dueMicros = startMicros + leader.owner.replicaLagTimeMaxMs * 1000;
    const owner = `broker:${String(replica.brokerId)}`;
    rows.push({
      id: `lag ${name} ${String(replica.brokerId)}`,
      owner,
      kind: 'replica-lag',
      subject: name,
      startMicros,
      dueMicros,
      isPaused: false,
    });
  }
  return rows;
}

/** How long a client still waits: for the answer to its oldest request, and, a producer, for its oldest batch to be delivered at all. */
function clientTimers(reader: ClusterReader, name: string, kind: string): readonly TimerRow[] {
  const producer = kind === 'producer' ? (reader.cluster.producer(name)?.producer ?? null) : null;
  const consumer = kind === 'consumer' ? (reader.cluster.consumer(name)?.consumer ?? null) : null;
  const requests = producer?.client.inFlightRequests ?? consumer?.client.network.inFlightRequests;
  if (requests === undefined) return [];
  const { epochMillis } = reader.cluster.kernel;
  const owner = `${kind}:${name}`;
  const timer = (timerKind: string, subject: string, from: { readonly millis: number; readonly durationMillis: number }): TimerRow => ({
    id: `${timerKind} ${owner}`,
    owner,
    kind: timerKind,
    subject,
    startMicros: (from.millis - epochMillis) * 1000,
    dueMicros: (from.millis + from.durationMillis - epochMillis) * 1000,
    isPaused: false,
  });
  const rows: TimerRow[] = [];
  const waiting = [...requests.byNode.values()].flat();
  const oldest = waiting.reduce((first, request) => (request.sentMillis < first.sentMillis ? request : first), waiting[0]!);
  if (waiting.length > 0)
    rows.push(timer('request', oldest.api, { millis: oldest.sentMillis, durationMillis: oldest.requestTimeoutMillis }));
  if (producer === null) return rows;
  const queues = [...producer.accumulator.topics.values()].flatMap((topic) => topic.queues);
  const batches = queues.flatMap((queue) => [...queue.inFlight, ...queue.batches]);
  if (batches.length === 0) return rows;
  const eldest = batches.reduce((first, batch) => (batch.createdMillis < first.createdMillis ? batch : first));
  const durationMillis = producer.settings.deliveryTimeoutMillis;
  rows.push(timer('delivery', eldest.topicPartition.key, { millis: eldest.createdMillis, durationMillis }));
  return rows;
}
