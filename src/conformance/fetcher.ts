import { NetworkClient } from '../engine/kafka/clients/common/network-client.ts';
import type { ClientResponse } from '../engine/kafka/clients/common/network-client.ts';
import { ClassicConsumer, networkSettings } from '../engine/kafka/clients/consumer/classic-consumer.ts';
import { CausedError } from '../engine/kafka/clients/consumer/consumer-error.ts';
import { ConsumerListener } from '../engine/kafka/clients/consumer/consumer-listener.ts';
import type { ConsumerMetadata } from '../engine/kafka/clients/consumer/consumer-metadata.ts';
import { ConsumerSettings } from '../engine/kafka/clients/consumer/consumer-settings.ts';
import type { ClientError } from '../engine/kafka/clients/common/client-error.ts';
import type { ClientEnvironment } from '../engine/kafka/clients/common/client-environment.ts';
import { partitionOf, topicOf } from '../engine/kafka/clients/consumer/topic-partition.ts';
import type { TaskResult } from '../engine/kafka/clients/consumer/task.ts';
import type { MetadataResponse } from '../engine/kafka/apis/Metadata/messages.ts';
import { errorByCode } from '../engine/kafka/error-details.ts';
import { errors } from '../engine/kafka/errors.ts';
import { numberField, textField } from './support/fields.ts';
import { answerBody, PoisonReader, requestEvent, ScriptedEnvironment } from './support/fetcher-messages.ts';
import type { Adapter, Json } from './registry.ts';
import { isList, isObject } from './rows.ts';
import type { JsonObject } from './rows.ts';

const brokerIds = [1, 2, 3];
const positionTimeoutMillis = 300;

/** A request that the script has not answered yet. */
interface Held {
  readonly label: number;
  readonly nodeId: number;
  readonly correlationId: number;
  readonly api: string;
  readonly sentMillis: number;
  readonly body: object;
}

/** What the scripted brokers know and do. */
class Script {
  nowMillis: number;
  logs: JsonObject;
  answers: Json[] = [];
  lateAnswers = new Map<number, Json>();
  events: Json[] = [];
  held: Held[] = [];
  requestCount = 0;

  constructor(nowMillis: number, logs: JsonObject) {
    this.nowMillis = nowMillis;
    this.logs = logs;
  }
}

/** The network of a recorded run: brokers answer at once, later, or never, as the row says. */
class ScriptedNetwork extends NetworkClient {
  private readonly script: Script;
  private readonly known: ConsumerMetadata;

  constructor(script: Script, settings: ConsumerSettings, environment: ClientEnvironment, metadata: ConsumerMetadata) {
    const direct = { ...networkSettings(settings), reconnectBackoffMillis: 0, reconnectBackoffMaxMillis: 0, discoverBrokerVersions: false };
    super(direct, environment, metadata, 'manual');
    this.script = script;
    this.known = metadata;
  }

  override poll(nowMillis: number): readonly ClientResponse[] {
    const { script } = this;
    for (const { nodeId, correlationId, api, body } of this.outgoing.splice(0)) {
      const label = script.requestCount++;
      script.events.push(requestEvent(label, { nodeId, api }, body));
      const answer = script.answers.shift() ?? null;
      const sent: Held = { label, nodeId, correlationId, api, sentMillis: nowMillis, body: body };
      if (answer === null) script.held.push(sent);
      else this.receive(nodeId, correlationId, answerBody(api, answer, body), nowMillis);
    }
    if (this.known.updateRequested) {
      this.known.update(this.known.requestVersion, metadataResponse(script.logs), false, nowMillis);
      script.events.push({ metadata: 'updated' });
    }
    this.answerLate(nowMillis);
    return super.poll(nowMillis);
  }

  breakConnection(nodeId: number): void {
    this.connectionLost(nodeId, this.script.nowMillis);
    this.script.held = this.script.held.filter((held) => held.nodeId !== nodeId);
  }

  /** Answers a held request now. */
  answerHeld(label: number, answer: Json): void {
    const index = this.script.held.findIndex((held) => held.label === label);
    const held = this.script.held[index];
    if (held === undefined) return;
    this.script.held.splice(index, 1);
    this.receive(held.nodeId, held.correlationId, answerBody(held.api, answer, held.body), this.script.nowMillis);
  }

