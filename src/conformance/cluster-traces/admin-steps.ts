import { createTopicCall } from '../../engine/kafka/cluster.ts';
import { AdminCall } from '../../engine/kafka/clients/admin/admin-process.ts';
import { errors } from '../../engine/kafka/errors.ts';
import type { Json } from '../registry.ts';
import { isList, isObject, type JsonObject } from '../rows.ts';
import { answeredError } from './errors-json.ts';
import { topicOf } from './partition-fields.ts';
import type { Stage } from './stage.ts';
import { textFields } from './stage.ts';

const apiTimeoutMillis = 30_000;
const limitMicros = 120_000_000;
const resourceTypes: Readonly<Record<string, number>> = { topic: 2, broker: 4, client_metrics: 16, group: 32 };

/** Operations of an administrator's client: what is asked, and what the client makes of the answer. Null: not one of them. */
export function adminStep(stage: Stage, step: JsonObject): JsonObject | null {
  switch (step['do']) {
    case 'createTopic':
      return firstResult(ask(stage, createCall(step)), 'topics');
    case 'deleteTopic':
      return firstResult(
        ask(
          stage,
          new AdminCall(
            'DeleteTopics',
            { topics: [{ name: text(step, 'topic'), topicId: null }], timeoutMs: apiTimeoutMillis },
            text(step, 'topic'),
          ),
        ),
        'responses',
      );
    case 'addPartitions': {
      const assignments = isList(step['assignment']) ? step['assignment'].map((brokerIds) => ({ brokerIds })) : null;
      const topics = [{ name: text(step, 'topic'), count: step['total'], assignments }];
      return firstResult(
        ask(stage, new AdminCall('CreatePartitions', { topics, timeoutMs: apiTimeoutMillis, validateOnly: false }, text(step, 'topic'))),
        'results',
      );
    }
    case 'reassign':
      return reassign(stage, step);
    case 'elect':
      return elect(stage, step);
    case 'config':
      return firstResult(ask(stage, configCall(step)), 'responses');
    case 'deleteRecords': {
      const partition = text(step, 'partition');
      const topics = [{ name: topicOf(partition), partitions: [{ partitionIndex: indexOf(partition), offset: step['before'] }] }];
      const body = ask(stage, new AdminCall('DeleteRecords', { topics, timeoutMs: apiTimeoutMillis }, partition, partition));
      return partitionResult(body, ({ lowWatermark }) => ({ lowWatermark }));
    }
    case 'listOffsets': {
      const partition = text(step, 'partition');
      const asked = { partitionIndex: indexOf(partition), currentLeaderEpoch: -1, timestamp: timestampOf(step['at'] ?? 'latest') };
      const topics = [{ name: topicOf(partition), partitions: [asked] }];
      const isolationLevel = step['isolation'] === 'read_committed' ? 1 : 0;
      const call = new AdminCall(
        'ListOffsets',
        { replicaId: -1, isolationLevel, topics, timeoutMs: apiTimeoutMillis },
        partition,
        partition,
      );
      return partitionResult(ask(stage, call), ({ offset, leaderEpoch }) => ({ offset, leaderEpoch }));
    }
    default:
      return null;
  }
}

function text(step: JsonObject, name: string): string {
  const value = step[name];
  if (typeof value !== 'string') throw new Error(`${name} must be text`);
  return value;
}

const indexOf = (partition: string): number => Number(partition.slice(partition.lastIndexOf('-') + 1));

function timestampOf(at: Json): Json {
  return at === 'latest' ? -1 : at === 'earliest' ? -2 : at === 'maxTimestamp' ? -3 : at;
}

/** Waits for the answer; null when none came in the client's time. */
function ask(stage: Stage, call: AdminCall): JsonObject | null {
  const { admin } = stage.cluster;
  admin.ask(call);
  stage.advanceUntil(() => admin.last?.call === call, limitMicros);
  return admin.last?.call === call && admin.last.body !== null ? (JSON.parse(JSON.stringify(admin.last.body)) as JsonObject) : null;
}

const timedOut = (): JsonObject => answeredError(errors.REQUEST_TIMED_OUT, null);

/** What an answer's entry says went wrong; null when nothing. */
function errorIn(entry: Json | undefined): JsonObject | null {
  if (!isObject(entry) || typeof entry['errorCode'] !== 'number' || entry['errorCode'] === errors.NONE) return null;
  const message = entry['errorMessage'];
  return answeredError(entry['errorCode'], typeof message === 'string' ? message : null);
}

