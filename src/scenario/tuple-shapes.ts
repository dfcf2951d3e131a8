/**
 * Version 1 of the tuples: which field stands where. Links of this version are out in the world, so nothing here is ever
 * reordered or removed; a new field goes to the end of its list, and a change of meaning is a new version beside this one.
 */
import type { Field, Shape } from './tuples.ts';

const number: Shape = { kind: 'number', base: 0 };
const text: Shape = { kind: 'text' };
const numbers: Shape = { kind: 'list', of: number };
const texts: Shape = { kind: 'list', of: text };
const configs: Shape = { kind: 'record', of: text };
const assignment: Shape = { kind: 'list', of: numbers };
const orNull = (of: Shape): Shape => ({ kind: 'nullable', of });
const object = (...fields: readonly Field[]): Shape => ({ kind: 'fields', fields });
const list = (of: Shape): Shape => ({ kind: 'list', of });

const topic = object(
  ['name', text],
  ['partitions', number],
  ['replicationFactor', number],
  ['assignment', assignment],
  ['configs', configs],
);
const workload = object(
  ['topic', text],
  ['recordsPerSecond', number],
  ['recordCount', number],
  ['valueSizeBytes', number],
  ['keys', texts],
  ['keyChoice', text],
  ['partition', number],
  ['startMillis', number],
);
const application = object(
  ['style', text],
  ['onFailure', text],
  ['onRestart', text],
  ['serializerRefuses', text],
  ['failingInterceptor', text],
);
const producer = object(
  ['name', text],
  ['configs', configs],
  ['workload', workload],
  ['rack', text],
  ['callerCostMicrosPerBatch', number],
  ['library', text],
  ['application', application],
);
const poison = object(['text', text], ['fails', text], ['times', number], ['then', text]);
const program = object(
  ['commit', text],
  ['commitWhen', text],
  ['commitOffsets', text],
  ['processing', text],
  ['onRevoked', text],
  ['sink', text],
  ['onException', text],
  ['application', text],
  ['commitEveryRecords', number],
  ['retryAsync', text],
  ['retryAsyncMillis', number],
  ['poison', poison],
);
const consumer = object(
  ['name', text],
  ['assign', texts],
  ['subscribe', texts],
  ['configs', configs],
  ['processingMicrosPerRecord', number],
  ['startMillis', number],
  ['rack', text],
  ['program', program],
  ['subscribePattern', text],
  ['library', text],
);
const cluster = object(
  ['brokers', list(object(['id', number], ['rack', text], ['configs', configs]))],
  ['topics', list(topic)],
  ['producers', list(producer)],
  ['consumers', list(consumer)],
  ['configs', configs],
  ['controllers', number],
  ['features', { kind: 'record', of: number }],
  ['network', object(['latencyMicrosMin', number], ['latencyMicrosMax', number])],
  ['costs', { kind: 'record', of: number }],
  ['then', texts],
);

