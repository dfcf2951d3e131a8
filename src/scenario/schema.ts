/**
 * The shape of a scenario, strictly: an unknown key is refused, a text is bounded, a number has a range.
 * What spans several places is in consistency.ts.
 */
import * as z from 'zod/mini';
import type { Command } from '../contract/command.ts';
import type { Scenario } from '../contract/scenario.ts';
import { textLengths } from './limits.ts';

/** Simulated time that a scenario may speak of: about 115 days. */
export const microsMax = 10_000_000_000_000;
const stepsMax = 100_000_000_000;
/** Milliseconds of the years 2000 to 2100: Kafka takes 0 for "never", so a scenario never starts near it. */
const epochMillisMin = 946_684_800_000;
const epochMillisMax = 4_102_444_800_000;
const rateMax = 1_000_000;
/** reserved.broker.max.id by default; clients are numbered behind it. */
const nodeMax = 1000;

const whole = (minimum: number, maximum: number) => z.int().check(z.gte(minimum), z.lte(maximum));
const text = (maximum: number) => z.string().check(z.maxLength(maximum));
const word = (maximum: number, pattern: RegExp) => z.string().check(z.minLength(1), z.maxLength(maximum), z.regex(pattern));

/** Kafka's rule for topics is `Topic.validate`; clients and racks may use letters of any script. */
const topicName = word(textLengths.topic, /^[a-zA-Z0-9._-]+$/);
const name = word(textLengths.name, /^[\p{L}\p{N}._-]+$/u);
const partition = word(textLengths.topic + 8, /^[a-zA-Z0-9._-]+-\d{1,6}$/);
const slug = word(textLengths.panel, /^[a-z][a-z0-9-]*$/);
const configKey = word(100, /^[a-zA-Z][a-zA-Z0-9._-]*$/);
const brokerId = whole(0, nodeMax);
const recordText = (maximum: number) => z.nullable(text(maximum));

const configs = z.record(configKey, text(textLengths.config));
const configChanges = z.record(configKey, z.nullable(text(textLengths.config)));
const replicas = z.array(brokerId).check(z.minLength(1), z.maxLength(100));
const assignment = z.array(replicas);

const broker = z.strictObject({ id: brokerId, rack: z.exactOptional(name), configs: z.exactOptional(configs) });

const topic = z.strictObject({
  name: topicName,
  partitions: whole(1, 20_000),
  replicationFactor: whole(1, 100),
  assignment: z.exactOptional(assignment),
  configs: z.exactOptional(configs),
});

const workload = z.strictObject({
  topic: topicName,
  recordsPerSecond: whole(1, rateMax),
  recordCount: z.exactOptional(whole(1, 1_000_000_000)),
  valueSizeBytes: z.exactOptional(whole(0, 1_048_576)),
  keys: z.exactOptional(z.array(text(textLengths.key)).check(z.maxLength(1000))),
  keyChoice: z.exactOptional(z.literal(['in-turn', 'random'])),
  partition: z.exactOptional(whole(0, 20_000)),
  startMillis: z.exactOptional(whole(0, microsMax / 1000)),
});

const library = z.literal(['java', 'java-2.3', 'java-3.2', 'librdkafka']);
const consumerLibrary = z.literal(['java', 'java-2.3', 'java-3.2', 'librdkafka', 'scala-0.8']);

const application = z.strictObject({
  style: z.exactOptional(z.literal(['callback', 'sync'])),
  onFailure: z.exactOptional(z.literal(['ignore', 'send-again'])),
  onRestart: z.exactOptional(z.literal(['go-on', 'send-unconfirmed'])),
  serializerRefuses: z.exactOptional(text(textLengths.value).check(z.minLength(1))),
  failingInterceptor: z.exactOptional(text(textLengths.config).check(z.minLength(1))),
});

const producer = z.strictObject({
  name,
  rack: z.exactOptional(name),
  configs: z.exactOptional(configs),
  workload: z.exactOptional(workload),
  callerCostMicrosPerBatch: z.exactOptional(whole(0, 1_000_000)),
  library: z.exactOptional(library),
  application: z.exactOptional(application),
});

const poison = z.strictObject({
  text: text(textLengths.value).check(z.minLength(1)),
  fails: z.literal(['processing', 'deserialization']),
  times: z.exactOptional(whole(1, 1_000_000)),
  then: z.literal(['close', 'skip', 'retry', 'seek-back', 'restart']),
});

