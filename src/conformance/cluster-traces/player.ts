import { errors } from '../../engine/kafka/errors.ts';
import type { ClientError } from '../../engine/kafka/clients/common/client-error.ts';
import type { Micros, NodeId } from '../../engine/kernel/units.ts';
import type { Json } from '../registry.ts';
import { isList, isObject, type JsonObject } from '../rows.ts';
import { adminStep } from './admin-steps.ts';
import { holds, valueOf } from './conditions.ts';
import { answeredError, errorJson } from './errors-json.ts';
import type { LogFolder } from './log-folder.ts';
import { readLogFolder } from './log-folder.ts';
import type { MemberCall } from './member-process.ts';
import { isTestTopic, topicOf } from './partition-fields.ts';
import { ProduceJob } from './produce-job.ts';
import type { RecordToProduce } from './produce-job.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stage} from './stage.ts';
import { textFields } from './stage.ts';
import type { Logs, ProducedRecord } from './truth.ts';

/** What the recording program spends on a step, on a look at all nodes, and between two looks. */
const stepMicros: Micros = 100;
const lookMicros: Micros = 100;
const pollMicros: Micros = 250_000;
const limitMicros: Micros = 300_000_000;

const consumerDefaults: Readonly<Record<string, string>> = { 'auto.offset.reset': 'earliest', 'enable.auto.commit': 'false' };

/** An answer to a step, before labels; a snapshot is kept as it was seen. */
export type RawAnswer = { readonly snapshot: Snapshot } | JsonObject;

/** Plays the steps of one scenario. */
export class Player {
  readonly stage: Stage;
  readonly produced: ProducedRecord[] = [];
  private readonly background = new Map<string, () => JsonObject>();
  private readonly named: Record<string, Json> = {};

  constructor(stage: Stage) {
    this.stage = stage;
  }

  play(given: JsonObject): RawAnswer {
    const step = this.filled(given) as JsonObject;
    const answer = adminStep(this.stage, step) ?? this.disturb(step) ?? this.clientStep(step);
    const { as } = step;
    if (typeof as === 'string' && step['background'] !== true && !('snapshot' in answer)) this.named[as] = answer;
    this.stage.advance(stepMicros);
    return answer;
  }