  /** When the next held fetch is answered: brokers hold it for fetch.max.wait.ms. */
  nextLateAnswerMillis(): number {
    let next = Infinity;
    for (const held of this.script.held) if (this.script.lateAnswers.has(held.label)) next = Math.min(next, dueMillis(held));
    return next;
  }

  private answerLate(nowMillis: number): void {
    for (const held of [...this.script.held]) {
      const answer = this.script.lateAnswers.get(held.label);
      if (answer === undefined || dueMillis(held) > nowMillis) continue;
      this.script.events.push({ answered: held.label });
      this.answerHeld(held.label, answer);
    }
  }
}

function dueMillis(held: Held): number {
  return held.sentMillis + ('maxWaitMs' in held.body && typeof held.body.maxWaitMs === 'number' ? held.body.maxWaitMs : 0);
}

function metadataResponse(logs: JsonObject): MetadataResponse {
  const partitions = Object.keys(logs).map((name) => {
    const log = logs[name] ?? null;
    const leaderId = numberField(log, 'leader');
    const replicas = { replicaNodes: brokerIds, isrNodes: brokerIds, offlineReplicas: [] };
    return {
      name,
      partition: {
        errorCode: errors.NONE,
        partitionIndex: partitionOf(name),
        leaderId,
        leaderEpoch: numberField(log, 'epoch'),
        ...replicas,
      },
    };
  });
  const topics = [...new Set(partitions.map(({ name }) => topicOf(name)))].map((name) => ({
    errorCode: errors.NONE,
    name,
    topicId: `id of ${name}`,
    isInternal: false,
    partitions: partitions.filter((entry) => topicOf(entry.name) === name).map((entry) => entry.partition),
  }));
  return { throttleTimeMs: 0, brokers: brokerIds.map((nodeId) => ({ nodeId, rack: null })), clusterId: 'c', controllerId: 1, topics };
}

/** One transcript being played. */
class Player {
  private readonly script: Script;
  private readonly consumer: ClassicConsumer;
  private readonly network: ScriptedNetwork;

  constructor(input: JsonObject) {
    this.script = new Script(numberField(input, 'startMs'), isObject(input['logs']) ? input['logs'] : {});
    const configs: Record<string, string> = {};
    for (const [key, value] of Object.entries(isObject(input['config']) ? input['config'] : {})) configs[key] = String(value);
    const settings = new ConsumerSettings(configs);
    const environment = new ScriptedEnvironment();
    const made: ScriptedNetwork[] = [];
    this.consumer = new ClassicConsumer({
      settings,
      environment,
      listener: new ConsumerListener(),
      reader: new PoisonReader(),
      createNetwork: (metadata) => {
        const network = new ScriptedNetwork(this.script, settings, environment, metadata);
        made.push(network);
        return network;
      },
    });
    this.network = made[0] ?? new ScriptedNetwork(this.script, settings, environment, this.consumer.metadata);
  }

  play(step: Json): Json {
    const { script } = this;
    script.events = [];
    script.answers = [...listAt(step, 'answers')];
    script.lateAnswers = new Map(
      listAt(step, 'lateAnswers').map((late) => (isList(late) ? [Number(late[0]), late[1] ?? null] : [-1, null])),
    );
    const outcome = this.perform(step);
    return { ...outcome, ...(script.events.length > 0 ? { events: script.events } : {}), state: this.state() };
  }

  private perform(step: Json): JsonObject {
    const { consumer, script } = this;
    const now = script.nowMillis;
    switch (textField(step, 'op')) {
      case 'assign':
        return thrown(consumer.assign(listAt(step, 'partitions').map(String), now));
      case 'poll':
        consumer.poll(numberField(step, 'timeoutMs'), now);
        return this.finish();
      case 'position':
        consumer.position(textField(step, 'partition'), positionTimeoutMillis, now);
        return this.finish();
      case 'close':
        consumer.close(numberField(step, 'timeoutMs'), now);
        return this.finish();
      case 'seek':
        return thrown(consumer.seek(textField(step, 'partition'), numberField(step, 'offset'), now));
      case 'seekToBeginning':
        return thrown(consumer.seekTo('beginning', [textField(step, 'partition')]));
      case 'seekToEnd':
        return thrown(consumer.seekTo('end', [textField(step, 'partition')]));
      case 'pause':
        return thrown(consumer.pause([textField(step, 'partition')]));
      case 'resume':
        return thrown(consumer.resumePartitions([textField(step, 'partition')]));
      default:
        return this.performOutside(step);
    }
  }

