/**
 * An engine that computes nothing: it shows the fixture, and moves time when asked. For component tests and for looking at the page; never
 * in the product.
 */
import type { Catalogue, EventRow, Frame, Row } from '../../contract/engine-api.ts';
import type { AsyncEngine, ScenarioCodec, Services } from '../services.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { fixtureNowMicros, fixtureTables } from './fixture-rows.ts';

const event = (shape: Pick<EventRow, 'id' | 'name' | 'micros' | 'interest' | 'args'>): EventRow => ({
  ...shape,
  node: 3,
  level: 'milestone',
  kinds: {},
  trigger: shape.id - 1,
  because: -1,
  source: 'AbstractFetcherThread',
});

/** The milestones of the fixture. */
export const fixtureEvents: readonly EventRow[] = [
  event({
    id: 1,
    name: 'recordAcknowledged',
    micros: 1_998_000,
    interest: 1,
    args: { producer: 'mobile', partition: 'orders-2', offset: 17 },
  }),
  event({ id: 2, name: 'commandGiven', micros: 2_000_000, interest: 2, args: { what: 'pause broker 3' } }),
  event({ id: 3, name: 'brokerFenced', micros: 10_850_000, interest: 2, args: { broker: 3, silent: '9 s' } }),
  event({ id: 4, name: 'becameLeader', micros: 10_862_000, interest: 2, args: { broker: 1, partition: 'orders-2', leaderEpoch: 6 } }),
  event({ id: 5, name: 'commandGiven', micros: 41_600_000, interest: 2, args: { what: 'resume broker 3' } }),
  event({
    id: 6,
    name: 'logTruncated',
    micros: 42_310_000,
    interest: 3,
    args: { partition: 'orders-2', previousLogEndOffset: 18, offset: 17, lostCount: 1 },
  }),
  event({ id: 7, name: 'isrExpandRequested', micros: 42_377_000, interest: 2, args: { partition: 'orders-1', follower: 3 } }),
  event({ id: 8, name: 'recordsAppended', micros: 42_383_000, interest: 1, args: { partition: 'orders-0', firstOffset: 43 } }),
];

const catalogue: Catalogue = {
  faults: [
    ...['kill', 'stop', 'power-loss', 'pause', 'resume', 'restart'].map((name) => ({ name, target: 'broker' as const, params: [] })),
    { name: 'slow-disk', target: 'disk', params: [{ name: 'millis', kind: 'millis', initial: 200 }] },
    { name: 'cut', target: 'link', params: [] },
  ],
  configs: [
    {
      key: 'acks',
      scope: 'producer',
      type: 'string',
      defaultValue: 'all',
      unit: null,
      valid: 'all, -1, 0, 1',
      isDynamic: true,
      source: 'ProducerConfig',
      textKey: 'acks',
    },
    {
      key: 'linger.ms',
      scope: 'producer',
      type: 'long',
      defaultValue: '5',
      unit: 'ms',
      valid: null,
      isDynamic: true,
      source: 'ProducerConfig',
      textKey: 'linger.ms',
    },
    {
      key: 'min.insync.replicas',
      scope: 'topic',
      type: 'int',
      defaultValue: '1',
      unit: null,
      valid: '[1,...]',
      isDynamic: true,
      source: 'TopicConfig',
      textKey: 'min.insync.replicas',
    },
  ],
  events: fixtureEvents.map(({ name, level, interest }) => ({ name, level, interest, fields: [] })),
  invariants: [],
  presets: [],
};

const scenario: Scenario = {
  format: 1,
  title: 'A broker stalls and comes back',
  seed: 1,
  epochMillis: 1_700_000_000_000,
  cluster: { brokers: [{ id: 1 }, { id: 2 }, { id: 3 }], topics: [], producers: [], consumers: [] },
  commands: [],
};

/** How long the fake engine takes for a frame while time runs. */
const frameMillis = 16;