  /** Replaces every {"$": "name.path"} by what the step named so has answered. */
  private filled(value: Json): Json {
    if (isList(value)) return value.map((item) => this.filled(item));
    if (!isObject(value)) return value;
    const path = value['$'];
    if (typeof path === 'string') {
      return path.split('.').reduce<Json>((at, key) => (isObject(at) ? (at[key] ?? null) : null), this.named);
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, item === undefined ? item : this.filled(item)]));
  }

  // Faults, and looking --------------------------------------------------------------------------------------------------------------

  private disturb(step: JsonObject): RawAnswer | null {
    const { stage } = this;
    switch (step['do']) {
      case 'kill':
      case 'pause':
      case 'resume':
        stage.fault(String(step['do']), this.nodeOf(step['node']));
        return {};
      case 'term':
        return stage.terminate(this.nodeOf(step['node'])) ? {} : { unsupported: 'the node did not end' };
      case 'restart':
        return stage.restart(this.nodeOf(step['node']), step['wait'] !== false) ? {} : { unsupported: 'the node did not come back' };
      case 'wipe':
        stage.wipe(this.nodeOf(step['node']), typeof step['partition'] === 'string' ? step['partition'] : null);
        return {};
      case 'cut':
        for (const from of this.nodesOf(step['from'])) for (const to of this.nodesOf(step['to'])) if (from !== to) stage.cut(from, to);
        return {};
      case 'heal':
        stage.heal();
        return {};
      case 'snapshot':
        stage.advance(lookMicros);
        return { snapshot: stage.look() };
      case 'wait':
        return this.wait(step);
      default:
        return null;
    }
  }

  private wait(step: JsonObject): RawAnswer {
    const { stage } = this;
    const until = Object.entries(isObject(step['until']) ? step['until'] : {});
    const endMicros = stage.nowMicros + limitMicros;
    for (;;) {
      stage.advance(lookMicros);
      const snapshot = stage.look();
      const missing = until.filter(([path, want]) => want !== undefined && !holds(snapshot, path, want));
      if (missing.length === 0) return { snapshot };
      if (stage.nowMicros > endMicros) {
        const what = missing.map(([path]) => `${path} (is ${JSON.stringify(valueOf(snapshot, path))})`).join(', ');
        return { error: `waited in vain for ${what}`, state: JSON.stringify(snapshot) };
      }
      stage.advance(pollMicros);
    }
  }

  /** A node's id, "leader:TOPIC-PARTITION", or "active controller". */
  private nodeOf(node: Json | undefined): NodeId {
    if (node === 'active controller') return this.stage.look().quorumLeader ?? -1;
    if (typeof node === 'string' && node.startsWith('leader:'))
      return Number(this.stage.look().partitions[node.slice(7)]?.['leader'] ?? -1);
    return Number(node);
  }

  private nodesOf(node: Json | undefined): readonly NodeId[] {
    const { brokerIds, controllerIds } = this.stage.cluster;
    if (node === 'controllers') return controllerIds;
    if (node === 'brokers') return brokerIds;
    if (node === '*') return [...controllerIds, ...brokerIds];
    return [this.nodeOf(node)];
  }

  // Clients --------------------------------------------------------------------------------------------------------------------------

  private clientStep(step: JsonObject): JsonObject {
    switch (step['do']) {
      case 'produce':
        return this.produce(step);
      case 'await': {
        const finish = this.background.get(String(step['of']));
        const answer = finish === undefined ? { unsupported: 'nothing of that name' } : finish();
        this.named[String(step['of'])] = answer;
        return answer;
      }
      case 'closeProducer': {
        const name = String(step['producer']);
        this.stage.producers.get(name)?.close(typeof step['timeoutMs'] === 'number' ? step['timeoutMs'] : 0);
        this.stage.producers.delete(name);
        return { result: 'ok' };
      }
      case 'consumer':
        return this.addConsumer(step);
      case 'seek':
        return this.askMember(step, { kind: 'seek', partition: String(step['partition']), offset: Number(step['offset']) });
      case 'position':
        return this.askMember(step, { kind: 'position', partition: String(step['partition']) });
      case 'poll':
        return this.askMember(step, { kind: 'poll' });
      case 'hold':
        return this.askMember(step, { kind: 'hold' });
      case 'close':
        return this.askMember(step, { kind: 'close' });
      case 'read':
        return this.read(partitionNames(step['partitions']), String(step['isolation'] ?? 'read_uncommitted'));
      case 'request':
        return this.request(step);
      default:
        return { unsupported: `step ${String(step['do'])}` };
    }
  }

  private produce(step: JsonObject): JsonObject {
    const records = recordsOf(step);
    const name = typeof step['producer'] === 'string' ? step['producer'] : 'default';
    const producer = this.stage.producer(name, textFields(step['config']));
    if ('exception' in producer) return this.notProduced(records, producer);
    const gapMillis = typeof step['gapMs'] === 'number' ? step['gapMs'] : 0;
    const mode = step['mode'] === 'all' ? 'all' : 'each';
    const job = new ProduceJob(this.stage, { producer, records, options: { mode, gapMillis } });
    this.stage.addJob(job);
    const finish = (): JsonObject => {
      this.stage.advanceUntil(() => job.isDone, limitMicros);
      const result = job.results();
      records.forEach((record, i) => this.produced.push({ ...record, outcome: result[i] ?? null }));
      return { result };
    };
    if (step['background'] !== true) return finish();
    this.background.set(String(step['as']), finish);
    return {};
  }

  private notProduced(records: readonly RecordToProduce[], error: ClientError): JsonObject {
    const answer = errorJson(error);
    for (const record of records) this.produced.push({ ...record, outcome: answer });
    return answer;
  }

  private addConsumer(step: JsonObject): JsonObject {
    const configs = { ...consumerDefaults, ...textFields(step['config']) };
    const member = this.stage.addMember(String(step['consumer']), configs, step['polling'] !== false);
    member.ask({ kind: 'assign', partitions: partitionNames(step['assign']) });
    return { result: 'ok' };
  }

  private askMember(step: JsonObject, call: MemberCall): JsonObject {
    const member = this.stage.members.get(String(step['consumer']));
    if (member === undefined) return { unsupported: 'no consumer of that name' };
    const number = member.ask(call);
    this.stage.advanceUntil(() => member.answers.has(number), limitMicros);
    const answer = member.answers.get(number);
    if (answer === undefined) return { unsupported: 'the call does not return' };
    return answer.kind === 'threw' ? errorJson(answer.error) : { result: answer.value ?? 'ok' };
  }

  private request(step: JsonObject): JsonObject {
    const { agent } = this.stage;
    const correlationId = agent.ask(this.nodeOf(step['to']), String(step['api']), isObject(step['body']) ? step['body'] : {});
    this.stage.advanceUntil(() => agent.answers.has(correlationId), limitMicros);
    const body = agent.answers.get(correlationId) ?? null;
    return body === null ? { unsupported: 'no answer' } : { result: JSON.parse(JSON.stringify(body)) as Json };
  }

  /** Reads partitions from their start to their end, as a consumer of an isolation level sees them. */
  read(partitions: readonly string[], isolation: string): JsonObject {
    const { stage } = this;
    const member = stage.addMember(null, { ...consumerDefaults, 'isolation.level': isolation }, false);
    member.ask({ kind: 'assign', partitions });
    member.ask({ kind: 'seekToBeginning' });
    member.ask({ kind: 'poll' });
    const ends = partitions.map((name) => this.endOf(name, isolation));
    const hasAll = (): boolean =>
      partitions.every((name, i) => (member.consumer.subscriptions.stateOf(name)?.position?.offset ?? -1) >= (ends[i] ?? 0));
    const hasRead = stage.advanceUntil(hasAll, 10_000_000);
    member.ask({ kind: 'close' });
    if (!hasRead) return answeredError(errors.REQUEST_TIMED_OUT, null);
    const result: Record<string, Json> = {};
    for (const name of [...partitions].sort()) result[name] = member.records.filter(([partition]) => partition === name);
    return { result };
  }

  private endOf(name: string, isolation: string): number {
    const snapshot = this.stage.look();
    const node = snapshot.nodes[String(snapshot.partitions[name]?.['leader'])];
    const replica = typeof node === 'object' ? node.replicas[name] : undefined;
    return Number(replica?.[isolation === 'read_committed' ? 'lastStableOffset' : 'highWatermark'] ?? 0);
  }

  /** What stands on every broker's disk. */
  logs(snapshot: Snapshot): Logs {
    const logs: Record<string, Record<string, LogFolder>> = {};
    for (const name of Object.keys(snapshot.partitions).filter((partition) => isTestTopic(topicOf(partition)))) {
      for (const id of this.stage.cluster.brokerIds) {
        const log = this.stage.cluster.broker(id)?.disk.logs.get(name)?.log;
        if (log !== undefined) (logs[name] ??= {})[String(id)] = readLogFolder(log);
      }
    }
    return logs;
  }
}

function partitionNames(value: Json | undefined): readonly string[] {
  return isList(value) ? value.map(String) : [];
}

function recordsOf(step: JsonObject): readonly RecordToProduce[] {
  const given = isList(step['records'])
    ? step['records'].map((record) => (isObject(record) ? record : {}))
    : Array.from({ length: Number(step['count'] ?? 0) }, (_, i) => ({ key: step['key'], value: `${String(step['prefix'])}${String(i)}` }));
  return given.map((record: JsonObject) => ({
    topic: String(step['topic']),
    partition:
      typeof record['partition'] === 'number' ? record['partition'] : typeof step['partition'] === 'number' ? step['partition'] : null,
    key: typeof record['key'] === 'string' ? record['key'] : null,
    value: typeof record['value'] === 'string' ? record['value'] : null,
  }));
}
