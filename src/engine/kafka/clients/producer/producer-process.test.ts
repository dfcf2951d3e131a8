import { expect, test } from 'vitest';
import { Kernel } from '../../../kernel/kernel.ts';
import type { Context, Envelope } from '../../../kernel/process.ts';
import { Process } from '../../../kernel/process.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import { errors } from '../../errors.ts';
import { Ledger } from '../../ledger/ledger.ts';
import type { ProduceRequest } from '../../apis/Produce/messages.ts';
import type { MetadataRequest } from '../../apis/Metadata/messages.ts';
import { producerSettings } from './producer-config.ts';
import { inspectProducer } from './producer-inspection.ts';
import { ProducerProcess } from './producer-process.ts';
import type { WorkloadSettings } from './workload.ts';

const identity = { throttleTimeMs: 0, errorCode: 0, producerId: 4000, producerEpoch: 0 };
const noLeader = { leaderId: -1, leaderEpoch: -1 };
const nothingToAdd = { logAppendTimeMs: -1, logStartOffset: 0, recordErrors: [], errorMessage: null, currentLeader: noLeader };

/** Answers produces as told, in order of arrival; keeps what it appended. */
class ScriptedBroker extends Process {
  readonly context: Context;
  /** What to answer to the next produces: an error code, or silence. */
  script: (number | 'silence')[] = [];
  appended: { readonly partition: number; readonly firstLedgerId: number; readonly count: number; readonly baseSequence: number }[] = [];
  private readonly nextOffset = [0, 0, 0];
  produces = 0;
  lead = 1;

  constructor(registry: EntityRegistry, context: Context) {
    super(registry);
    this.context = context;
  }

  onStart(): void {
    this.produces = 0;
  }

  onTimer(): void {
    throw new Error('no timers');
  }

  onDisconnect(): void {
    // Nobody minds.
  }

  onCrash(): void {
    // Its log is kept.
  }

  onMessage(envelope: Envelope): void {
    this.touch();
    const { api, body } = envelope.message;
    if (api === 'Metadata') this.context.reply(envelope, this.metadata(body as MetadataRequest), 100);
    else if (api === 'InitProducerId') this.context.reply(envelope, identity, 30);
    else if (api === 'Produce') this.produce(envelope, body as ProduceRequest);
  }

  private metadata({ topics }: MetadataRequest): object {
    const partitions = [0, 1, 2].map((partitionIndex) => ({
      errorCode: 0,
      partitionIndex,
      leaderId: this.lead,
      leaderEpoch: 0,
      replicaNodes: [1],
      isrNodes: [1],
      offlineReplicas: [],
    }));
    const known = (topics ?? []).map(({ name }) =>
      name === 'absent'
        ? { errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION, name, topicId: 'T0', isInternal: false, partitions: [] }
        : { errorCode: 0, name, topicId: 'T1', isInternal: false, partitions },
    );
    return { throttleTimeMs: 0, brokers: [{ nodeId: 1, rack: null }], clusterId: 'c', controllerId: -1, topics: known };
  }

  private produce(envelope: Envelope, request: ProduceRequest): void {
    this.produces++;
    const answer = this.script.shift() ?? errors.NONE;
    const responses = request.topicData.map(({ name, topicId, partitionData }) => ({
      name,
      topicId,
      partitionResponses: partitionData.map(({ index, records }) => {
        const isAppended = answer === errors.NONE || answer === 'silence' || answer === errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
        const baseOffset = isAppended ? this.nextOffset[index]! : -1;
        if (isAppended) {
          this.nextOffset[index] = baseOffset + records.count;
          const firstLedgerId = records.records.at(0).ledgerId;
          this.appended.push({ partition: index, firstLedgerId, count: records.count, baseSequence: records.baseSequence });
        }
        const errorCode = answer === 'silence' ? errors.NONE : answer;
        return { index, errorCode, baseOffset, ...nothingToAdd };
      }),
    }));
    if (answer !== 'silence' && request.acks !== 0) this.context.reply(envelope, { responses, throttleTimeMs: 0 }, 60);
  }
}

const network = { latencyMicrosMin: 500, latencyMicrosMax: 500, bytesPerSecond: 0 };
const producerNode = 1001;

class World {
  readonly kernel = new Kernel({ seed: 3, epochMillis: 1_760_000_000_000, network });
  readonly ledger = new Ledger(this.kernel);
  readonly events: string[] = [];

  constructor(overrides: Readonly<Record<string, string>> = {}, workload: WorkloadSettings | null = null) {
    const result = producerSettings(overrides);
    if (!result.ok) throw new Error(result.error.message);
    const { settings } = result;
    this.kernel.onEvent = (_id, _node, spec) => this.events.push(spec.name);
    this.kernel.addNode(1, (context) => new ScriptedBroker(this.kernel, context));
    const options = { settings, bootstrap: [1], ledger: this.ledger, workload };
    this.kernel.addNode(producerNode, (context) => new ProducerProcess(this.kernel, context, options));
    this.kernel.startProcess(1);
    this.kernel.startProcess(producerNode);
  }

