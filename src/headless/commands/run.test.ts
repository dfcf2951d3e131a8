import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunReport } from '../../contract/report.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { decodeBatches } from '../../engine/kafka/log/batch-decoder.ts';
import { writeScenario } from '../../scenario/file.ts';
import { encodeLink } from '../../scenario/link.ts';
import { bareScenario } from '../../scenario/testing/examples.ts';
import { runCommandLine } from '../command-line.ts';
import { recordingOutput } from '../output.ts';

const scenario: Scenario = {
  ...bareScenario,
  title: 'three sends',
  cluster: {
    ...bareScenario.cluster,
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]] }],
    producers: [{ name: 'app', configs: { acks: 'all' } }],
  },
  commands: ['a', 'b', 'c'].map((key, i) => ({
    at: { micros: (i + 1) * 100_000, steps: -1 },
    command: { kind: 'send', producer: 'app', topic: 'orders', partition: null, key, value: `value ${key}` },
  })),
};

interface StreamedEvent {
  readonly id: number;
  readonly name: string;
  readonly trigger: number;
  readonly args: { readonly recordCount: number };
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headless-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function fileOf(content: Scenario | string): string {
  const path = join(folder, 'x.kafkascope.json');
  writeFileSync(path, typeof content === 'string' ? content : writeScenario(content));
  return path;
}

async function call(...words: string[]) {
  const output = recordingOutput();
  const status = await runCommandLine(words, output);
  return { status, lines: output.lines, problems: output.problems };
}

async function reportOf(...words: string[]): Promise<RunReport> {
  const { lines } = await call('run', ...words, '--json');
  return JSON.parse(lines.at(-1) ?? '') as RunReport;
}

describe('run', () => {
  test('prints what is true: logs, epochs, results and totals', async () => {
    const report = await reportOf(fileOf(scenario));
    expect(report).toMatchObject({ format: 1, title: 'three sends', refusedCommands: [], ledger: { sent: 3, acknowledged: 3, lost: 0 } });
    const [partition] = report.partitions;
    expect(partition).toMatchObject({ topic: 'orders', leader: 1, leaderEpoch: 0, isr: [1, 2, 3], elr: [] });
    for (const log of partition!.logs)
      expect(log).toMatchObject({ logStartOffset: 0, highWatermark: 3, lastStableOffset: 3, logEndOffset: 3, leaderEpochs: [[0, 0]] });
    const [log] = partition!.logs;
    expect(log!.records.map(({ offset, key, value, sequence, leaderEpoch }) => [offset, key, value, sequence, leaderEpoch])).toEqual([
      [0, 'a', 'value a', 0, 0],
      [1, 'b', 'value b', 1, 0],
      [2, 'c', 'value c', 2, 0],
    ]);
    expect(report.producers[0]?.sends.map(({ ledgerId, outcome, appendOffsets }) => [ledgerId, outcome, appendOffsets])).toEqual(
      log!.records.map(({ ledgerId, offset }) => [ledgerId, 'acknowledged', [offset]]),
    );
  });

  test('a link runs as its file does, and steps lead to the same place as time', async () => {
    const fromFile = await reportOf(fileOf(scenario));
    const fromLink = await reportOf(`https://kafkascope.example/#${encodeLink(scenario)}`);
    expect(fromLink).toEqual(fromFile);
    const atStart = await reportOf(fileOf(scenario), '--until', '0');
    const steps = fromFile.position.steps - atStart.position.steps;
    expect((await reportOf(fileOf(scenario), '--steps', String(steps))).digest).toBe(fromFile.digest);
  });

  test('few records are listed when few are asked for, the newest', async () => {
    const report = await reportOf(fileOf(scenario), '--records', '1');
    expect(report.partitions[0]?.logs[0]).toMatchObject({ recordsOmittedCount: 2, records: [{ offset: 2 }] });
  });

  test('events stream one a line, in order, each with what it came from', async () => {
    const { status, lines } = await call('run', fileOf(scenario), '--events');
    const events = lines.map((line) => JSON.parse(line) as StreamedEvent);
    expect(status).toBe(0);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index));
    const appended = events.filter(({ name }) => name === 'recordsAppended');
    expect(appended.reduce((sum, { args }) => sum + args.recordCount, 0)).toBe(3);
    for (const { trigger } of appended) expect(events[trigger]).toMatchObject({ name: 'messageSent' });
    expect(appended.every(({ id, trigger }) => trigger < id)).toBe(true);
  });

