import type { ClientLibrary } from '../../../contract/scenario.ts';
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

const profiles: Readonly<Record<Exclude<ClientLibrary, 'java'>, Readonly<Record<ClientScope, LibraryProfile>>>> = {
  'java-2.3': java23,
  'java-3.2': java32,
  librdkafka,
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
export function javaConfigs(scope: ClientScope, library: ClientLibrary, configs: Configs): Configs {
  if (library === 'java') return configs;
  const { defaults, aliases } = profiles[library][scope];
  const set: Record<string, string> = {};
  for (const [key, value] of Object.entries(configs)) {
    if (library === 'librdkafka' && ownKeys[scope].includes(key)) continue;
    set[aliases[key] ?? key] = key === 'partition.assignment.strategy' ? assignorsOf(value) : value;
  }
  const ofProtocol = set['group.protocol'] === 'consumer' ? withoutClassicKeys(defaults) : defaults;
  if (library !== 'librdkafka' || scope === 'consumer') return { ...ofProtocol, ...set };
  const partitioner = `librdkafka.${configs['partitioner'] ?? 'consistent_random'}.${configs['sticky.partitioning.linger.ms'] ?? '10'}`;
  // Idempotence brings its own limit of requests in flight.
  const inFlight = set['enable.idempotence'] === 'true' ? { 'max.in.flight.requests.per.connection': '5' } : {};
  return { ...defaults, ...inFlight, ...set, 'partitioner.class': partitioner };
}

/** A setting that the library does not have, and its reason; null when it has all. */
export function unknownToLibrary(
  scope: ClientScope,
  library: ClientLibrary,
  configs: Configs,
): { readonly key: string; readonly reason: string } | null {
  if (library !== 'librdkafka') return null;
  const { absent } = librdkafka[scope];
  const missing = Object.keys(configs).find((key) => absent.includes(key));
  if (missing !== undefined) return { key: missing, reason: `No such configuration property: "${missing}"` };
  const partitioner = configs['partitioner'];
  const isUnknown = scope === 'producer' && partitioner !== undefined && !librdkafkaPartitioners.some((name) => name === partitioner);
  return isUnknown ? { key: 'partitioner', reason: `Invalid value "${partitioner}" for configuration property "partitioner"` } : null;
}

/** How librdkafka commits by itself: a thread of its own, at an interval, what was stored. Null: it does not, or is another library. */
export interface StoredOffsetCommits {
  readonly intervalMillis: number;
  /** enable.auto.offset.store: an offset is stored when its record is handed to the application; else when the application says so. */
  readonly areStoredAtDelivery: boolean;
}

/** Source: rdkafka_cgrp.c, rd_kafka_offset_store0. */
export function storedOffsetCommits(library: ClientLibrary, configs: Configs): StoredOffsetCommits | null {
  if (library !== 'librdkafka' || configs['enable.auto.commit'] === 'false' || configs['group.id'] === undefined) return null;
  const intervalMillis = Number(configs['auto.commit.interval.ms'] ?? '5000');
  // An interval of 0 turns it off, as enable.auto.commit=false does.
  return intervalMillis <= 0 ? null : { intervalMillis, areStoredAtDelivery: configs['enable.auto.offset.store'] !== 'false' };
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
