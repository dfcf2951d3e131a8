/** Random scenarios that the format allows, with every field and every command. */
import fc from 'fast-check';
import type { Command } from '../../contract/command.ts';
import type { Scenario } from '../../contract/scenario.ts';

const topicNames = ['orders', 'payments', 'a.b_c-d'] as const;
const producerNames = ['app', '收银台'] as const;
const consumerNames = ['reader', 'audit-1'] as const;

const topicName = fc.constantFrom(...topicNames);
const producerName = fc.constantFrom(...producerNames);
const consumerName = fc.constantFrom(...consumerNames);
const clientName = fc.constantFrom(...producerNames, ...consumerNames);
const brokerId = fc.integer({ min: 1, max: 3 });
const partitionName = fc.tuple(topicName, fc.nat(3)).map(([topic, index]) => `${topic}-${String(index)}`);
/** Any text, half a surrogate pair included. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 20 }),
  fc.constantFrom('', 'orders', '\ud83d', '"\\'),
);
const configKey = fc.constantFrom('acks', 'linger.ms', 'retention.ms', 'constructor', 'x.y', 'min.insync.replicas');
const configs = fc.dictionary(configKey, text, { maxKeys: 3 });
const changes = fc.dictionary(configKey, fc.option(text), { maxKeys: 3 });
const replicas = fc.shuffledSubarray([1, 2, 3], { minLength: 1 });
const optional = { requiredKeys: [] };

const library = fc.constantFrom('java' as const, 'java-2.3' as const, 'java-3.2' as const, 'librdkafka' as const);
const program = fc.record(
  {
    application: fc.constant('ledger'),
    commit: fc.constantFrom('none' as const, 'sync' as const, 'async' as const, 'async-then-sync' as const),
    commitWhen: fc.constantFrom('before' as const, 'after' as const, 'each-record' as const),
    commitEveryRecords: fc.integer({ min: 1, max: 99 }),
    commitOffsets: fc.constantFrom('position' as const, 'processed' as const, 'record' as const),
    retryAsync: fc.constantFrom('never' as const, 'always' as const, 'if-newest' as const),
    retryAsyncMillis: fc.nat(1000),
    processing: fc.constantFrom('inline' as const, 'workers' as const),
    onRevoked: fc.constantFrom('nothing' as const, 'commit' as const, 'finish-and-commit' as const),
    sink: fc.constantFrom('plain' as const, 'idempotent' as const, 'transactional' as const),
    poison: fc.record(
      {
        text: fc.constantFrom('bad', '坏'),
        fails: fc.constantFrom('processing' as const, 'deserialization' as const),
        times: fc.integer({ min: 1, max: 9 }),
        then: fc.constantFrom('close' as const, 'skip' as const, 'retry' as const, 'seek-back' as const, 'restart' as const),
      },
      { requiredKeys: ['text', 'fails', 'then'] },
    ),
    onException: fc.constantFrom('close' as const, 'continue' as const),
  },
  optional,
);
const application = fc.record(
  {
    style: fc.constantFrom('callback' as const, 'sync' as const),
    onFailure: fc.constantFrom('ignore' as const, 'send-again' as const),
    onRestart: fc.constantFrom('go-on' as const, 'send-unconfirmed' as const),
    serializerRefuses: fc.constant('bad'),
    failingInterceptor: fc.constant('audit'),
  },
  optional,
);

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constant('fault' as const),
    fault: fc.constantFrom('kill', 'cut', 'slow-disk'),
    params: fc.dictionary(
      fc.constantFrom('broker', 'from', 'to', 'millis', 'link'),
      fc.oneof(
        fc.integer(),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((n) => n + 0),
        text,
      ),
      { maxKeys: 3 },
    ),
  }),
  fc.record({
    kind: fc.constant('send' as const),
    producer: producerName,
    topic: topicName,
    partition: fc.option(fc.nat(3)),
    key: fc.option(text),
    value: fc.option(text),
  }),
  fc.record({ kind: fc.constant('configure-client' as const), client: clientName, configs }),
  fc.record({ kind: fc.constant('configure-topic' as const), topic: topicName, configs: changes }),
  fc.record({ kind: fc.constant('configure-broker' as const), broker: fc.option(brokerId), configs: changes }),
  fc.record({ kind: fc.constant('delete-topic' as const), topic: topicName }),
  fc.record({
    kind: fc.constant('add-partitions' as const),
    topic: topicName,
    total: fc.constant(2),
    assignment: fc.option(fc.array(replicas, { maxLength: 2 })),
  }),
  fc.record({ kind: fc.constant('reassign' as const), partition: partitionName, replicas: fc.option(replicas) }),
  fc.record({
    kind: fc.constant('elect' as const),
    election: fc.constantFrom('preferred' as const, 'unclean' as const),
    partition: partitionName,
  }),
  fc.record({ kind: fc.constant('delete-records' as const), partition: partitionName, beforeOffset: fc.integer({ min: -1, max: 99 }) }),
  fc.record({ kind: fc.constant('remove-client' as const), client: clientName }),
  fc.record({
    kind: fc.constant('close-client' as const),
    client: clientName,
    how: fc.constantFrom('close' as const, 'unsubscribe-and-close' as const),
    timeoutMillis: fc.option(fc.nat(9999)),
  }),
  fc.record({
    kind: fc.constant('change-program' as const),
    client: consumerName,
    program,
    processingMicrosPerRecord: fc.option(fc.nat(1000)),
  }),
  fc.record({
    kind: fc.constant('set-costs' as const),
    costs: fc.option(fc.constantFrom({}, { tls: 1 }, { pageCacheBytes: 4096, networkBytesPerSecond: 1 })),
  }),
  fc.record({ kind: fc.constant('seek-consumer' as const), client: consumerName, partition: partitionName, offset: fc.maxSafeNat() }),
  fc.record({
    kind: fc.constant('call-client' as const),
    client: clientName,
    call: fc.constantFrom('flush' as const, 'pause' as const, 'unsubscribe' as const),
    partitions: fc.array(partitionName, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('change-library' as const), client: consumerName, library }),
  fc.record({ kind: fc.constant('set-processing' as const), client: consumerName, microsPerRecord: fc.nat(1000) }),
  fc.record({
    kind: fc.constant('workload' as const),
    producer: producerName,
    recordsPerSecond: fc.nat(1000),
    recordCount: fc.option(fc.integer({ min: 1, max: 99 })),
  }),
  fc.record({
    kind: fc.constant('message' as const),
    message: fc.nat(),
    action: fc.constantFrom('drop' as const, 'delay' as const, 'duplicate' as const, 'hold' as const, 'release' as const),
    delayMicros: fc.nat(),
  }),
);

const workload = fc.record(
  {
    topic: topicName,
    recordsPerSecond: fc.integer({ min: 1, max: 1000 }),
    recordCount: fc.integer({ min: 1, max: 99 }),
    valueSizeBytes: fc.nat(100),
    keys: fc.array(text, { maxLength: 3 }),
    keyChoice: fc.constantFrom('in-turn' as const, 'random' as const),
    partition: fc.nat(3),
    startMillis: fc.nat(10_000),
  },
  { requiredKeys: ['topic', 'recordsPerSecond'] },
);

const topic = (name: string) =>
  fc.record(
    {
      name: fc.constant(name),
      partitions: fc.constant(2),
      replicationFactor: fc.integer({ min: 1, max: 3 }),
      assignment: fc.tuple(replicas, replicas),
      configs,
    },
    { requiredKeys: ['name', 'partitions', 'replicationFactor'] },
  );

const producer = (name: string) =>
  fc.record(
    { name: fc.constant(name), rack: fc.constant('r1'), configs, workload, callerCostMicrosPerBatch: fc.nat(99), library, application },
    { requiredKeys: ['name'] },
  );

const consumer = (name: string) =>
  fc
    .record(
      {
        name: fc.constant(name),
        rack: fc.constant('r1'),
        configs,
        program,
        library,
        processingMicrosPerRecord: fc.nat(1000),
        startMillis: fc.nat(1000),
      },
      { requiredKeys: ['name'] },
    )
    .chain((spec) =>
      fc.oneof(
        fc.array(partitionName, { minLength: 1, maxLength: 3 }).map((assign) => ({ ...spec, assign })),
        // The consumer of Kafka 0.8 is told what it reads.
        fc.array(partitionName, { minLength: 1, maxLength: 3 }).map((assign) => ({ ...spec, assign, library: 'scala-0.8' as const })),
        fc.array(topicName, { minLength: 1, maxLength: 3 }).map((subscribe) => ({ ...spec, subscribe })),
        fc.constantFrom('orders.*', '[op].+').map((subscribePattern) => ({ ...spec, subscribePattern })),
      ),
    );

const cluster = fc.record(
  {
    brokers: fc.tuple(
      ...[1, 2, 3].map((id) => fc.record({ id: fc.constant(id), rack: fc.constantFrom('r1', 'r2'), configs }, { requiredKeys: ['id'] })),
    ),
    controllers: fc.constantFrom(1, 3),
    configs,
    then: fc.constantFrom([], ['index-per-append' as const]),
    features: fc.dictionary(fc.constantFrom('eligible.leader.replicas.version', 'kraft.version'), fc.nat(3)),
    topics: fc.tuple(...topicNames.map(topic)),
    producers: fc.tuple(...producerNames.map(producer)),
    consumers: fc.tuple(...consumerNames.map(consumer)),
    network: fc.record({ latencyMicrosMin: fc.nat(100), latencyMicrosMax: fc.integer({ min: 100, max: 500 }) }, optional),
  },
  { requiredKeys: ['brokers', 'topics', 'producers', 'consumers'] },
);

/** Times and steps never run back; a step is sometimes not known. */
const commands = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.nat(3_000_000),
        fc.nat(30).map((n) => n * 100_000),
      ),
      fc.option(fc.nat(500)),
      command,
    ),
    { maxLength: 12 },
  )
  .map((list) => {
    let at = { micros: 0, steps: 0 };
    return list.map(([micros, steps, given]) => {
      at = { micros: at.micros + micros, steps: at.steps + (steps ?? 0) };
      return { at: { micros: at.micros, steps: steps === null ? -1 : at.steps }, command: given };
    });
  });

const position = fc.record({ micros: fc.nat(), steps: fc.nat() });

/** Any scenario within the limits of a page. */
export const scenarioArbitrary: fc.Arbitrary<Scenario> = fc.record(
  {
    format: fc.constant(1 as const),
    title: text,
    seed: fc.nat(),
    epochMillis: fc.integer({ min: 946_684_800_000, max: 4_102_444_800_000 }),
    cluster,
    commands,
    open: fc.record(
      { at: position, panels: fc.array(fc.constantFrom('cluster', 'space-time'), { maxLength: 3 }), focus: partitionName },
      { requiredKeys: ['at', 'panels'] },
    ),
    expect: fc.record({ at: position, digest: fc.constantFrom('0', 'deadbeef') }),
    exposes: fc.record(
      {
        panels: fc.array(fc.constantFrom('cluster', 'records'), { minLength: 1, maxLength: 2 }),
        acts: fc.array(fc.constantFrom('send', 'fault:kill', 'fault', 'message'), { maxLength: 3 }),
        hides: fc.subarray(['events', 'why', 'details'] as const),
        reason: text,
      },
      optional,
    ),
  },
  { requiredKeys: ['format', 'title', 'seed', 'epochMillis', 'cluster', 'commands'] },
);