  test('a promised digest that does not come true is a failed check', async () => {
    const { digest, position } = await reportOf(fileOf(scenario));
    const promise = (text: string): string => fileOf({ ...scenario, expect: { at: position, digest: text } });
    expect((await call('check', promise(digest))).status).toBe(0);
    const broken = await call('run', promise('00000000'));
    expect(broken.status).toBe(1);
    expect(broken.problems).toEqual([`the digest is ${digest}; the scenario promises 00000000`]);
  });

  test('without --json a person reads it', async () => {
    const { lines } = await call('run', fileOf(scenario));
    expect(lines[0]).toMatch(/^three sends {2}10\.300 s {2}step \d+ {2}digest [0-9a-f]{8}$/);
    expect(lines).toContain('  broker 1 leader: log start 0, high watermark 3, last stable 3, log end 3; epochs 0 from 0');
  });

  test('--export writes every broker’s log directory in Kafka’s formats', async () => {
    const target = join(folder, 'disks');
    expect((await call('run', fileOf(scenario), '--export', target)).status).toBe(0);
    const log = readFileSync(join(target, 'broker-2', 'orders-0', '00000000000000000000.log'));
    const decoded = decodeBatches(log);
    expect(decoded.trailing).toBeNull();
    const keys = decoded.batches.flatMap((batch) => Array.from({ length: batch.count }, (_, i) => batch.records.at(i).key));
    expect(keys).toEqual(['a', 'b', 'c']);
    expect(decoded.batches.at(-1)?.lastOffset).toBe(2);
    expect(readFileSync(join(target, 'broker-2', 'replication-offset-checkpoint'), 'utf8')).toBe('0\n1\norders 0 3\n');
    expect(readFileSync(join(target, 'broker-2', 'orders-0', 'leader-epoch-checkpoint'), 'utf8')).toBe('0\n1\n0 0\n');
    expect(readFileSync(join(target, 'broker-2', 'meta.properties'), 'utf8')).toContain('node.id=2');
  });
});

describe('check', () => {
  test('says everything that is wrong, with path and reason', async () => {
    const text = writeScenario(scenario).replace('"seed": 1', '"seed": -1').replace('"acks": "all"', '"acks": "most"');
    const { status, problems } = await call('check', fileOf(text));
    expect(status).toBe(2);
    expect(problems).toEqual(['seed is too small: at least 0. [scenario-number-too-small]']);
    const second = await call('check', fileOf(text.replace('-1', '1')), '--json');
    expect(JSON.parse(second.lines[0] ?? '')).toMatchObject({
      isGood: false,
      problems: [{ code: 'scenario-config-refused', where: 'cluster.producers[0].configs["acks"]' }],
    });
  });

  test('a command that cannot be given when its time comes is found by playing', async () => {
    const command = { kind: 'fault' as const, fault: 'resume', params: { node: 2 } };
    const { status, problems } = await call('check', fileOf({ ...scenario, commands: [{ at: { micros: 5, steps: -1 }, command }] }));
    expect(status).toBe(1);
    expect(problems).toEqual(['commands[0].command was refused when its time came: It is not paused. [fault-not-paused]']);
  });
});

describe('link', () => {
  test('turns a file into a link and back', async () => {
    const { lines } = await call('link', fileOf(scenario));
    expect(lines).toEqual([`#${encodeLink(scenario)}`]);
    expect((await call('link', lines[0]!)).lines.join('\n')).toBe(writeScenario(scenario).trimEnd());
  });
});

describe('bad input ends with status 2', () => {
  test.each([
    [['run'], /^usage: run/],
    [['run', 'nowhere.json'], /^no such file/],
    [['run', 'preset:nothing'], /^no preset nothing: there are /],
    [['run', '#1.d.2f.AAAAAA.AAAA'], /^This link was cut off: 4 of 87 characters arrived/],
    [['run', 'preset:one-record', '--until', '5', '--steps', '5'], /^either --until or --steps/],
    [['check', '#2.d.2f.AAAAAA.AAAA'], /^This link was made by a newer Kafkascope/],
  ])('%j', async (words, problem) => {
    const { status, problems } = await call(...words);
    expect(status).toBe(2);
    expect(problems.join('\n')).toMatch(problem);
  });
});
