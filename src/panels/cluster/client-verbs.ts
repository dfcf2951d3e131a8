/** What can be done to clients: to their programs, and what a program can call. Each verb shows the line that a person would type. */
import type { Command } from '../../contract/command.ts';
import type { ClientCall } from '../../contract/scenario.ts';
import type { Words } from '../../app/words.ts';
import type { ClientProcessState, ConsumerRow, ProducerRow } from './rows.ts';
import { rowOf, rowsOf } from './tables.ts';
import { giving } from './verb.ts';
import type { Verb, VerbInput } from './verb.ts';

/** Keys for records that a person sends by hand. */
const handKeys = ['ada', 'bob', 'cho', 'dan', 'eve', 'fay'] as const;
const slowMicros = 1_000_000;
const rates = [0, 10, 100];

type Client = Pick<ProducerRow, 'id' | 'node' | 'process'>;

/** The verbs of a producer. */
export function producerVerbs(input: VerbInput): readonly Verb[] {
  const producer = rowOf(input.frame, 'producers', input.ref.id);
  if (producer === undefined) return [];
  return [
    ...sends(input, producer),
    ...acksVerbs(input, producer),
    ...workloads(input, producer),
    ...libraryVerbs(input, producer),
    ...lifeVerbs(input, producer, {
      close: 'producer.close();',
      start: `kafka-console-producer.sh --bootstrap-server localhost:9092 --topic ${producer.topic ?? 'orders'}`,
      twin: producerTwin(input, producer),
    }),
  ];
}

function sends(input: VerbInput, producer: ProducerRow): readonly Verb[] {
  const { words, submit, ref, frame } = input;
  const own = rowsOf(frame, 'partitions').filter(({ isInternal }) => !isInternal);
  const topics = [...new Set(own.map(({ topic }) => topic))];
  const key = handKeys[producer.ackedCount % handKeys.length] ?? 'ada';
  const value = words.t('verb.send-value', { key });
  const locked = lockOfCall(producer, words);
  const send = topics.slice(0, 3).map((topic): Verb => ({
    id: `send-${topic}`,
    label: words.t('verb.send', { key, topic }),
    code: `producer.send(new ProducerRecord<>("${topic}", "${key}", "${value}"));`,
    locked,
    ...giving(submit, { kind: 'send', producer: ref.id, topic, partition: null, key, value }),
  }));
  const flush: Verb = {
    id: 'flush',
    label: words.t('verb.flush'),
    consequence: words.t('verb.flush-about'),
    code: 'producer.flush();',
    locked,
    ...giving(submit, { kind: 'call-client', client: ref.id, call: 'flush', partitions: [] }),
  };
  return [...send, flush];
}

function acksVerbs({ words, submit, ref, client }: VerbInput, producer: ProducerRow): readonly Verb[] {
  const others = ['0', '1', 'all'].filter((value) => value !== producer.acks);
  const setAcks = (value: string): Command => ({ kind: 'configure-client', client: ref.id, configs: { acks: value } });
  const locked = lockOfCall(producer, words);
  const acks = others.map((value, index): Verb => ({
    id: `acks-${value}`,
    label: words.t('verb.set-acks', { value }),
    consequence: words.code('acks', value),
    code: `props.put("acks", "${value}");`,
    startsGroup: index === 0,
    locked,
    ...giving(submit, setAcks(value)),
  }));
  const tries = others.map((value, index): Verb => ({
    id: `try-acks-${value}`,
    label: words.t('verb.try-acks', { value }),
    consequence: words.t('verb.try-about'),
    startsGroup: index === 0,
    command: setAcks(value),
    choose: () => {
      void client.tryFromStart(setAcks(value));
    },
  }));
  return [...acks, ...tries];
}

