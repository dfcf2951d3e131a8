import { describe, expect, test } from 'vitest';
import type { ConsumerProgramSpec } from '../../contract/scenario.ts';
import { ClusterReader } from '../../engine/kafka/reader.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { changesOf, whoCommits } from './changes.ts';
import { currentPart, programLines } from './program-text.ts';
import type { Language, Notes, Part } from './program-text.ts';
import { codeProjection } from './projection.ts';
import type { CodeProgramRow } from './rows.ts';

const notes: Notes = {
  auto: (millis) => `auto ${String(millis)}`,
  every: (count) => `every ${String(count)}`,
  then: (reaction) => reaction,
};

function played(program: ConsumerProgramSpec = {}, configs: Readonly<Record<string, string>> = { 'enable.auto.commit': 'false' }) {
  const world = new ClusterWorld({
    seed: 4,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      configs: { 'group.initial.rebalance.delay.ms': '0' },
      topics: [{ name: 'orders', partitions: 2, replicationFactor: 3 }],
      producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 5, keys: ['a', 'b', 'c'] } }],
      consumers: [
        {
          name: 'reader',
          subscribe: ['orders'],
          configs: { 'group.id': 'billing', 'auto.offset.reset': 'earliest', ...configs },
          program,
          processingMicrosPerRecord: 100_000,
        },
      ],
    },
  });
  const row = (): CodeProgramRow => {
    const [found] = codeProjection.project(new ClusterReader(world.cluster), { client: 'reader' })['code.program'];
    return found as unknown as CodeProgramRow;
  };
  const runFor = (millis: number): void => {
    const until = world.kernel.nowMicros + millis * 1000;
    while (world.kernel.nextStepMicros() <= until) world.kernel.step();
    world.kernel.idleUntil(until);
  };
  /** The parts that are lit, step by step, one after the other. */
  const litFor = (millis: number): readonly (Part | null)[] => {
    const lit: (Part | null)[] = [];
    const until = world.kernel.nowMicros + millis * 1000;
    while (world.kernel.nextStepMicros() <= until) {
      world.kernel.step();
      const part = currentPart(row());
      if (part !== lit.at(-1)) lit.push(part);
    }
    return lit;
  };
  return { world, row, runFor, litFor };
}

function order(lit: readonly (Part | null)[], parts: readonly Part[]): string {
  return lit.filter((part) => part !== null && parts.includes(part)).join(' ');
}

describe('the lit line is the one that the thread is in', () => {
  test('poll, process, commit, one after the other, when the loop commits after processing', () => {
    const lit = played({ commit: 'sync' }).litFor(8000);
    expect(order(lit, ['poll', 'process', 'commit-after'])).toMatch(/(poll process commit-after ){3}/);
  });

  test('poll, commit, process when the loop commits before', () => {
    const lit = played({ commit: 'sync', commitWhen: 'before' }).litFor(8000);
    expect(order(lit, ['poll', 'process', 'commit-before'])).toMatch(/(poll commit-before process ){3}/);
  });

  test('process and commit in turn when the loop commits after each record', () => {
    const lit = played({ commit: 'sync', commitWhen: 'each-record', commitOffsets: 'processed' }).litFor(8000);
    expect(order(lit, ['process', 'commit-each'])).toMatch(/(process commit-each ){4}/);
  });

  test('no line of a program that has crashed, and close() of one that ends', () => {
    const { world, row, runFor } = played();
    runFor(5000);
    world.apply({ kind: 'fault', fault: 'kill', params: { node: row().node } });
    expect(currentPart(row())).toBeNull();
    const other = played();
    other.runFor(5000);
    other.world.apply({ kind: 'close-client', client: 'reader', how: 'close', timeoutMillis: null });
    expect(other.litFor(3000)).toContain('close');
    expect(currentPart(other.row())).toBeNull();
    expect(other.row().step).toBe('ended');
  });
});

