import type { MetadataResponse } from '../../engine/kafka/apis/Metadata/messages.ts';
import type { OffsetCommitRequest } from '../../engine/kafka/apis/OffsetCommit/messages.ts';
import type { ClientEnvironment } from '../../engine/kafka/clients/common/client-environment.ts';
import { NetworkClient } from '../../engine/kafka/clients/common/network-client.ts';
import type { ClientResponse, LeastLoadedNode } from '../../engine/kafka/clients/common/network-client.ts';
import { networkSettings } from '../../engine/kafka/clients/consumer/classic-consumer.ts';
import type { ConsumerMetadata } from '../../engine/kafka/clients/consumer/consumer-metadata.ts';
import type { ConsumerSettings } from '../../engine/kafka/clients/consumer/consumer-settings.ts';
import { partitionName, partitionOf, topicOf } from '../../engine/kafka/clients/consumer/topic-partition.ts';
import { errors } from '../../engine/kafka/errors.ts';
import type { Json } from '../registry.ts';
import { isObject } from '../rows.ts';
import type { JsonObject } from '../rows.ts';
import { answerBody, requestEvent } from './consumer-messages.ts';
import { numberField } from './fields.ts';

const brokerIds = [1, 2, 3];
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
export class Script {
  nowMillis: number;
  logs: JsonObject;
  answers: Json[] = [];
  lateAnswers = new Map<number, Json>();
  events: Json[] = [];
  /** What the coordinator holds as committed. */
  committed = new Map<string, number>();
  held: Held[] = [];
  requestCount = 0;

  constructor(nowMillis: number, logs: JsonObject) {
    this.nowMillis = nowMillis;
    this.logs = logs;
    this.seeCommitted(logs);
  }

  /** Others commit too: the row then shows it beside the logs. */
  seeCommitted(logs: JsonObject): void {
    for (const [name, log] of Object.entries(logs)) {
      if (isObject(log) && typeof log['committed'] === 'number') this.committed.set(name, log['committed']);
    }
  }
}

/** The network of a recorded run: brokers answer at once, later, or never, as the row says. */
export class ScriptedNetwork extends NetworkClient {
  private readonly script: Script;
  private readonly known: ConsumerMetadata;

  constructor(script: Script, settings: ConsumerSettings, environment: ClientEnvironment, metadata: ConsumerMetadata) {
    const direct = { ...networkSettings(settings), reconnectBackoffMillis: 0, reconnectBackoffMaxMillis: 0, discoverBrokerVersions: false };
    super(direct, environment, metadata, 'manual');
    this.script = script;
    this.known = metadata;
  }

  /** The recorder's client asked the first broker that it knew. */
  override leastLoadedNode(): LeastLoadedNode {
    const { snapshot } = this.known;
    const nodeId = snapshot.isBootstrap ? null : (snapshot.nodeIds[0] ?? null);
    return { nodeId, hasNodeAvailableOrConnectionReady: nodeId !== null };
  }

  override poll(nowMillis: number): readonly ClientResponse[] {
    const { script } = this;
    const closed = this.closing.splice(0);
    script.held = script.held.filter((held) => !closed.includes(held.nodeId));
    for (const request of this.takeOutgoing()) {
      const { nodeId, correlationId, api } = request;
      const body = request.takeBody();
      const label = script.requestCount++;
      script.events.push(requestEvent(label, { nodeId, api }, body));
      const answer = script.answers.shift() ?? null;
      const sent: Held = { label, nodeId, correlationId, api, sentMillis: nowMillis, body: body };
      if (answer === null) script.held.push(sent);
      else this.answer(sent, answer);
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
    this.answer(held, answer);
  }

  private answer(held: Held, answer: Json): void {
    if (held.api === 'OffsetCommit') noteCommit(this.script.committed, answer, held.body as OffsetCommitRequest);
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

function noteCommit(committed: Map<string, number>, answer: Json, request: OffsetCommitRequest): void {
  if (!isObject(answer) || answer['error'] !== 'NONE') return;
  for (const { name, partitions } of request.topics) {
    for (const { partitionIndex, committedOffset } of partitions) committed.set(partitionName(name, partitionIndex), committedOffset);
  }
}