function workloads({ words, submit, ref }: VerbInput, producer: ProducerRow): readonly Verb[] {
  return rates
    .filter((rate) => rate !== producer.recordsPerSecond)
    .map((rate, index): Verb => ({
      id: `rate-${String(rate)}`,
      label: rate === 0 ? words.t('verb.rate-none') : words.t('verb.rate', { rate }),
      code:
        rate === 0
          ? undefined
          : `kafka-producer-perf-test.sh --topic ${producer.topic ?? 'orders'} --throughput ${String(rate)} --num-records -1`,
      startsGroup: index === 0,
      locked: lockOfCall(producer, words),
      ...giving(submit, { kind: 'workload', producer: ref.id, recordsPerSecond: rate, recordCount: null }),
    }));
}

/** The verbs of a consumer. */
export function consumerVerbs(input: VerbInput): readonly Verb[] {
  const consumer = rowOf(input.frame, 'consumers', input.ref.id);
  if (consumer === undefined) return [];
  const { groupId, topics } = consumer;
  return [
    ...positions(input, consumer),
    ...callVerbs(input, consumer),
    pace(input, consumer),
    ...libraryVerbs(input, consumer),
    ...lifeVerbs(input, consumer, {
      close: 'consumer.close();',
      start:
        `kafka-console-consumer.sh --bootstrap-server localhost:9092 --topic ${topics[0] ?? 'orders'}` +
        (groupId === null ? '' : ` --group ${groupId}`),
      twin: consumerTwin(input, consumer),
    }),
  ];
}

function positions(input: VerbInput, consumer: ConsumerRow): readonly Verb[] {
  const { words, submit, ref } = input;
  return consumer.partitions.slice(0, 3).map((partition): Verb => ({
    id: `seek-${partition}`,
    label: words.t('verb.seek-start', { partition }),
    code: `consumer.seek(${javaPartition(partition)}, 0);`,
    locked: lockOfCall(consumer, words),
    ...giving(submit, { kind: 'seek-consumer', client: ref.id, partition, offset: 0 }),
  }));
}

/** Java's line of each call. */
const calls: Readonly<Record<Exclude<ClientCall, 'flush'>, string>> = {
  'seek-to-beginning': 'consumer.seekToBeginning(consumer.assignment());',
  'seek-to-end': 'consumer.seekToEnd(consumer.assignment());',
  pause: 'consumer.pause(consumer.assignment());',
  resume: 'consumer.resume(consumer.paused());',
  'commit-sync': 'consumer.commitSync();',
  'commit-async': 'consumer.commitAsync();',
  'enforce-rebalance': 'consumer.enforceRebalance();',
  unsubscribe: 'consumer.unsubscribe();',
  subscribe: 'consumer.subscribe(topics);',
};

function callVerbs({ words, submit, ref }: VerbInput, consumer: ConsumerRow): readonly Verb[] {
  const locked = lockOfCall(consumer, words);
  const verb = (call: Exclude<ClientCall, 'flush' | 'subscribe'>, lock: Lock | null, startsGroup = false): Verb => {
    return {
      id: `call-${call}`,
      label: words.t(`verb.call-${call}`),
      consequence: words.t(`verb.call-${call}-about`),
      code: calls[call],
      locked: locked ?? (lock === null ? undefined : words.t(`locked.${lock}`)),
      startsGroup,
      ...giving(submit, { kind: 'call-client', client: ref.id, call, partitions: call === 'resume' ? consumer.pausedPartitions : [] }),
    };
  };
  const { partitions, pausedPartitions, groupId, groupProtocol } = consumer;
  const withPartitions: Lock | null = partitions.length === 0 ? 'no-partitions' : null;
  const inGroup: Lock | null = groupId === null ? 'no-group' : withPartitions;
  return [
    verb('seek-to-beginning', withPartitions),
    verb('seek-to-end', withPartitions),
    verb('pause', withPartitions ?? (pausedPartitions.length === partitions.length ? 'all-paused' : null), true),
    verb('resume', pausedPartitions.length === 0 ? 'nothing-paused' : null),
    verb('commit-sync', inGroup, true),
    verb('commit-async', inGroup),
    verb('enforce-rebalance', groupProtocol === 'consumer' ? 'not-in-protocol' : groupId === null ? 'no-group' : null),
    verb('unsubscribe', withPartitions),
  ];
}

