// Starts a real Kafka broker on exported log directories and reads every record back. Its controller gives topics ids of its own, which
// then stand in partition.metadata; everything else in the directories is as exported, without a clean-shutdown file, so that the broker
// recovers every log first.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The jars of a Kafka: KAFKA_CLASSPATH, else those of KAFKA_HOME; empty when neither is set. */
export const classpath = process.env['KAFKA_CLASSPATH'] ?? (process.env['KAFKA_HOME'] ? join(process.env['KAFKA_HOME'], 'libs', '*') : '');

const brokerPort = 19092;
const controllerPort = 19093;
const clusterId = 'a2Fma2FzY29wZS1leHBvcg';
const bootstrap = `localhost:${brokerPort}`;

const logSettings = `Configuration:
  Appenders:
    Console: {name: out, PatternLayout: {pattern: "%p %c %m%n"}}
  Loggers:
    Root: {level: info, AppenderRef: {ref: out}}
`;

/**
 * @param {string} main
 * @param {readonly string[]} args
 */
function java(main, args) {
  return spawnSync('java', ['-Xmx512m', '-cp', classpath, main, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/**
 * @param {string} config
 * @param {string} folder
 */
async function startBroker(config, folder) {
  const log4j = join(folder, 'log4j2.yaml');
  writeFileSync(log4j, logSettings);
  const broker = spawn('java', ['-Xmx512m', `-Dlog4j2.configurationFile=${log4j}`, '-cp', classpath, 'kafka.Kafka', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ready = new Promise((resolve, reject) => {
    const hear = (/** @type {Buffer} */ chunk) => {
      said += chunk.toString();
      if (/Kafka Server started|KafkaRaftServer.*started/.test(said)) resolve(null);
    };
    broker.stdout.on('data', hear);
    broker.stderr.on('data', hear);
    broker.on('exit', (code) => reject(new Error(`the broker ended with ${code}\n${said.slice(-3000)}`)));
  });
  await ready;
  return {
    said: () => said,
    stop: () =>
      new Promise((resolve) => {
        broker.removeAllListeners('exit');
        broker.on('exit', resolve);
        broker.kill('SIGTERM');
      }),
  };
}

/**
 * Serves one exported log directory; answers how many records of each partition a consumer was given, and what the broker complained of.
 * @param {string} exported
 * @param {string} folder an empty folder to work in
 * @param {readonly string[]} partitions partition directories
 * @returns {Promise<{ readonly served: ReadonlyMap<string, number>; readonly complaints: readonly string[] }>}
 */
export async function serveExport(exported, folder, partitions) {
  const data = join(folder, 'data');
  const config = join(folder, 'server.properties');
  mkdirSync(data, { recursive: true });
  writeFileSync(config, settings(data));
  must('format', java('kafka.tools.StorageTool', ['format', '--cluster-id', clusterId, '--config', config]));
  const topics = partitionCounts(partitions);
  const first = await startBroker(config, folder);
  const ids = new Map([...topics].map(([topic, count]) => [topic, createTopic(topic, count)]));
  await first.stop();
  placeDirectories(exported, data, partitions, ids);
  const second = await startBroker(config, folder);
  const served = new Map();
  for (const topic of topics.keys()) consume(topic, served);
  await second.stop();
  const complaints = second.said().split('\n').filter((line) => /^(ERROR|FATAL)/.test(line) || /stray|corrupt/i.test(line)); // prettier-ignore
  return { served, complaints };
}

/** @param {string} data */
function settings(data) {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@localhost:${controllerPort}`,
    `listeners=PLAINTEXT://localhost:${brokerPort},CONTROLLER://localhost:${controllerPort}`,
    'controller.listener.names=CONTROLLER',
    `log.dirs=${data}`,
    'offsets.topic.num.partitions=1',
    'offsets.topic.replication.factor=1',
    'log.retention.ms=-1',
    'log.cleaner.enable=false',
    '',
  ].join('\n');
}

/** @param {readonly string[]} partitions */
function partitionCounts(partitions) {
  const counts = new Map();
  for (const name of partitions) {
    const count = Number(name.slice(name.lastIndexOf('-') + 1)) + 1;
    counts.set(topicOf(name), Math.max(counts.get(topicOf(name)) ?? 0, count));
  }
  return counts;
}

/** @param {string} partition */
function topicOf(partition) {
  return partition.slice(0, partition.lastIndexOf('-'));
}

/**
 * The id that the controller gives the new topic.
 * @param {string} topic
 * @param {number} partitions
 */
function createTopic(topic, partitions) {
  const server = ['--bootstrap-server', bootstrap];
  const create = ['--create', '--topic', topic, '--partitions', String(partitions), '--replication-factor', '1'];
  must('create', java('org.apache.kafka.tools.TopicCommand', [...server, ...create]));
  const described = must('describe', java('org.apache.kafka.tools.TopicCommand', [...server, '--describe', '--topic', topic]));
  return /TopicId: (\S+)/.exec(described)?.[1] ?? '';
}

/**
 * @param {string} exported
 * @param {string} data
 * @param {readonly string[]} partitions
 * @param {ReadonlyMap<string, string>} ids
 */
function placeDirectories(exported, data, partitions, ids) {
  for (const name of partitions) {
    rmSync(join(data, name), { recursive: true, force: true });
    cpSync(join(exported, name), join(data, name), { recursive: true });
    writeFileSync(join(data, name, 'partition.metadata'), `version: 0\ntopic_id: ${ids.get(topicOf(name)) ?? ''}`);
  }
  for (const file of ['recovery-point-offset-checkpoint', 'replication-offset-checkpoint', 'log-start-offset-checkpoint']) {
    writeFileSync(join(data, file), ownTopics(join(exported, file)));
  }
  rmSync(join(data, '.kafka_cleanshutdown'), { force: true });
}

/**
 * Reads a topic from its beginning and counts records by partition.
 * @param {string} topic
 * @param {Map<string, number>} served
 */
function consume(topic, served) {
  const print = ['print.partition=true', 'print.offset=true', 'print.value=false'].flatMap((each) => ['--formatter-property', each]);
  const read = ['--bootstrap-server', bootstrap, '--topic', topic, '--from-beginning', '--timeout-ms', '15000', ...print];
  const { stdout } = java('org.apache.kafka.tools.consumer.ConsoleConsumer', read);
  for (const [, partition] of stdout.matchAll(/Partition:(\d+)\tOffset:\d+/g)) {
    served.set(`${topic}-${partition}`, (served.get(`${topic}-${partition}`) ?? 0) + 1);
  }
}

/**
 * @param {string} what
 * @param {import('node:child_process').SpawnSyncReturns<string>} result
 */
function must(what, { status, stdout, stderr }) {
  if (status !== 0) throw new Error(`${what} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

/**
 * A checkpoint file without the topics of Kafka itself, which this broker makes anew.
 * @param {string} path
 */
function ownTopics(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(2) : [];
  const kept = lines.filter((line) => line !== '' && !line.startsWith('__'));
  return ['0', String(kept.length), ...kept, ''].join('\n');
}

/**
 * The partition directories of an exported log directory, without those of Kafka's own topics.
 * @param {string} exported
 */
export function partitionsOf(exported) {
  return readdirSync(exported, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('__'))
    .map((entry) => entry.name);
}
