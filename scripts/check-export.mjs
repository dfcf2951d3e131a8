// `node scripts/check-export.mjs`: plays three scenarios, exports the brokers' disks, and lets Kafka's own kafka-dump-log read every file.
// KAFKA_DUMP_LOG is the command; else KAFKA_HOME/bin/kafka-dump-log.sh. Not part of `npm test`: it needs a Kafka 4.3.1 and a JDK.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { projectRoot } from './setup.mjs';

const [dumpLog = '', ...dumpLogArguments] = (
  process.env['KAFKA_DUMP_LOG'] ?? join(process.env['KAFKA_HOME'] ?? '', 'bin', 'kafka-dump-log.sh')
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
  check('files', [file, '--until', '25000']);
  check('acked-and-lost', ['preset:acked-and-lost', '--script']);
  check('follower-behind', ['preset:follower-behind', '--script']);
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = problemCount === 0 ? 0 : 1;

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
function check(name, args) {
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