  get broker(): ScriptedBroker {
    return this.kernel.node(1).process as ScriptedBroker;
  }

  get process(): ProducerProcess {
    return this.kernel.node(producerNode).process as ProducerProcess;
  }

  send(value: string | null, partition: number | null = 0, topic = 't'): void {
    this.kernel.runCommand({ command: 'send', target: topic, detail: '' }, () => {
      this.process.sendRecord({ topic, partition, key: null, value });
    });
  }

  runMillis(millis: number): void {
    const until = this.kernel.nowMicros + millis * 1000;
    while (this.kernel.nextStepMicros() <= until) this.kernel.step();
    this.kernel.idleUntil(until);
  }

  count(event: string): number {
    return this.events.filter((name) => name === event).length;
  }
}

const workload = (changes: Partial<WorkloadSettings>): WorkloadSettings => ({
  topic: 't',
  recordsPerSecond: 100,
  recordCount: null,
  valueSizeBytes: 50,
  keys: [],
  keyChoice: 'in-turn',
  partition: null,
  startMicros: 0,
  seed: 9,
  ...changes,
});

test('records that are sent within linger.ms share a batch', () => {
  const world = new World({ 'linger.ms': '5' });
  world.runMillis(50);
  for (let i = 0; i < 3; i++) world.send(`v${String(i)}`);
  world.runMillis(4);
  expect(world.broker.appended).toEqual([]);
  world.runMillis(20);
  expect(world.broker.appended).toMatchObject([{ count: 3, baseSequence: 0 }]);
  expect(world.ledger.totals).toMatchObject({ sent: 3, acknowledged: 3, failed: 0 });
});

test('a batch whose request got no answer is sent again with its sequence after request.timeout.ms', () => {
  const world = new World({ 'linger.ms': '0', 'request.timeout.ms': '200' });
  world.runMillis(50);
  world.broker.script = ['silence'];
  world.send('a');
  world.runMillis(1000);
  expect(world.broker.appended.map(({ baseSequence }) => baseSequence)).toEqual([0, 0]);
  expect(world.count('batchRetried')).toBe(1);
  expect(world.ledger.totals).toMatchObject({ acknowledged: 1 });
});

test('with retries 0 an error of the broker reaches the callback', () => {
  const world = new World({ retries: '0', 'linger.ms': '0' });
  world.runMillis(50);
  world.broker.script = [errors.NOT_ENOUGH_REPLICAS];
  world.send('a');
  world.runMillis(100);
  expect(world.ledger.totals).toMatchObject({ failed: 1, acknowledged: 0 });
  expect(world.count('sendFailed')).toBe(1);
});

test('acks=0 asks for no confirmation and gets none', () => {
  const world = new World({ acks: '0', 'linger.ms': '0' });
  world.runMillis(50);
  world.send('a');
  world.runMillis(20);
  expect(world.broker.appended).toHaveLength(1);
  expect(world.ledger.totals).toMatchObject({ unconfirmed: 1, acknowledged: 0 });
});

test('send() waits for metadata of an unknown topic and gives up after max.block.ms', () => {
  const world = new World({ 'max.block.ms': '3000' });
  world.runMillis(50);
  world.send('a', null, 'absent');
  expect(world.count('sendBlocked')).toBe(1);
  world.runMillis(2900);
  expect(world.ledger.totals.failed).toBe(0);
  world.runMillis(200);
  expect(world.ledger.totals.failed).toBe(1);
  world.send('b');
  world.runMillis(50);
  expect(world.ledger.totals.acknowledged).toBe(1);
});

test('a producer whose broker is down keeps its records and delivers them once it is back', () => {
  const world = new World({ 'linger.ms': '0' });
  world.runMillis(50);
  world.send('a');
  world.runMillis(20);
  world.kernel.crashProcess(1, 'process-crash');
  world.send('b');
  world.runMillis(3000);
  expect(world.ledger.totals.acknowledged).toBe(1);
  world.kernel.startProcess(1);
  world.runMillis(3000);
  expect(world.ledger.totals).toMatchObject({ acknowledged: 2, failed: 0 });
});

test('a crash loses what is buffered, and no callback tells', () => {
  const world = new World({ 'linger.ms': '1000' });
  world.runMillis(50);
  world.send('a');
  world.runMillis(10);
  world.kernel.crashProcess(producerNode, 'process-crash');
  world.runMillis(3000);
  expect(world.broker.appended).toEqual([]);
  expect(world.ledger.totals).toMatchObject({ sent: 1, acknowledged: 0, failed: 0 });
});