const command: Shape = {
  kind: 'variants',
  variants: [
    {
      kind: 'fault',
      fields: [
        ['fault', text],
        ['params', { kind: 'record', of: { kind: 'plain' } }],
      ],
    },
    {
      kind: 'send',
      fields: [
        ['producer', text],
        ['topic', text],
        ['value', orNull(text)],
        ['key', orNull(text)],
        ['partition', orNull(number)],
      ],
    },
    {
      kind: 'configure-client',
      fields: [
        ['client', text],
        ['configs', configs],
      ],
    },
    {
      kind: 'configure-topic',
      fields: [
        ['topic', text],
        ['configs', configs],
      ],
    },
    {
      kind: 'configure-broker',
      fields: [
        ['broker', orNull(number)],
        ['configs', configs],
      ],
    },
    { kind: 'create-topic', fields: [['topic', topic]] },
    { kind: 'delete-topic', fields: [['topic', text]] },
    {
      kind: 'add-partitions',
      fields: [
        ['topic', text],
        ['total', number],
        ['assignment', orNull(assignment)],
      ],
    },
    {
      kind: 'reassign',
      fields: [
        ['partition', text],
        ['replicas', orNull(numbers)],
      ],
    },
    {
      kind: 'elect',
      fields: [
        ['election', text],
        ['partition', text],
      ],
    },
    { kind: 'add-producer', fields: [['producer', producer]] },
    { kind: 'add-consumer', fields: [['consumer', consumer]] },
    { kind: 'remove-client', fields: [['client', text]] },
    {
      kind: 'seek-consumer',
      fields: [
        ['client', text],
        ['partition', text],
        ['offset', number],
      ],
    },
    {
      kind: 'workload',
      fields: [
        ['producer', text],
        ['recordsPerSecond', number],
        ['recordCount', orNull(number)],
      ],
    },
    {
      kind: 'message',
      fields: [
        ['message', number],
        ['action', text],
        ['delayMicros', number],
      ],
    },
    {
      kind: 'delete-records',
      fields: [
        ['partition', text],
        ['beforeOffset', number],
      ],
    },
    {
      kind: 'close-client',
      fields: [
        ['client', text],
        ['how', text],
        ['timeoutMillis', orNull(number)],
      ],
    },
    {
      kind: 'change-program',
      fields: [
        ['client', text],
        ['program', program],
        ['processingMicrosPerRecord', orNull(number)],
      ],
    },
    {
      kind: 'call-client',
      fields: [
        ['client', text],
        ['call', text],
        ['partitions', texts],
      ],
    },
    {
      kind: 'set-processing',
      fields: [
        ['client', text],
        ['microsPerRecord', number],
      ],
    },
    { kind: 'set-costs', fields: [['costs', orNull({ kind: 'record', of: number })]] },
    {
      kind: 'change-library',
      fields: [
        ['client', text],
        ['library', text],
      ],
    },
  ],
};

/** 2026-01-01T00:00:00Z, from which the clock of most scenarios starts. */
const usualEpochMillis = 1_767_225_600_000;

const position = object(['micros', number], ['steps', number]);

/** Words that most scenarios use, by their place here: never reordered, never removed. */
export const usualWordsV1: readonly string[] = [
  ...['orders', 'payments', 'app', 'reader', 'producer', 'consumer', 'broker', 'from', 'to', 'node', 'all', 'true', 'false'],
  ...['0', '1', '2', 'kill', 'restart', 'stop', 'pause', 'resume', 'cut', 'heal', 'power-loss', 'wipe', 'slow-disk'],
  ...['cluster', 'millis', 'percent', 'controller', 'acks', 'enable.idempotence', 'linger.ms', 'batch.size', 'retries'],
  ...['max.in.flight.requests.per.connection', 'delivery.timeout.ms', 'request.timeout.ms', 'retry.backoff.ms'],
  ...['auto.offset.reset', 'group.id', 'isolation.level', 'fetch.max.wait.ms', 'max.poll.records', 'min.insync.replicas'],
  ...['unclean.leader.election.enable', 'replica.lag.time.max.ms', 'replica.fetch.wait.max.ms', 'replica.fetch.backoff.ms'],
  ...['broker.session.timeout.ms', 'broker.heartbeat.interval.ms', 'retention.ms', 'segment.bytes', 'cleanup.policy'],
  ...['in-turn', 'random', 'preferred', 'unclean', 'drop', 'delay', 'duplicate', 'hold', 'release', 'orders-0'],
  ...['payments-0', 'client', 'alice', 'bob', 'carol', 'metadata.max.age.ms', 'enable.auto.commit', 'read_committed'],
  ...['compact', 'delete'],
  ...[
    'checkout',
    'billing',
    'tom',
    'uma',
    'heal-all',
    'cut-one-way',
    'slow-link',
    'extraMillis',
    'lossPercent',
    'earliest',
    'latest',
    'none',
  ],
  ...['events', 'why', 'details', 'fault', 'send', 'configure-client', 'configure-topic', 'space-time', 'records', 'replication'],
];

/** A scenario whose commands were taken apart into three columns: see link.ts. */
export const linkShapeV1 = object(
  ['title', text],
  ['seed', number],
  ['epochMillis', { kind: 'number', base: usualEpochMillis }],
  ['cluster', cluster],
  ['commands', list(command)],
  ['unit', number],
  ['times', numbers],
  ['steps', { kind: 'list', of: orNull(number) }],
  ['open', object(['at', position], ['panels', texts], ['focus', text])],
  ['expect', object(['at', position], ['digest', text])],
  ['exposes', object(['panels', texts], ['acts', texts], ['hides', texts], ['reason', text])],
);
