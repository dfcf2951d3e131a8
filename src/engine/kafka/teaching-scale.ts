import type { ClusterSpec } from '../../contract/scenario.ts';

/** Settings of time whose defaults are too slow to watch: a scenario that changes one runs at teaching scale, and the page says so. */
const timeKeys: readonly string[] = [
  'replica.lag.time.max.ms',
  'broker.session.timeout.ms',
  'broker.heartbeat.interval.ms',
  'replica.fetch.wait.max.ms',
  'replica.fetch.backoff.ms',
  'leader.imbalance.check.interval.seconds',
  'replica.high.watermark.checkpoint.interval.ms',
  'log.retention.check.interval.ms',
  'request.timeout.ms',
  'delivery.timeout.ms',
  'session.timeout.ms',
  'heartbeat.interval.ms',
  'max.poll.interval.ms',
  'metadata.max.age.ms',
  'segment.ms',
  'retention.ms',
  'delete.retention.ms',
  'file.delete.delay.ms',
  'log.cleaner.backoff.ms',
  'log.initial.task.delay.ms',
];

/**
 * What `__consumer_offsets` is like unless a scenario says otherwise: as many partitions as can be watched, where Kafka has 50, and no more
 * replicas than there are brokers, where Kafka would wait for the third.
 */
export function offsetsTopicDefaults(brokerCount: number): Readonly<Record<string, string>> {
  return { 'offsets.topic.num.partitions': '3', 'offsets.topic.replication.factor': String(Math.min(3, brokerCount)) };
}

/** The keys of time that a scenario sets otherwise than Kafka does. */
export function teachingScaleKeys(spec: ClusterSpec): readonly string[] {
  const set = new Set<string>();
  const sources = [
    spec.configs ?? {},
    ...spec.brokers.map((b) => b.configs ?? {}),
    ...spec.topics.map((t) => t.configs ?? {}),
    ...spec.producers.map((p) => p.configs ?? {}),
    ...spec.consumers.map((c) => c.configs ?? {}),
  ];
  for (const configs of sources) for (const key of timeKeys) if (configs[key] !== undefined) set.add(key);
  return [...set];
}