/** The program takes a second for each record, or as long as before. */
function pace({ words, submit, ref }: VerbInput, consumer: ConsumerRow): Verb {
  const isSlow = consumer.processingMicros >= slowMicros;
  const micros = isSlow ? 0 : slowMicros;
  return {
    id: isSlow ? 'faster' : 'slow',
    label: words.t(isSlow ? 'verb.faster' : 'verb.slow'),
    consequence: words.t(isSlow ? 'verb.faster-about' : 'verb.slow-about'),
    code: isSlow ? 'process(record);' : 'process(record);  // Thread.sleep(1000)',
    startsGroup: true,
    locked: consumer.process === 'down' ? words.t('locked.is-down') : undefined,
    ...giving(submit, { kind: 'set-processing', client: ref.id, microsPerRecord: micros }),
  };
}

const libraries: readonly ProducerRow['library'][] = ['java', 'java-3.2', 'java-2.3', 'librdkafka', 'scala-0.8'];

/** What its program depends on. */
const packages: Readonly<Record<ProducerRow['library'], string>> = {
  java: 'org.apache.kafka:kafka-clients:4.3.1',
  'java-3.2': 'org.apache.kafka:kafka-clients:3.2.3',
  'java-2.3': 'org.apache.kafka:kafka-clients:2.3.1',
  librdkafka: 'pip install confluent-kafka',
  'scala-0.8': 'org.apache.kafka:kafka_2.11:0.8.2.2',
};

/** The same client as another library's, or another age's. */
function libraryVerbs({ words, submit, ref }: VerbInput, client: ProducerRow | ConsumerRow): readonly Verb[] {
  // Who reads what was not said over brokers in 0.8: it takes what it is assigned.
  const canBeOld = ref.kind === 'consumer' && 'topics' in client && client.topics.length === 0;
  const others = libraries.filter((library) => library !== client.library && (library !== 'scala-0.8' || canBeOld));
  return others.map((library, index): Verb => ({
    id: `library-${library}`,
    label: words.t('verb.library', { library: words.t(`library.${library}`) }),
    consequence: words.t('verb.library-about'),
    code: packages[library],
    startsGroup: index === 0,
    locked: client.process === 'down' ? words.t('locked.is-down') : undefined,
    ...giving(submit, { kind: 'change-library', client: ref.id, library }),
  }));
}

interface Life {
  readonly close: string;
  readonly start: string;
  readonly twin: Verb | null;
}

/** How a client's program ends, hangs, comes back; and another one like it. */
function lifeVerbs(input: VerbInput, client: Client, { close, start, twin }: Life): readonly Verb[] {
  const { words, submit, acts, ref } = input;
  const { node, id } = client;
  const lock = (name: LifeVerb): string | undefined => {
    const code = lockOfLife(name, client.process);
    return code === null ? undefined : words.t(`locked.${code}`);
  };
  const fault = (name: 'kill' | 'pause' | 'resume' | 'restart', code: string): Verb => ({
    id: name,
    label: words.t(`verb.client-${name}`),
    consequence: words.t(`verb.client-${name}-about`),
    code,
    keyName: keys[name],
    locked: lock(name),
    ...giving(submit, { kind: 'fault', fault: name, params: { node } }),
  });
  return [
    {
      id: 'close',
      label: words.t('verb.close'),
      consequence: words.t(ref.kind === 'producer' ? 'verb.close-producer-about' : 'verb.close-about'),
      code: close,
      startsGroup: true,
      locked: lock('close'),
      ...giving(submit, { kind: 'close-client', client: id, how: 'close', timeoutMillis: null }),
    },
    fault('kill', `pkill -KILL -f ${id}`),
    fault('pause', `pkill -STOP -f ${id}`),
    fault('resume', `pkill -CONT -f ${id}`),
    fault('restart', start),
    {
      id: 'configure',
      label: words.t('verb.configure'),
      consequence: words.t('verb.configure-about'),
      startsGroup: true,
      choose: () => {
        acts.select(ref);
      },
    },
    ...(twin === null ? [] : [{ ...twin, code: start }]),
    {
      id: 'remove',
      label: words.t('verb.remove'),
      consequence: words.t('verb.remove-about'),
      ...giving(submit, { kind: 'remove-client', client: id }),
    },
  ];
}

