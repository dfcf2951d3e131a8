import type { ClientError } from '../../engine/kafka/clients/common/client-error.ts';
import { ClassicConsumer } from '../../engine/kafka/clients/consumer/classic-consumer.ts';
import { CausedError } from '../../engine/kafka/clients/consumer/consumer-error.ts';
import { ConsumerListener } from '../../engine/kafka/clients/consumer/consumer-listener.ts';
import { ConsumerSettings } from '../../engine/kafka/clients/consumer/consumer-settings.ts';
import { GroupListener } from '../../engine/kafka/clients/consumer/group-listener.ts';
import type { CommitOffsets } from '../../engine/kafka/clients/consumer/group-listener.ts';
import type { GroupMember } from '../../engine/kafka/clients/consumer/group-member.ts';
import { runHeartbeatThread } from '../../engine/kafka/clients/consumer/heartbeat-loop.ts';
import type { TaskResult } from '../../engine/kafka/clients/consumer/task.ts';
import { errorByCode } from '../../engine/kafka/error-details.ts';
import type { Json } from '../registry.ts';
import { isList, isObject } from '../rows.ts';
import type { JsonObject } from '../rows.ts';
import { PoisonReader, ScriptedEnvironment } from './consumer-messages.ts';
import { Script, ScriptedNetwork } from './consumer-network.ts';
import { numberField, textField } from './fields.ts';

const positionTimeoutMillis = 300;
const committedTimeoutMillis = 300;

/** One transcript being played: calls of the application, and what happens in the world around it. */
export class Player {
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
      groupListener: new CallbackRecorder(this.script.events),
      nowMillis: this.script.nowMillis,
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
    script.events.length = 0;
    script.answers = [...listAt(step, 'answers')];
    script.lateAnswers = new Map(
      listAt(step, 'lateAnswers').map((late) => (isList(late) ? [Number(late[0]), late[1] ?? null] : [-1, null])),
    );
    const outcome = this.perform(step);
    return { ...outcome, ...(script.events.length > 0 ? { events: [...script.events] } : {}), state: this.state() };
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
      case 'subscribe':
        return thrown(consumer.subscribe(listAt(step, 'topics').map(String), now));
      case 'subscribePattern':
        return thrown(consumer.subscribePattern(textField(step, 'pattern'), now));
      case 'unsubscribe':
        return thrown(consumer.unsubscribe(now));
      default:
        return this.performInGroup(step);
    }
  }

  private performInGroup(step: Json): JsonObject {
    const { consumer, script } = this;
    const now = script.nowMillis;
    switch (textField(step, 'op')) {
      case 'commitSync': {
        consumer.commitSync(offsetsOf(step), numberField(step, 'timeoutMs'), now);
        return this.finish();
      }
      case 'commitAsync':
        return thrown(consumer.commitAsync(offsetsOf(step), numberField(step, 'commit'), now));
      case 'committed':
        consumer.committed([textField(step, 'partition')], committedTimeoutMillis, now);
        return this.finish();
      case 'enforceRebalance':
        consumer.enforceRebalance('test');
        return {};
      case 'heartbeatThread':
        return this.runHeartbeats();
      default:
        return this.performOutside(step);
    }
  }

  private runHeartbeats(): JsonObject {
    const { consumer, script } = this;
    consumer.nowMillis = script.nowMillis;
    const isRunning = runHeartbeatThread(consumer) === 'sleeping';
    const failure = consumer.coordinator.member.heartbeatFailure;
    return { returns: { running: isRunning, ...(failure === null ? {} : { failure: exceptionOf(failure) }) } };
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
      case 'disconnectCoordinator': {
        const { coordinator } = this.consumer.coordinator.member;
        if (coordinator !== null) this.network.breakConnection(coordinator);
        return {};
      }
      default:
        return { unsupported: `op ${textField(step, 'op')}` };
    }
  }

  /** The recorder refreshed metadata whenever a leader changed, unless the step says that it did not. */
  private changeBrokers(step: Json): void {
    const before = this.script.logs;
    const after = isObject(step) && isObject(step['logs']) ? step['logs'] : {};
    this.script.logs = after;
    this.script.seeCommitted(after);
    const isMoved = Object.keys(after).some((name) => before[name] === undefined || leaderOf(before[name]) !== leaderOf(after[name]));
    if (isMoved && !textField(step, 'change').includes('not refreshed')) this.consumer.metadata.requestFreshUpdate(true);
  }

  /** Lets the call run to its end; time passes only while it waits. */
  private finish(): JsonObject {
    const { consumer, script } = this;
    while (consumer.waitUntilMillis !== null) {
      const nextLate = consumer.isSleeping ? Infinity : Math.max(this.network.nextLateAnswerMillis(), script.nowMillis);
      script.nowMillis = Math.min(consumer.waitUntilMillis, nextLate);
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
    return { now: this.script.nowMillis, assignment, ...(this.consumer.hasGroup ? memberState(this.consumer.coordinator.member) : {}) };
  }

  /** What the coordinator holds as committed now. */
  committed(): Json {
    return Object.fromEntries(this.script.committed);
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
  if (result.value.kind === 'committed') {
    const [committed] = result.value.offsets?.values() ?? [];
    return { returns: committed?.offset ?? null };
  }
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

function memberState(member: GroupMember): JsonObject {
  const { state, generation, coordinator, lastHeartbeatThread } = member;
  return {
    memberState: state,
    generationId: generation.generationId,
    memberId: generation.memberId,
    coordinatorKnown: coordinator !== null,
    ...(lastHeartbeatThread === null ? {} : { heartbeatEnabled: lastHeartbeatThread.isEnabled }),
  };
}

function offsetsOf(step: Json): CommitOffsets | null {
  const offsets = isObject(step) ? step['offsets'] : null;
  if (!isObject(offsets)) return null;
  return new Map(Object.entries(offsets).map(([name, offset]) => [name, { offset: Number(offset), leaderEpoch: null }]));
}

/** Writes the application's callbacks among the events. */
class CallbackRecorder extends GroupListener {
  private readonly events: Json[];

  constructor(events: Json[]) {
    super();
    this.events = events;
  }

  override onPartitionsAssigned(_consumer: ClassicConsumer, partitions: readonly string[]): null {
    this.events.push({ callback: 'onPartitionsAssigned', partitions });
    return null;
  }

  override onPartitionsRevoked(_consumer: ClassicConsumer, partitions: readonly string[]): null {
    this.events.push({ callback: 'onPartitionsRevoked', partitions });
    return null;
  }

  override onPartitionsLost(_consumer: ClassicConsumer, partitions: readonly string[]): null {
    this.events.push({ callback: 'onPartitionsLost', partitions });
    return null;
  }

  override onCommitCompleted(_consumer: ClassicConsumer, commit: number, offsets: CommitOffsets, error: ClientError | null): void {
    const plain = Object.fromEntries([...offsets].map(([name, { offset }]) => [name, offset]));
    this.events.push({ callback: 'commitAsync', commit, offsets: plain, error: error === null ? null : exceptionOf(error) });
  }
}