test('close() sends what waits, and a later send() throws', () => {
  const world = new World({ 'linger.ms': '10000' });
  world.runMillis(50);
  world.send('a');
  world.runMillis(20);
  world.kernel.runCommand({ command: 'close', target: 'p', detail: '' }, () => {
    world.process.close();
  });
  world.runMillis(50);
  expect(world.ledger.totals.acknowledged).toBe(1);
  expect(world.count('producerClosed')).toBe(1);
  world.send('b');
  expect(world.ledger.totals.failed).toBe(1);
});

test('a caller that still waits for metadata when the producer is closed gets an exception', () => {
  const world = new World();
  world.runMillis(50);
  world.send('a');
  world.kernel.runCommand({ command: 'close', target: 'p', detail: '' }, () => {
    world.process.close();
  });
  world.runMillis(50);
  expect(world.ledger.totals).toMatchObject({ failed: 1, acknowledged: 0 });
});

test('close(timeout) fails what is not done in time', () => {
  const world = new World({ 'linger.ms': '10000' });
  world.runMillis(50);
  world.broker.script = ['silence'];
  world.send('a');
  world.runMillis(20);
  world.kernel.runCommand({ command: 'close', target: 'p', detail: '' }, () => {
    world.process.close(100);
  });
  world.runMillis(90);
  expect(world.ledger.totals.failed).toBe(0);
  world.runMillis(50);
  expect(world.ledger.totals.failed).toBe(1);
});

test('new settings take over after the old producer has sent what it had', () => {
  const world = new World({ 'linger.ms': '10000' });
  world.runMillis(50);
  world.send('a');
  world.runMillis(20);
  world.kernel.runCommand({ command: 'configure', target: 'p', detail: '' }, () => {
    expect(world.process.configure({ 'linger.ms': '0', acks: '1' }).ok).toBe(true);
  });
  world.runMillis(50);
  world.send('b');
  world.runMillis(50);
  expect(world.ledger.totals.acknowledged).toBe(2);
  expect(world.broker.appended.map(({ baseSequence }) => baseSequence)).toEqual([0, -1]);
});

test('a workload sends its records at its rate, each key to one partition', () => {
  const world = new World({ 'linger.ms': '0' }, workload({ recordsPerSecond: 200, recordCount: 300, keys: ['a', 'b', 'c'] }));
  world.runMillis(1000);
  const afterOneSecond = world.ledger.totals.sent;
  expect(afterOneSecond).toBeGreaterThan(198);
  expect(afterOneSecond).toBeLessThan(203);
  world.runMillis(2000);
  expect(world.ledger.totals).toMatchObject({ sent: 300, acknowledged: 300 });
});

test('a fast workload is handed over in runs and arrives whole and in order', () => {
  const world = new World({ 'batch.size': '4000' }, workload({ recordsPerSecond: 50_000, recordCount: 20_000, partition: 1 }));
  world.runMillis(2000);
  expect(world.ledger.totals).toMatchObject({ sent: 20_000, acknowledged: 20_000 });
  let next = world.broker.appended[0]!.firstLedgerId;
  for (const { firstLedgerId, count } of world.broker.appended) {
    expect(firstLedgerId).toBe(next);
    next += count;
  }
});

test('the inside of a producer can be looked at: open batches, slots, memory and sequences', () => {
  const world = new World({ 'linger.ms': '50' });
  world.runMillis(50);
  world.send('a');
  world.runMillis(10);
  world.broker.script = ['silence'];
  world.send('bb', 2);
  world.runMillis(10);
  expect(inspectProducer(world.process)).toMatchObject({
    queued: [
      { partition: 0, recordCount: 1, lingerLeftMillis: 31, sentBecause: null },
      { partition: 2, recordCount: 1, lingerLeftMillis: 40 },
    ],
    inFlight: [],
    identity: { producerId: 4000, producerEpoch: 0 },
  });
  world.runMillis(35);
  expect(inspectProducer(world.process)).toMatchObject({
    queued: [],
    inFlight: [{ nodeId: 1, api: 'Produce', batches: [{ sentBecause: 'linger' }, { sentBecause: 'company' }] }],
    sequences: [{ nextSequence: 1 }, { nextSequence: 1 }],
  });
});

test('going back to a checkpoint and on again gives the same digest', () => {
  const world = new World({ 'linger.ms': '3', 'request.timeout.ms': '150' }, workload({ recordsPerSecond: 3000 }));
  world.broker.script = [0, 0, 'silence', errors.NOT_ENOUGH_REPLICAS, 0, errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND];
  world.runMillis(60);
  const checkpoint = world.kernel.saveCheckpoint();
  world.runMillis(700);
  const { digest } = world.kernel;
  const totals = world.ledger.totals;
  world.kernel.restoreCheckpoint(checkpoint);
  world.runMillis(700);
  expect(world.kernel.digest).toBe(digest);
  expect(world.ledger.totals).toEqual(totals);
  expect(totals.acknowledged).toBeGreaterThan(1500);
});