const program = z.strictObject({
  application: z.exactOptional(name),
  commit: z.exactOptional(z.literal(['none', 'sync', 'async', 'async-then-sync'])),
  commitWhen: z.exactOptional(z.literal(['before', 'after', 'each-record'])),
  commitEveryRecords: z.exactOptional(whole(1, 1_000_000)),
  commitOffsets: z.exactOptional(z.literal(['position', 'processed', 'record'])),
  retryAsync: z.exactOptional(z.literal(['never', 'always', 'if-newest'])),
  retryAsyncMillis: z.exactOptional(whole(0, 3_600_000)),
  processing: z.exactOptional(z.literal(['inline', 'workers'])),
  onRevoked: z.exactOptional(z.literal(['nothing', 'commit', 'finish-and-commit'])),
  sink: z.exactOptional(z.literal(['plain', 'idempotent', 'transactional'])),
  poison: z.exactOptional(poison),
  onException: z.exactOptional(z.literal(['close', 'continue'])),
});

const processingMicrosPerRecord = whole(0, 1_000_000_000);

const consumer = z.strictObject({
  name,
  rack: z.exactOptional(name),
  configs: z.exactOptional(configs),
  assign: z.exactOptional(z.array(partition).check(z.minLength(1), z.maxLength(1000))),
  subscribe: z.exactOptional(z.array(topicName).check(z.minLength(1), z.maxLength(100))),
  subscribePattern: z.exactOptional(text(textLengths.topic).check(z.minLength(1))),
  program: z.exactOptional(program),
  library: z.exactOptional(consumerLibrary),
  processingMicrosPerRecord: z.exactOptional(processingMicrosPerRecord),
  startMillis: z.exactOptional(whole(0, microsMax / 1000)),
});

/** What parts of machines cost; the engine knows which names there are and what each may be. */
const costs = z.record(word(40, /^[a-z][a-zA-Z]*$/), whole(0, 1_000_000_000_000));

const cluster = z.strictObject({
  brokers: z.array(broker).check(z.minLength(1)),
  controllers: z.exactOptional(whole(1, 9)),
  configs: z.exactOptional(configs),
  features: z.exactOptional(z.record(configKey, whole(0, 1000))),
  topics: z.array(topic),
  producers: z.array(producer).check(z.maxLength(100)),
  consumers: z.array(consumer).check(z.maxLength(100)),
  network: z.exactOptional(
    z.strictObject({ latencyMicrosMin: z.exactOptional(whole(0, 60_000_000)), latencyMicrosMax: z.exactOptional(whole(0, 60_000_000)) }),
  ),
  costs: z.exactOptional(costs),
  then: z.exactOptional(z.array(z.literal(['index-per-append'])).check(z.maxLength(8))),
});

const faultParam = z.union([z.number().check(z.gte(-microsMax), z.lte(microsMax)), text(textLengths.topic + 20)]);

const clientCalls = [
  'flush',
  'pause',
  'resume',
  'seek-to-beginning',
  'seek-to-end',
  'commit-sync',
  'commit-async',
  'enforce-rebalance',
  'unsubscribe',
  'subscribe',
] as const;

