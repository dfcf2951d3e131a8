import type { ConsumerLibrary } from '../../../contract/scenario.ts';
import { librdkafkaPartitioners } from '../clients/partitioners/librdkafka-partitioner.ts';

type Configs = Readonly<Record<string, string>>;
type ClientScope = 'producer' | 'consumer';

/**
 * How a client of another library or age differs from today's Java client: its own names of settings, its own defaults, and names that it
 * does not have. The engine works with Java's names.
 */
interface LibraryProfile {
  /** In the words of today's Java client. */
  readonly defaults: Configs;
  /** Own names, and what Java calls them. */
  readonly aliases: Configs;
  /** Names that Java has and this library has not. */
  readonly absent: readonly string[];
}

const none = { aliases: {}, absent: [] };

/** Defaults of Apache Kafka's clients in their time: KIP-679 (3.0), KIP-735 (3.0), KIP-580 (3.7), KIP-1030 (4.0), KIP-480 (2.4). */
const java23: Readonly<Record<ClientScope, LibraryProfile>> = {
  producer: {
    ...none,
    defaults: {
      acks: '1',
      'enable.idempotence': 'false',
      'linger.ms': '0',
      'retry.backoff.max.ms': '100',
      'partitioner.class': 'then.OldDefaultPartitioner',
    },
  },
  consumer: {
    ...none,
    defaults: {
      'session.timeout.ms': '10000',
      'retry.backoff.max.ms': '100',
      'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.RangeAssignor',
    },
  },
};

const java32: Readonly<Record<ClientScope, LibraryProfile>> = {
  producer: { ...none, defaults: { 'linger.ms': '0', 'retry.backoff.max.ms': '100', 'partitioner.class': 'then.StickyPartitioner' } },
  consumer: { ...none, defaults: { 'retry.backoff.max.ms': '100' } },
};

/** Source: CONFIGURATION.md of librdkafka 2. */
const librdkafka: Readonly<Record<ClientScope, LibraryProfile>> = {
  producer: {
    defaults: {
      acks: 'all',
      'enable.idempotence': 'false',
      'linger.ms': '5',
      'batch.size': '1000000',
      'delivery.timeout.ms': '300000',
      'max.request.size': '1000000',
      'max.in.flight.requests.per.connection': '1000000',
      'metadata.max.age.ms': '900000',
      'reconnect.backoff.ms': '100',
      'reconnect.backoff.max.ms': '10000',
      'partitioner.class': 'librdkafka.consistent_random.10',
    },
    aliases: {
      'queue.buffering.max.ms': 'linger.ms',
      'message.timeout.ms': 'delivery.timeout.ms',
      'request.required.acks': 'acks',
      'message.send.max.retries': 'retries',
      'message.max.bytes': 'max.request.size',
      'max.in.flight': 'max.in.flight.requests.per.connection',
    },
    absent: [
      ...['partitioner.class', 'partitioner.ignore.keys', 'partitioner.adaptive.partitioning.enable'],
      ...[
        'partitioner.availability.timeout.ms',
        'interceptor.classes',
        'buffer.memory',
        'max.block.ms',
        'max.request.size',
        'metadata.max.idle.ms',
      ],
    ],
  },
  consumer: {
    defaults: {
      'isolation.level': 'read_committed',
      'check.crcs': 'false',
      'allow.auto.create.topics': 'false',
      'metadata.max.age.ms': '900000',
      'reconnect.backoff.ms': '100',
      'reconnect.backoff.max.ms': '10000',
      'partition.assignment.strategy':
        'org.apache.kafka.clients.consumer.RangeAssignor,org.apache.kafka.clients.consumer.RoundRobinAssignor',
    },
    aliases: { 'fetch.wait.max.ms': 'fetch.max.wait.ms', 'fetch.message.max.bytes': 'max.partition.fetch.bytes' },
    absent: ['max.poll.records', 'fetch.max.wait.ms', 'default.api.timeout.ms', 'exclude.internal.topics'],
  },
};

/**
 * The consumer of Kafka 0.8: its own names, and a commit of its own thread each minute. auto.offset.reset knew `smallest` and `largest`.
 * Source: ConsumerConfig.scala of 0.8.2; kafka-clients §5.9.
 */