function firstResult(body: JsonObject | null, list: string): JsonObject {
  if (body === null) return timedOut();
  const entries = body[list];
  return errorIn(isList(entries) ? entries[0] : undefined) ?? { result: 'ok' };
}

function partitionResult(body: JsonObject | null, made: (entry: JsonObject) => JsonObject): JsonObject {
  if (body === null) return timedOut();
  const topic = isList(body['topics']) ? body['topics'][0] : undefined;
  const entry = isObject(topic) && isList(topic['partitions']) ? topic['partitions'][0] : undefined;
  return errorIn(entry) ?? (isObject(entry) ? { result: made(entry) } : timedOut());
}

function createCall(step: JsonObject): AdminCall {
  const name = text(step, 'topic');
  const assignment = isList(step['assignment'])
    ? step['assignment'].map((replicas) => (isList(replicas) ? replicas.map(Number) : []))
    : null;
  const call = createTopicCall({
    name,
    partitions: typeof step['partitions'] === 'number' ? step['partitions'] : 1,
    replicationFactor: typeof step['replicationFactor'] === 'number' ? step['replicationFactor'] : 3,
    ...(assignment === null ? {} : { assignment }),
    configs: textFields(step['configs']),
  });
  return call;
}

function configCall(step: JsonObject): AdminCall {
  const sets = Object.entries(textFields(step['set'])).map(([name, value]) => ({ name, configOperation: 0, value }));
  const deletes = isList(step['delete']) ? step['delete'].map((name) => ({ name: String(name), configOperation: 1, value: null })) : [];
  const resourceName = typeof step['name'] === 'string' ? step['name'] : '';
  const resourceType = resourceTypes[text(step, 'resource').toLowerCase()] ?? 0;
  const resources = [{ resourceType, resourceName, configs: [...sets, ...deletes] }];
  return new AdminCall('IncrementalAlterConfigs', { resources, validateOnly: false }, resourceName);
}

function reassign(stage: Stage, step: JsonObject): JsonObject {
  const wanted = isObject(step['partitions']) ? Object.entries(step['partitions']) : [];
  const topics = [...new Set(wanted.map(([name]) => topicOf(name)))].map((name) => ({
    name,
    partitions: wanted
      .filter(([partition]) => topicOf(partition) === name)
      .map(([partition, replicas]) => ({ partitionIndex: indexOf(partition), replicas })),
  }));
  const body = { timeoutMs: 10_000, allowReplicationFactorChange: true, topics };
  const answer = ask(stage, new AdminCall('AlterPartitionReassignments', body, wanted.map(([name]) => name).join(' ')));
  if (answer === null) return timedOut();
  const whole = errorIn(answer);
  const result: Record<string, Json> = {};
  for (const [name] of wanted) result[name] = whole ?? 'ok';
  if (whole === null) collect(answer['responses'], { topic: 'name', partitions: 'partitions', index: 'partitionIndex' }, result);
  return { result };
}

function elect(stage: Stage, step: JsonObject): JsonObject {
  const wanted = isList(step['partitions']) ? step['partitions'].map(String) : [];
  const topicPartitions = [...new Set(wanted.map(topicOf))].map((topic) => ({
    topic,
    partitions: wanted.filter((partition) => topicOf(partition) === topic).map(indexOf),
  }));
  const body = { electionType: step['type'] === 'unclean' ? 1 : 0, topicPartitions, timeoutMs: apiTimeoutMillis };
  const answer = ask(stage, new AdminCall('ElectLeaders', body, wanted.join(' ')));
  if (answer === null) return timedOut();
  const whole = errorIn(answer);
  if (whole !== null) return whole;
  const result: Record<string, Json> = {};
  collect(answer['replicaElectionResults'], { topic: 'topic', partitions: 'partitionResult', index: 'partitionId' }, result);
  return { result };
}

function collect(topics: Json | undefined, names: { topic: string; partitions: string; index: string }, into: Record<string, Json>): void {
  for (const topic of isList(topics) ? topics : []) {
    if (!isObject(topic)) continue;
    const partitions = topic[names.partitions];
    for (const entry of isList(partitions) ? partitions : []) {
      if (isObject(entry)) into[`${String(topic[names.topic])}-${String(entry[names.index])}`] = errorIn(entry) ?? 'ok';
    }
  }
}