  /** What happens in the world around the consumer. */
  private performOutside(step: Json): JsonObject {
    const { script } = this;
    switch (textField(step, 'op')) {
      case 'sleep':
        script.nowMillis += numberField(step, 'ms');
        return {};
      case 'broker':
        this.changeBrokers(step);
        return {};
      case 'respond':
        this.network.answerHeld(numberField(step, 'request'), isObject(step) ? (step['answer'] ?? null) : null);
        return {};
      case 'disconnect':
        this.network.breakConnection(numberField(step, 'node'));
        return {};
      default:
        return { unsupported: `op ${textField(step, 'op')}` };
    }
  }

  /** The recorder refreshed metadata whenever a leader changed, unless the step says that it did not. */
  private changeBrokers(step: Json): void {
    const before = this.script.logs;
    const after = isObject(step) && isObject(step['logs']) ? step['logs'] : {};
    this.script.logs = after;
    const isMoved = Object.keys(after).some((name) => before[name] === undefined || leaderOf(before[name]) !== leaderOf(after[name]));
    if (isMoved && !textField(step, 'change').includes('not refreshed')) this.consumer.metadata.requestFreshUpdate(true);
  }

  /** Lets the call run to its end; time passes only while it waits. */
  private finish(): JsonObject {
    const { consumer, script } = this;
    while (consumer.waitUntilMillis !== null) {
      script.nowMillis = Math.min(consumer.waitUntilMillis, Math.max(this.network.nextLateAnswerMillis(), script.nowMillis));
      consumer.resume(script.nowMillis);
    }
    return returned(consumer.takeResult());
  }

  private state(): Json {
    const assignment: Record<string, Json> = {};
    for (const [name, state] of this.consumer.subscriptions.states()) {
      const lag = this.consumer.subscriptions.partitionLag(name, this.consumer.settings.isReadCommitted);
      assignment[name] = {
        fetchState: state.fetchState,
        position: state.position?.offset ?? null,
        ...(lag === null ? {} : { lag }),
        ...(state.isPaused ? { paused: true } : {}),
      };
    }
    return { now: this.script.nowMillis, assignment };
  }
}

function leaderOf(log: Json | undefined): string {
  return log === undefined ? '' : `${String(numberField(log, 'leader'))} ${String(numberField(log, 'epoch'))}`;
}

function listAt(value: Json, key: string): readonly Json[] {
  const list = isObject(value) ? value[key] : undefined;
  return isList(list) ? list : [];
}

function returned(result: TaskResult | null): JsonObject {
  if (result === null) return {};
  if (result.kind === 'threw') return thrown(result.error);
  if (result.value.kind === 'offset') return { returns: result.value.offset };
  if (result.value.kind !== 'records') return {};
  const records = result.value.fetch.records.map(({ partition, ranges }) => ({
    partition,
    offsets: ranges.flatMap(({ batch, firstIndex, count }) =>
      Array.from({ length: count }, (_, i) => batch.baseOffset + (batch.records.at(firstIndex + i).offsetDelta ?? firstIndex + i)),
    ),
  }));
  return { returns: { records } };
}

function thrown(error: ClientError | null): JsonObject {
  if (error === null) return {};
  return { thrown: exceptionOf(error), ...(error instanceof CausedError ? { cause: exceptionOf(error.cause) } : {}) };
}

function exceptionOf(error: { readonly exception: string; readonly message: string; readonly errorCode: number | null }): Json {
  const name = error.errorCode === null ? {} : { error: errorByCode(error.errorCode).name };
  return { exception: error.exception, ...name, message: error.message };
}

/** The consumer without a group, against scripted brokers: what it asks, what it gives, where it stands. */
export const adapter: Adapter = {
  kind: 'fetcher',
  answer(input) {
    const player = new Player(isObject(input) ? input : {});
    // Without a group nothing is committed anywhere.
    return { steps: listAt(input, 'steps').map((step) => player.play(step)), committedAtEnd: {} };
  },
};