const scala08: Readonly<Record<ClientScope, LibraryProfile>> = {
  producer: { ...none, defaults: {} },
  consumer: {
    defaults: { 'fetch.max.wait.ms': '100', 'auto.commit.interval.ms': '60000', 'allow.auto.create.topics': 'false' },
    aliases: {
      'auto.commit.enable': 'enable.auto.commit',
      'fetch.message.max.bytes': 'max.partition.fetch.bytes',
      'fetch.wait.max.ms': 'fetch.max.wait.ms',
    },
    absent: [
      ...['enable.auto.commit', 'max.partition.fetch.bytes', 'fetch.max.wait.ms', 'max.poll.interval.ms', 'group.protocol'],
      ...['session.timeout.ms', 'heartbeat.interval.ms', 'group.instance.id', 'isolation.level', 'default.api.timeout.ms'],
    ],
  },
};

const resets08: Configs = { smallest: 'earliest', largest: 'latest' };

const profiles: Readonly<Record<Exclude<ConsumerLibrary, 'java'>, Readonly<Record<ClientScope, LibraryProfile>>>> = {
  'java-2.3': java23,
  'java-3.2': java32,
  librdkafka,
  'scala-0.8': scala08,
};

const assignorNames: Configs = {
  range: 'org.apache.kafka.clients.consumer.RangeAssignor',
  roundrobin: 'org.apache.kafka.clients.consumer.RoundRobinAssignor',
  'cooperative-sticky': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
};

/** Settings of librdkafka that Java has no counterpart of. */
const ownKeys: Readonly<Record<ClientScope, readonly string[]>> = {
  producer: ['partitioner', 'sticky.partitioning.linger.ms'],
  consumer: ['enable.auto.offset.store'],
};

/** The settings of a client in the words of today's Java client; what was set by hand comes last. */
export function javaConfigs(scope: ClientScope, library: ConsumerLibrary, configs: Configs): Configs {
  if (library === 'java') return configs;
  const { defaults, aliases } = profiles[library][scope];
  const set: Record<string, string> = {};
  for (const [key, value] of Object.entries(configs)) {
    if (library === 'librdkafka' && ownKeys[scope].includes(key)) continue;
    if (library === 'scala-0.8' && zooKeeperKeys.includes(key)) continue;
    set[aliases[key] ?? key] = javaValue(library, key, value);
  }
  const ofProtocol = set['group.protocol'] === 'consumer' ? withoutClassicKeys(defaults) : defaults;
  if (library !== 'librdkafka' || scope === 'consumer') return { ...ofProtocol, ...set };
  const partitioner = `librdkafka.${configs['partitioner'] ?? 'consistent_random'}.${configs['sticky.partitioning.linger.ms'] ?? '10'}`;
  // Idempotence brings its own limit of requests in flight.
  const inFlight = set['enable.idempotence'] === 'true' ? { 'max.in.flight.requests.per.connection': '5' } : {};
  return { ...defaults, ...inFlight, ...set, 'partitioner.class': partitioner };
}

/**
 * What was set of a client, in the words of another library: names that it calls otherwise are translated, names that it has not are left
 * out. Defaults are each library's own.
 */
export function translatedConfigs(scope: ClientScope, from: ConsumerLibrary, to: ConsumerLibrary, configs: Configs): Configs {
  const { aliases } = profileOf(scope, from);
  const { aliases: names, absent } = profileOf(scope, to);
  const back = new Map(Object.entries(names).map(([own, java]) => [java, own]));
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(configs)) {
    if (from !== 'java' && (ownKeys[scope].includes(key) || zooKeeperKeys.includes(key))) continue;
    const java = aliases[key] ?? key;
    const own = absent.includes(java) ? back.get(java) : java;
    if (own !== undefined) found[own] = java === 'auto.offset.reset' ? resetOf(to, javaValue(from, java, value)) : value;
  }
  return found;
}

function profileOf(scope: ClientScope, library: ConsumerLibrary): LibraryProfile {
  return library === 'java' ? { ...none, defaults: {} } : profiles[library][scope];
}

