/** A broker's key that gives a topic's default, and how many of the topic's units one of its units is. */
export interface TopicSynonym {
  readonly brokerKey: string;
  readonly factor: number;
}

const millisPerMinute = 60_000;
const millisPerHour = 3_600_000;

/**
 * The broker's keys behind a topic's key, strongest first: of several that are set, the first counts.
 * Source: ServerTopicConfigSynonyms.ALL_TOPIC_CONFIG_SYNONYMS.
 */
export const topicSynonyms: ReadonlyMap<string, readonly TopicSynonym[]> = new Map([
  same('segment.bytes', 'log.'),
  several('segment.ms', ['log.roll.ms', 1], ['log.roll.hours', millisPerHour]),
  several('segment.jitter.ms', ['log.roll.jitter.ms', 1], ['log.roll.jitter.hours', millisPerHour]),
  several('segment.index.bytes', ['log.index.size.max.bytes', 1]),
  several('flush.messages', ['log.flush.interval.messages', 1]),
  several('flush.ms', ['log.flush.interval.ms', 1], ['log.flush.scheduler.interval.ms', 1]),
  same('retention.bytes', 'log.'),
  several('retention.ms', ['log.retention.ms', 1], ['log.retention.minutes', millisPerMinute], ['log.retention.hours', millisPerHour]),
  several('max.message.bytes', ['message.max.bytes', 1]),
  same('index.interval.bytes', 'log.'),
  same('delete.retention.ms', 'log.cleaner.'),
  same('min.compaction.lag.ms', 'log.cleaner.'),
  same('max.compaction.lag.ms', 'log.cleaner.'),
  several('file.delete.delay.ms', ['log.segment.delete.delay.ms', 1]),
  several('min.cleanable.dirty.ratio', ['log.cleaner.min.cleanable.ratio', 1]),
  same('cleanup.policy', 'log.'),
  same('unclean.leader.election.enable', ''),
  same('min.insync.replicas', ''),
  same('compression.type', ''),
  same('compression.gzip.level', ''),
  same('compression.lz4.level', ''),
  same('compression.zstd.level', ''),
  same('preallocate', 'log.'),
  same('message.timestamp.type', 'log.'),
  same('message.timestamp.before.max.ms', 'log.'),
  same('message.timestamp.after.max.ms', 'log.'),
  same('local.retention.ms', 'log.'),
  same('local.retention.bytes', 'log.'),
]);

/** The topic's key that a broker's key is the default of; null for keys that are no topic's default. */
export function topicKeyOf(brokerKey: string): string | null {
  for (const [topicKey, synonyms] of topicSynonyms) {
    if (synonyms.some((synonym) => synonym.brokerKey === brokerKey)) return topicKey;
  }
  return null;
}

/** Keys of a broker that are one setting in several units; strongest first. The name itself when it is alone. */
export function brokerKeySynonyms(name: string): readonly string[] {
  const together = [
    ['log.roll.ms', 'log.roll.hours'],
    ['log.roll.jitter.ms', 'log.roll.jitter.hours'],
    ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'],
  ].find((names) => names.includes(name));
  // The scheduler's interval is the default of log.flush.interval.ms, but a setting of its own.
  if (name === 'log.flush.interval.ms') return [name, 'log.flush.scheduler.interval.ms'];
  return together ?? [name];
}

function same(topicKey: string, prefix: string): [string, readonly TopicSynonym[]] {
  return [topicKey, [{ brokerKey: prefix + topicKey, factor: 1 }]];
}

function several(topicKey: string, ...synonyms: readonly [string, number][]): [string, readonly TopicSynonym[]] {
  return [topicKey, synonyms.map(([brokerKey, factor]) => ({ brokerKey, factor }))];
}
