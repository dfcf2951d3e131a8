// `node scripts/check-export.mjs`: plays three scenarios, exports the brokers' disks, lets Kafka's own kafka-dump-log read every file,
// starts a real broker on the disk that holds most, and reads every record from it. KAFKA_HOME is an unpacked Kafka 4.3.1, or
// KAFKA_CLASSPATH its jars; KAFKA_DUMP_LOG may name another kafka-dump-log. Not part of `npm test`: it needs a JDK and two free ports.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { classpath, partitionsOf, serveExport } from './serve-export.mjs';
import { projectRoot } from './setup.mjs';

const [dumpLog = '', ...dumpLogArguments] = (
  process.env['KAFKA_DUMP_LOG'] ?? `java -cp ${classpath} org.apache.kafka.tools.DumpLogSegments`
).split(' ');
const readable = new Set(['.log', '.index', '.timeindex', '.txnindex', '.snapshot']);
const complaints = /exception|error|mismatch|corrupt|not found|isvalid: false|invalid/i;

/** Segments that roll, a key that is cleaned away, a tombstone, and a leader that dies. */
const stored = {
  format: 1,
  title: 'files',
  seed: 3,
  epochMillis: 1_760_000_000_000,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    configs: { 'log.cleaner.backoff.ms': '1000', 'log.initial.task.delay.ms': '1000' },
    topics: [
      {
        name: 'orders',
        partitions: 2,
        replicationFactor: 3,
        configs: { 'cleanup.policy': 'compact', 'segment.ms': '2000', 'min.cleanable.dirty.ratio': '0.01', 'index.interval.bytes': '64' },
      },
    ],
    producers: [{ name: 'app', configs: { acks: 'all' } }],
    consumers: [],
  },
  commands: [
    ...Array.from({ length: 40 }, (_, i) => ({
      at: { micros: 2_000_000 + i * 300_000, steps: -1 },
      command: {
        kind: 'send',
        producer: 'app',
        topic: 'orders',
        partition: i % 2,
        key: `k${i % 5}`,
        value: i % 7 === 6 ? null : 'v'.repeat(i),
      },
    })),
    { at: { micros: 15_000_000, steps: -1 }, command: { kind: 'fault', fault: 'kill', params: { node: 1 } } },
    { at: { micros: 18_000_000, steps: -1 }, command: { kind: 'fault', fault: 'restart', params: { node: 1 } } },
  ],
};

const folder = mkdtempSync(join(tmpdir(), 'kafkascope-export-'));
let problemCount = 0;
try {
  const file = join(folder, 'files.json');
  writeFileSync(file, JSON.stringify(stored));
  await check('files', [file, '--until', '25000']);
  await check('acked-and-lost', ['preset:acked-and-lost', '--script']);
  await check('follower-behind', ['preset:follower-behind', '--script']);
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = problemCount === 0 ? 0 : 1;

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
async function check(name, args) {
  const target = join(folder, name);
  const run = spawnSync('npm', ['run', '-s', 'headless', '--', 'run', ...args, '--export', target], { cwd: projectRoot, encoding: 'utf8' });
  if (run.status !== 0) report(`${name}: the run ended with ${run.status}`, run.stderr);
  const files = filesBelow(target).filter((path) => readable.has(extname(path)));
  const dump = spawnSync(dumpLog, [...dumpLogArguments, '--print-data-log', '--files', files.join(',')], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const lines = `${dump.stdout}${dump.stderr}`.split('\n').filter((line) => complaints.test(line) && !/isvalid: true/.test(line));
  if (dump.error !== undefined) report(`${dumpLog} does not start`, dump.error.message);
  else if (dump.status !== 0 || lines.length > 0)
    report(`${name}: kafka-dump-log ended with ${dump.status}`, lines.slice(0, 20).join('\n'));
  const batchCount = dump.stdout?.match(/^baseOffset:/gm)?.length ?? 0;
  const recordCount = dump.stdout?.match(/^\| offset:/gm)?.length ?? 0;
  console.log(`${name}: ${files.length} files, ${batchCount} batches, ${recordCount} records read`);
  if (batchCount === 0) report(`${name}: nothing was read`, dump.stdout?.slice(0, 2000) ?? '');
  if (classpath !== '') await serve(name, target, recordsByFolder(dump.stdout ?? ''));
}

/**
 * Starts a broker on the directory that holds most records, and compares.
 * @param {string} name
 * @param {string} target
 * @param {ReadonlyMap<string, number>} records
 */
async function serve(name, target, records) {
  const brokers = readdirSync(target).map((broker) => {
    const partitions = partitionsOf(join(target, broker));
    const expected = new Map(partitions.map((partition) => [partition, records.get(join(target, broker, partition)) ?? 0]));
    return { broker, expected, total: [...expected.values()].reduce((sum, count) => sum + count, 0) };
  });
  const [most] = brokers.sort((a, b) => b.total - a.total);
  if (most === undefined) return;
  const work = join(folder, `${name}-served`);
  mkdirSync(work);
  const { served, complaints } = await serveExport(join(target, most.broker), work, [...most.expected.keys()]);
  const total = [...served.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${name}: a real broker on ${most.broker} served ${total} of ${most.total} records`);
  for (const [partition, count] of most.expected) {
    if (served.get(partition) !== (count === 0 ? undefined : count))
      report(`${name}: ${partition}`, `${served.get(partition)} of ${count}`);
  }
  if (complaints.length > 0) report(`${name}: the broker complains`, complaints.slice(0, 20).join('\n'));
}

/**
 * How many records kafka-dump-log printed for each folder; control records are none.
 * @param {string} dumped
 */
function recordsByFolder(dumped) {
  const counts = new Map();
  let folderNow = '';
  for (const line of dumped.split('\n')) {
    const file = /^Dumping (.*)$/.exec(line)?.[1];
    if (file !== undefined) folderNow = dirname(file);
    else if (/^\| offset:/.test(line) && !/endTxnMarker/.test(line)) counts.set(folderNow, (counts.get(folderNow) ?? 0) + 1);
  }
  return counts;
}

/**
 * @param {string} what
 * @param {string} detail
 */
function report(what, detail) {
  problemCount++;
  console.error(what);
  console.error(detail);
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(path) {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
  );
}
