import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problems as english } from '../texts/en/problems.ts';
import { fill } from '../texts/format.ts';
import { problems as chinese } from '../texts/zh-Hans/problems.ts';
import { checkScenarioText, fileNameOf, readScenario, writeScenario } from './file.ts';
import { largeLimits } from './limits.ts';
import { checkScenario } from './read-scenario.ts';
import { bareScenario, lessonWithActs } from './testing/examples.ts';
import { scenarioArbitrary } from './testing/scenario.arbitrary.ts';

type Json = Record<string, unknown>;
const bare = bareScenario as unknown as Json;
const withCluster = (change: Json): Json => ({ ...bare, cluster: { ...bareScenario.cluster, ...change } });
const withCommand = (command: Json, at: Json = { micros: 0 }): Json => ({ ...bare, commands: [{ at, command }] });

/** What is wrong, as `code at where`. */
function problemsOf(raw: unknown, ...options: [Parameters<typeof checkScenario>[1]?]): string[] {
  const checked = checkScenario(raw, ...options);
  return checked.ok ? [] : checked.problems.map(({ code, where }) => `${code} at ${where}`);
}

describe('a scenario is read strictly', () => {
  test.each<[string, unknown, string]>([
    ['nothing', null, 'scenario-not-a-scenario at '],
    ['a list', [], 'scenario-not-a-scenario at '],
    ['no format', { title: 'x' }, 'scenario-not-a-scenario at format'],
    ['a newer format', { ...bare, format: 2 }, 'scenario-newer at format'],
    ['an unknown key', { ...bare, colour: 'red' }, 'scenario-unknown-key at colour'],
    ['an unknown key inside', withCluster({ brokers: [{ id: 1, hosts: 2 }] }), 'scenario-unknown-key at cluster.brokers[0].hosts'],
    ['a missing field', { ...bare, seed: undefined }, 'scenario-missing at seed'],
    ['a number as text', { ...bare, seed: '1' }, 'scenario-wrong-type at seed'],
    ['a broken number', { ...bare, seed: 1.5 }, 'scenario-wrong-type at seed'],
    ['a clock near zero', { ...bare, epochMillis: 0 }, 'scenario-number-too-small at epochMillis'],
    ['a long title', { ...bare, title: 'x'.repeat(201) }, 'scenario-text-too-long at title'],
    ['no broker', withCluster({ brokers: [] }), 'scenario-too-few at cluster.brokers'],
    ['ten brokers', withCluster({ brokers: Array.from({ length: 10 }, (_, id) => ({ id })) }), 'scenario-too-many at cluster.brokers'],
    ['a broker among the clients', withCluster({ brokers: [{ id: 1001 }] }), 'scenario-number-too-large at cluster.brokers[0].id'],
    ['a broker twice', withCluster({ brokers: [{ id: 1 }, { id: 1 }] }), 'scenario-duplicate at cluster.brokers[1].id'],
    [
      'a topic with a blank',
      withCluster({ topics: [{ name: 'a b', partitions: 1, replicationFactor: 1 }] }),
      'scenario-bad-characters at cluster.topics[0].name',
    ],
    [
      'too many replicas',
      withCluster({ topics: [{ name: 'a', partitions: 1, replicationFactor: 2 }] }),
      'scenario-too-few-brokers at cluster.topics[0].replicationFactor',
    ],
    [
      'too many partitions',
      withCluster({ topics: [{ name: 'a', partitions: 65, replicationFactor: 1 }] }),
      'scenario-too-many-partitions at cluster.topics[0].partitions',
    ],
    [
      'a replica nowhere',
      withCluster({ topics: [{ name: 'a', partitions: 1, replicationFactor: 1, assignment: [[2]] }] }),
      'scenario-unknown-broker at cluster.topics[0].assignment[0][0]',
    ],
    [
      'half an assignment',
      withCluster({ topics: [{ name: 'a', partitions: 2, replicationFactor: 1, assignment: [[1]] }] }),
      'scenario-assignment-length at cluster.topics[0].assignment',
    ],
    ['a consumer of nothing', withCluster({ consumers: [{ name: 'c' }] }), 'scenario-assign-or-subscribe at cluster.consumers[0]'],
    [
      'a topic nowhere',
      withCluster({ consumers: [{ name: 'c', subscribe: ['a'] }] }),
      'scenario-unknown-topic at cluster.consumers[0].subscribe[0]',
    ],
    [
      'two clients of one name',
      withCluster({ producers: [{ name: 'c' }, { name: 'c' }] }),
      'scenario-duplicate at cluster.producers[1].name',
    ],
    [
      'latency upside down',
      withCluster({ network: { latencyMicrosMin: 2, latencyMicrosMax: 1 } }),
      'scenario-min-above-max at cluster.network',
    ],
    ['a config key that is no name', withCluster({ configs: { __proto: 'x' } }), 'scenario-bad-key at cluster.configs.__proto'],
    ['a command of no kind', withCommand({ kind: 'explode' }), 'scenario-not-one-of at commands[0].command.kind'],
    [
      'a fault with a list',
      withCommand({ kind: 'fault', fault: 'kill', params: { broker: [1] } }),
      'scenario-wrong-type at commands[0].command.params.broker',
    ],
    ['a client nowhere', withCommand({ kind: 'remove-client', client: 'x' }), 'scenario-unknown-client at commands[0].command.client'],
    [
      'time before zero',
      withCommand({ kind: 'delete-topic', topic: 'a' }, { micros: -1 }),
      'scenario-number-too-small at commands[0].at.micros',
    ],
    ['an act that does not exist', { ...bare, exposes: { acts: ['send', 'fly'] } }, 'scenario-not-one-of at exposes.acts[1]'],
    ['a fault of what is none', { ...bare, exposes: { acts: ['send:kill'] } }, 'scenario-not-one-of at exposes.acts[0]'],
    ['no view at all', { ...bare, exposes: { panels: [] } }, 'scenario-too-few at exposes.panels'],
    ['a part that cannot be hidden', { ...bare, exposes: { hides: ['clock'] } }, 'scenario-not-one-of at exposes.hides[0]'],
    ['a long reason', { ...bare, exposes: { reason: 'x'.repeat(121) } }, 'scenario-text-too-long at exposes.reason'],
  ])('%s is refused at its place', (_, raw, expected) => {
    expect(problemsOf(raw)).toEqual([expected]);
  });

  test('everything that is wrong is said at once', () => {
    expect(problemsOf({ ...bare, seed: -1, title: 5, extra: 1 })).toHaveLength(3);
  });

  test('time does not run back from one command to the next', () => {
    const command = { kind: 'delete-topic', topic: 'a' };
    const at = (...positions: Json[]) => problemsOf({ ...bare, commands: positions.map((position) => ({ at: position, command })) });
    expect(at({ micros: 5, steps: 9 }, { micros: 5 }, { micros: 5, steps: 9 }, { micros: 6 })).toEqual([]);
    expect(at({ micros: 5 }, { micros: 4 })).toEqual(['scenario-commands-out-of-order at commands[1].at']);
    expect(at({ micros: 5, steps: 9 }, { micros: 7, steps: 8 })).toEqual(['scenario-commands-out-of-order at commands[1].at']);
  });

  test('the command line may ask for large clusters', () => {
    const raw = withCluster({
      brokers: Array.from({ length: 30 }, (_, id) => ({ id })),
      topics: [{ name: 'a', partitions: 1000, replicationFactor: 3 }],
    });
    expect(problemsOf(raw)).toHaveLength(2);
    expect(problemsOf(raw, { limits: largeLimits })).toEqual([]);
  });

  test('what the engine knows is asked: configuration in Kafka’s words, faults by name', () => {
    const raw = {
      ...withCluster({ configs: { acks: '7' } }),
      commands: [{ at: { micros: 0 }, command: { kind: 'fault', fault: 'fly', params: {} } }],
    };
    const knowledge = {
      refusedConfigs: (scope: string, configs: Json) => Object.keys(configs).map((key) => ({ key, reason: `not in ${scope}` })),
      faults: ['kill'],
    };
    expect(problemsOf(raw, { knowledge })).toEqual([
      'scenario-config-refused at cluster.configs["acks"]',
      'scenario-unknown-fault at commands[0].command.fault',
    ]);
  });

  test('a polluting key is refused and pollutes nothing', () => {
    const checked = checkScenarioText(JSON.stringify(bare).replace('"seed"', '"__proto__":{"polluted":1},"seed"'));
    expect(checked.ok).toBe(false);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('files', () => {
  test('every scenario comes back from its file as it was', () => {
    fc.assert(
      fc.property(scenarioArbitrary, (scenario) => {
        expect(readScenario(writeScenario(scenario))).toEqual({ ok: true, value: scenario });
      }),
      { numRuns: 200 },
    );
  });

  test('a person may leave out what has a default', () => {
    const text = writeScenario(lessonWithActs(3));
    expect(text).not.toContain('steps');
    expect(readScenario(`\ufeff${text}`)).toMatchObject({ ok: true });
  });

  test('what is no JSON and what is too large is said', () => {
    expect(readScenario('{"format":1,}')).toMatchObject({ ok: false, problem: { code: 'file-not-json' } });
    expect(readScenario(' '.repeat(300_000))).toMatchObject({ ok: false, problem: { code: 'file-too-large', params: { maximum: 256 } } });
    expect(readScenario('['.repeat(200_000))).toMatchObject({ ok: false });
  });

  test('names of files', () => {
    expect(fileNameOf('The record: lost?!')).toBe('the-record-lost.kafkascope.json');
    expect(fileNameOf('丢失的 记录')).toBe('丢失的-记录.kafkascope.json');
    expect(fileNameOf('../..')).toBe('scenario.kafkascope.json');
  });
});

test('each problem can be said in both languages with its parameters', () => {
  const sample = checkScenario(withCluster({ topics: [{ name: 'a', partitions: 1, replicationFactor: 2 }] }));
  const [problem] = sample.ok ? [] : sample.problems;
  const say = (texts: Readonly<Record<string, string>>) =>
    fill(texts[`problem.${problem!.code}`] ?? '', { ...problem!.params, where: problem!.where });
  expect(say(english)).toBe('cluster.topics[0].replicationFactor: 2 replicas need as many brokers, and there is 1.');
  expect(say(chinese)).toContain('需要同样多的Broker，现在只有1个');
  for (const [key, text] of Object.entries(english)) {
    const names = (sentence: string) => [...new Set(sentence.match(/\{\w+/g))].sort();
    expect(names(chinese[key as keyof typeof chinese])).toEqual(names(text));
  }
});