/** A command, as files and lessons carry it. */
export const commandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fault'), fault: slug, params: z.record(word(40, /^[a-z][a-zA-Z]*$/), faultParam) }),
  z.strictObject({
    kind: z.literal('send'),
    producer: name,
    topic: topicName,
    partition: z.nullable(whole(0, 20_000)),
    key: recordText(textLengths.key),
    value: recordText(textLengths.value),
  }),
  z.strictObject({ kind: z.literal('configure-client'), client: name, configs }),
  z.strictObject({ kind: z.literal('configure-topic'), topic: topicName, configs: configChanges }),
  z.strictObject({ kind: z.literal('configure-broker'), broker: z.nullable(brokerId), configs: configChanges }),
  z.strictObject({ kind: z.literal('create-topic'), topic }),
  z.strictObject({ kind: z.literal('delete-topic'), topic: topicName }),
  z.strictObject({ kind: z.literal('add-partitions'), topic: topicName, total: whole(1, 20_000), assignment: z.nullable(assignment) }),
  z.strictObject({ kind: z.literal('reassign'), partition, replicas: z.nullable(replicas) }),
  z.strictObject({ kind: z.literal('elect'), election: z.literal(['preferred', 'unclean']), partition }),
  z.strictObject({ kind: z.literal('delete-records'), partition, beforeOffset: whole(-1, Number.MAX_SAFE_INTEGER) }),
  z.strictObject({ kind: z.literal('add-producer'), producer }),
  z.strictObject({ kind: z.literal('add-consumer'), consumer }),
  z.strictObject({ kind: z.literal('remove-client'), client: name }),
  z.strictObject({
    kind: z.literal('close-client'),
    client: name,
    how: z.literal(['close', 'unsubscribe-and-close']),
    timeoutMillis: z.nullable(whole(0, 3_600_000)),
  }),
  z.strictObject({
    kind: z.literal('change-program'),
    client: name,
    program,
    processingMicrosPerRecord: z.nullable(processingMicrosPerRecord),
  }),
  z.strictObject({ kind: z.literal('set-costs'), costs: z.nullable(costs) }),
  z.strictObject({ kind: z.literal('seek-consumer'), client: name, partition, offset: whole(0, Number.MAX_SAFE_INTEGER) }),
  z.strictObject({
    kind: z.literal('call-client'),
    client: name,
    call: z.literal(clientCalls),
    partitions: z.array(partition).check(z.maxLength(1000)),
  }),
  z.strictObject({ kind: z.literal('change-library'), client: name, library: consumerLibrary }),
  z.strictObject({ kind: z.literal('set-processing'), client: name, microsPerRecord: processingMicrosPerRecord }),
  z.strictObject({
    kind: z.literal('workload'),
    producer: name,
    recordsPerSecond: whole(0, rateMax),
    recordCount: z.nullable(whole(1, 1_000_000_000)),
  }),
  z.strictObject({
    kind: z.literal('message'),
    message: whole(0, Number.MAX_SAFE_INTEGER),
    action: z.literal(['drop', 'delay', 'duplicate', 'hold', 'release']),
    delayMicros: whole(0, microsMax),
  }),
]) satisfies z.ZodMiniType<Command>;

/** Without `steps` a position is a time alone; −1 stands for that. */
const timeOrPosition = z.strictObject({ micros: whole(0, microsMax), steps: z._default(whole(-1, stepsMax), -1) });
const position = z.strictObject({ micros: whole(0, microsMax), steps: whole(0, stepsMax) });

/** Every field there is, whether or not it may be absent. */
type Whole<T> = T extends readonly (infer Item)[]
  ? readonly Whole<Item>[]
  : T extends object
    ? { readonly [K in keyof T]-?: Whole<T[K]> }
    : T;
type Covers<A, B> = Whole<A> extends Whole<B> ? true : never;

/** A scenario of the format that this program writes. */
export const scenarioSchema = z.strictObject({
  format: z.literal(1),
  title: text(textLengths.title),
  seed: whole(0, 4_294_967_295),
  epochMillis: whole(epochMillisMin, epochMillisMax),
  cluster,
  commands: z.array(z.strictObject({ at: timeOrPosition, command: commandSchema })),
  open: z.exactOptional(
    z.strictObject({
      at: timeOrPosition,
      panels: z.array(slug).check(z.maxLength(20)),
      focus: z.exactOptional(partition),
    }),
  ),
  expect: z.exactOptional(z.strictObject({ at: position, digest: word(32, /^[0-9a-f]+$/) })),
  exposes: z.exactOptional(
    z.strictObject({
      panels: z.exactOptional(z.array(slug).check(z.minLength(1), z.maxLength(20))),
      acts: z.exactOptional(z.array(word(60, /^[a-z][a-z-]*(:[a-z][a-z-]*)?$/)).check(z.maxLength(100))),
      hides: z.exactOptional(z.array(z.literal(['events', 'why', 'details'])).check(z.maxLength(3))),
      reason: z.exactOptional(text(textLengths.reason)),
    }),
  ),
}) satisfies z.ZodMiniType<Scenario>;

/** Proof for the compiler that the schema knows every field of the contract, and no other. */
export const schemaIsWhole: readonly [
  Covers<z.output<typeof scenarioSchema>, Scenario>,
  Covers<Scenario, z.output<typeof scenarioSchema>>,
] = [true, true];