function resetOf(library: ConsumerLibrary, value: string): string {
  if (library !== 'scala-0.8') return value;
  return Object.keys(resets08).find((own) => resets08[own] === value) ?? value;
}

/** A setting that the library does not have, and its reason; null when it has all. */
export function unknownToLibrary(
  scope: ClientScope,
  library: ConsumerLibrary,
  configs: Configs,
): { readonly key: string; readonly reason: string } | null {
  if (library === 'scala-0.8') return unknownTo08(configs);
  if (library !== 'librdkafka') return null;
  const { absent } = librdkafka[scope];
  const missing = Object.keys(configs).find((key) => absent.includes(key));
  if (missing !== undefined) return { key: missing, reason: `No such configuration property: "${missing}"` };
  const partitioner = configs['partitioner'];
  const isUnknown = scope === 'producer' && partitioner !== undefined && !librdkafkaPartitioners.some((name) => name === partitioner);
  return isUnknown ? { key: 'partitioner', reason: `Invalid value "${partitioner}" for configuration property "partitioner"` } : null;
}

/** Where a thread of the library commits what was stored (librdkafka, Kafka 0.8), and not poll(). */
export interface StoredOffsetCommits {
  /** -1: only when the program says so. */
  readonly intervalMillis: number;
  /** enable.auto.offset.store: an offset is stored when its record is handed to the application; else when the application says so. */
  readonly areStoredAtDelivery: boolean;
}

/** Null: it is poll() that commits, or nobody. Source: rdkafka_cgrp.c, rd_kafka_offset_store0. */
export function storedOffsetCommits(library: ConsumerLibrary, configs: Configs): StoredOffsetCommits | null {
  if (library === 'scala-0.8') return consumedOffsetCommits(configs);
  if (library !== 'librdkafka' || configs['enable.auto.commit'] === 'false' || configs['group.id'] === undefined) return null;
  const intervalMillis = Number(configs['auto.commit.interval.ms'] ?? '5000');
  // An interval of 0 turns it off, as enable.auto.commit=false does.
  return intervalMillis <= 0 ? null : { intervalMillis, areStoredAtDelivery: configs['enable.auto.offset.store'] !== 'false' };
}

/** Kafka 0.8 counts a record as consumed when its iterator hands it out. Source: ConsumerIterator.next, ZookeeperConsumerConnector. */
function consumedOffsetCommits(configs: Configs): StoredOffsetCommits {
  const isAuto = (configs['auto.commit.enable'] ?? configs['enable.auto.commit']) !== 'false';
  return { intervalMillis: isAuto ? Number(configs['auto.commit.interval.ms'] ?? '60000') : -1, areStoredAtDelivery: true };
}

/** Settings that only name what is simulated anyway. */
const zooKeeperKeys: readonly string[] = ['zookeeper.connect', 'offsets.storage'];

function unknownTo08(configs: Configs): { readonly key: string; readonly reason: string } | null {
  const { absent } = scala08.consumer;
  const key = Object.keys(configs).find((each) => absent.includes(each));
  // VerifiableProperties only warns, and goes on with the default.
  if (key !== undefined) return { key, reason: `Property ${key} is not valid` };
  const storage = configs['offsets.storage'];
  if (storage !== undefined && storage !== 'zookeeper')
    return { key: 'offsets.storage', reason: `Only zookeeper is simulated, not ${storage}` };
  return null;
}

function javaValue(library: ConsumerLibrary, key: string, value: string): string {
  if (key === 'partition.assignment.strategy') return assignorsOf(value);
  return library === 'scala-0.8' && key === 'auto.offset.reset' ? (resets08[value] ?? value) : value;
}

function assignorsOf(value: string): string {
  return value
    .split(',')
    .map((name) => assignorNames[name.trim()] ?? name.trim())
    .join(',');
}

function withoutClassicKeys(defaults: Configs): Configs {
  const classic = ['partition.assignment.strategy', 'session.timeout.ms', 'heartbeat.interval.ms'];
  return Object.fromEntries(Object.entries(defaults).filter(([key]) => !classic.includes(key)));
}