type LifeVerb = 'close' | 'kill' | 'pause' | 'resume' | 'restart';
type Lock =
  | 'is-running'
  | 'is-down'
  | 'is-paused'
  | 'not-paused'
  | 'has-ended'
  | 'is-closing'
  | 'stands-still'
  | 'no-partitions'
  | 'no-group'
  | 'all-paused'
  | 'nothing-paused'
  | 'not-in-protocol';

/** Keys that act while the menu is open. */
const keys: Readonly<Record<'kill' | 'pause' | 'resume' | 'restart', string | undefined>> = {
  kill: 'K',
  pause: 'P',
  resume: undefined,
  restart: 'R',
};

/** Why a program cannot be ended, held or started now. */
function lockOfLife(verb: LifeVerb, process: ClientProcessState): Lock | null {
  switch (verb) {
    case 'restart':
      return process === 'down' || process === 'ended' ? null : 'is-running';
    case 'resume':
      return process === 'paused' ? null : 'not-paused';
    case 'pause':
      return process === 'paused' ? 'is-paused' : process === 'down' ? 'is-down' : process === 'ended' ? 'has-ended' : null;
    case 'kill':
      return process === 'down' ? 'is-down' : process === 'ended' ? 'has-ended' : null;
    case 'close':
      return process === 'paused' ? 'stands-still' : lockOfProgram(process);
  }
}

function lockOfProgram(process: ClientProcessState): Lock | null {
  if (process === 'down') return 'is-down';
  return process === 'ended' ? 'has-ended' : process === 'closing' ? 'is-closing' : null;
}

/** Why the program can call nothing now. */
function lockOfCall({ process }: Pick<Client, 'process'>, words: Words): string | undefined {
  const code = process === 'paused' ? 'stands-still' : lockOfProgram(process);
  return code === null ? undefined : words.t(`locked.${code}`);
}

/** Settings that say who a client is, and not how it works. */
const ownConfigs: ReadonlySet<string> = new Set(['group.instance.id', 'client.id']);

function configsOf(lines: readonly string[]): Readonly<Record<string, string>> {
  const pairs = lines.map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  return Object.fromEntries(pairs.filter(([key]) => !ownConfigs.has(key)));
}

/** A name that no client has: `billing-2`. */
function freeName({ frame }: VerbInput, id: string): string {
  const taken = new Set([...rowsOf(frame, 'producers'), ...rowsOf(frame, 'consumers')].map((row) => row.id));
  const stem = id.replace(/-\d+$/, '');
  for (let number = 2; ; number++) if (!taken.has(`${stem}-${String(number)}`)) return `${stem}-${String(number)}`;
}

function consumerTwin(input: VerbInput, consumer: ConsumerRow): Verb | null {
  const { words, submit } = input;
  const { topics, own, processingMicros, id, library } = consumer;
  if (topics.length === 0) return null;
  const name = freeName(input, id);
  const spec = { name, library, subscribe: topics, configs: configsOf(own), processingMicrosPerRecord: processingMicros };
  return { id: 'twin', label: words.t('verb.twin', { name }), ...giving(submit, { kind: 'add-consumer', consumer: spec }) };
}

function producerTwin(input: VerbInput, producer: ProducerRow): Verb | null {
  const { words, submit } = input;
  const { topic, recordsPerSecond, own, id, library } = producer;
  const name = freeName(input, id);
  const workload = topic === null || recordsPerSecond === 0 ? {} : { workload: { topic, recordsPerSecond, keys: [...handKeys] } };
  const spec = { name, ...(library === 'scala-0.8' ? {} : { library }), configs: configsOf(own), ...workload };
  return { id: 'twin', label: words.t('verb.twin', { name }), ...giving(submit, { kind: 'add-producer', producer: spec }) };
}

/** `new TopicPartition("orders", 0)`. */
function javaPartition(partition: string): string {
  const dash = partition.lastIndexOf('-');
  return `new TopicPartition("${partition.slice(0, dash)}", ${partition.slice(dash + 1)})`;
}