describe.each<Language>(['java', 'python'])('a program in %s', (language) => {
  test.each<readonly [ConsumerProgramSpec, readonly Part[]]>([
    [{ commit: 'none' }, ['poll', 'process', 'close']],
    [{ commit: 'sync' }, ['poll', 'process', 'commit-after', 'close']],
    [{ commit: 'async', commitWhen: 'before' }, ['poll', 'commit-before', 'process', 'close']],
    [{ commit: 'sync', commitWhen: 'each-record' }, ['poll', 'process', 'commit-each', 'close']],
    [{ commit: 'async-then-sync' }, ['poll', 'process', 'commit-after', 'commit-close', 'close']],
    [{ commit: 'sync', onException: 'continue' }, ['poll', 'process', 'commit-after', 'catch', 'close']],
  ])('%j has its steps in the order in which they run', (spec, parts) => {
    const lines = programLines(played(spec).row(), language, notes);
    const steps = lines.map(({ part }) => part).filter((part) => part !== null && part !== 'new' && part !== 'subscribe');
    expect(steps).toEqual(parts);
  });

  test('says that poll() commits where nobody else does', () => {
    const { row, runFor } = played({}, {});
    runFor(1000);
    const poll = programLines(row(), language, notes).find(({ part }) => part === 'poll');
    expect(poll?.text).toContain('auto 5000');
    expect(programLines(played({ commit: 'sync' }).row(), language, notes).some(({ text }) => text.includes('auto 5000'))).toBe(false);
  });
});

test('the lines name the calls of each client', () => {
  const row = played({ commit: 'sync', commitWhen: 'each-record', commitOffsets: 'processed' }).row();
  const line = (language: Language): string => programLines(row, language, notes).find(({ part }) => part === 'commit-each')?.text ?? '';
  expect(line('java')).toBe('consumer.commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));');
  expect(line('python')).toBe('consumer.commit(message=record, asynchronous=False)');
});

describe('changing the program', () => {
  test('from committing by itself to commitSync() after each record takes two commands, and the new lines run', () => {
    const { world, row, runFor, litFor } = played({}, {});
    runFor(5000);
    expect(whoCommits(row())).toBe('auto');
    for (const command of changesOf(row(), { who: 'sync', when: 'each-record' })) {
      expect(world.refusal(command)).toBeNull();
      world.apply(command);
    }
    const lit = litFor(10_000);
    expect(order(lit, ['process', 'commit-each'])).toMatch(/(process commit-each ){3}/);
    expect(row()).toMatchObject({ isAuto: false, commit: 'sync', commitWhen: 'each-record' });
  });

  test('keeps everything that was not changed', () => {
    const program: ConsumerProgramSpec = { commit: 'sync', onRevoked: 'commit', poison: { text: 'x', fails: 'processing', then: 'skip' } };
    const { row } = played(program);
    const [command] = changesOf(row(), { when: 'before' });
    expect(command).toMatchObject({ kind: 'change-program', program: { ...program, commitWhen: 'before' } });
    expect(changesOf(row(), { when: 'before' }).length).toBe(1);
  });
});

test('what waits for a slow consumer waits in the logs: all that is readable and that poll() has not returned', () => {
  const { world, row, runFor } = played();
  runFor(10_000);
  const consumer = world.cluster.consumer('reader')?.consumer ?? null;
  const positions = [...(consumer?.subscriptions.states() ?? [])].map(([name, { position }]) => [name, position?.offset ?? 0] as const);
  const reader = new ClusterReader(world.cluster);
  const readable = positions.map(([name, offset]) => {
    const partition = reader.partition(name);
    return (partition === null ? 0 : (reader.leader(partition)?.log?.highWatermark ?? 0)) - offset;
  });
  expect(row().waitingCount).toBe(readable.reduce((sum, count) => sum + count, 0));
  world.cluster.consumer('reader')?.setProcessing(5_000_000);
  runFor(20_000);
  expect(row().waitingCount).toBeGreaterThan(50);
});