/** Shows the tables that it is given. */
export function fakeEngine(tables: Readonly<Record<string, readonly Row[]>> = fixtureTables): AsyncEngine {
  const state = { micros: fixtureNowMicros, pace: 0, isChanged: true, isFirst: true, isComparing: false };
  const wake: { call: (() => void) | null } = { call: null };
  const change = (by: Partial<typeof state>): Promise<void> => {
    Object.assign(state, by, { isChanged: true });
    wake.call?.();
    return Promise.resolve();
  };
  const frame = (): Frame => {
    const isFirst = state.isFirst;
    state.isFirst = false;
    const other = state.isComparing
      ? Object.entries(tables).map(([table, rows]) => ({ table: `other:${table}`, upsert: rows, remove: [] }))
      : [];
    return {
      at: { micros: state.micros, steps: 31_000 },
      epochMillis: scenario.epochMillis,
      microsPerSecond: state.pace,
      isRunning: state.pace > 0,
      paceReason: state.pace > 0 ? 'messages' : 'paused',
      stopped: null,
      patches: [...(isFirst ? Object.entries(tables).map(([table, rows]) => ({ table, upsert: rows, remove: [] })) : []), ...other],
      events: isFirst ? fixtureEvents : [],
      eventsReset: isFirst,
      beside: state.isComparing ? { events: fixtureEvents.slice(0, 5), isReset: true } : null,
      branches: isFirst
        ? [
            {
              id: 0,
              parent: null,
              forkedAt: null,
              firstCommand: null,
              computedUntil: { micros: 42_400_000, steps: 31_100 },
              isCurrent: true,
            },
            {
              id: 1,
              parent: 0,
              forkedAt: { micros: 1_900_000, steps: 900 },
              firstCommand: { kind: 'configure-client', client: 'mobile', configs: { acks: 'all' } },
              computedUntil: { micros: 12_000_000, steps: 9_000 },
              isCurrent: false,
            },
          ]
        : null,
      digest: 'a1b2c3d4',
      computedUntil: { micros: 42_400_000, steps: 31_100 },
      stepsTotal: 31_100,
      canUndo: true,
      lesson: null,
      openedCount: 1,
    };
  };
  return {
    open: () => {
      state.isFirst = true;
      return Promise.resolve({ ok: true, value: frame() });
    },
    openLesson: () => Promise.resolve({ ok: true, value: null }),
    lessonMove: () => Promise.resolve({ ok: true, value: null }),
    lessonStory: () => Promise.resolve([]),
    checkLesson: () => Promise.resolve([]),
    submit: () => Promise.resolve({ ok: false, problem: { code: 'fixture', params: {}, where: '' } }),
    undo: () => Promise.resolve({ ok: true, value: null }),
    setPace: (pace) => change({ pace: pace.kind === 'running' ? pace.microsPerSecond : 0 }),
    setBreaks: () => Promise.resolve(),
    step: () => change({ micros: state.micros + 100 }),
    stepBack: () => change({ micros: state.micros - 100 }),
    seek: (to) => change({ micros: to.micros }),
    seekToEvent: (id) => change({ micros: fixtureEvents.find((known) => known.id === id)?.micros ?? state.micros }),
    nextInteresting: () => Promise.resolve(),
    switchBranch: () => Promise.resolve(),
    compare: (branch) => change({ isComparing: branch !== null }),
    watch: () => Promise.resolve(),
    nextFrame: async () => {
      if (state.pace > 0) {
        await new Promise((resolve) => {
          setTimeout(resolve, frameMillis);
        });
        state.micros += (state.pace * frameMillis) / 1000;
        if (state.micros > fixtureNowMicros + 1_000) state.micros = fixtureNowMicros - 900;
      } else if (!state.isChanged)
        await new Promise<void>((resolve) => {
          wake.call = resolve;
        });
      state.isChanged = false;
      return frame();
    },
    rowsAt: () => Promise.resolve([]),
    explain: () =>
      Promise.resolve(
        [6, 4, 3, 2, 1]
          .flatMap((id) => fixtureEvents.filter((known) => known.id === id))
          .map((known) => ({ event: known, link: 'trigger' as const })),
      ),
    ask: () => Promise.resolve([]),
    inspect: (kind) =>
      Promise.resolve(kind === 'producer' ? { acks: 'all', 'linger.ms': '5' } : kind === 'topic' ? { 'min.insync.replicas': '2' } : null),
    checkInvariants: () => Promise.resolve([]),
    diskFiles: () => Promise.resolve([]),
    openLogFiles: () => Promise.resolve(),
    catalogue: () => Promise.resolve(catalogue),
    share: () => Promise.resolve(scenario),
  };
}

const codec: ScenarioCodec = {
  encodeLink: (known) => `k1.d.1204.${btoa(JSON.stringify(known)).slice(0, 480)}.8f3a`,
  decodeLink: () => ({ ok: false, problem: { code: 'link-cut-off', params: { arrived: 1204, expected: 2380 }, where: '' } }),
  readScenario: () => ({ ok: true, value: scenario }),
  writeScenario: (known) => JSON.stringify(known),
  fileNameOf: (title) => `${title}.json`,
};

/** Everything that the page needs, without an engine. */
export function fakeServices(tables?: Readonly<Record<string, readonly Row[]>>): Services {
  return {
    startEngine: () => Promise.resolve({ engine: fakeEngine(tables), home: 'worker', stop: () => undefined }),
    loadCodec: () => Promise.resolve(codec),
    presets: ['one-record', 'acked-and-lost', 'follower-behind'].map((name, index) => ({
      name,
      minutes: index + 1,
      load: () => Promise.resolve(scenario),
    })),
  };
}
