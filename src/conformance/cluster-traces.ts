import type { Adapter, Json } from './registry.ts';
import { isList, isObject, type JsonObject } from './rows.ts';
import { Labels } from './cluster-traces/labels.ts';
import { normaliseTrace } from './cluster-traces/normalise.ts';
import { isTestTopic, topicOf } from './cluster-traces/partition-fields.ts';
import { Player } from './cluster-traces/player.ts';
import type { RawAnswer } from './cluster-traces/player.ts';
import type { Snapshot } from './cluster-traces/snapshot.ts';
import { Stage } from './cluster-traces/stage.ts';
import { truthOf } from './cluster-traces/truth.ts';
import type { Logs } from './cluster-traces/truth.ts';

const groupSteps: ReadonlySet<Json | undefined> = new Set(['commit', 'committed', 'describeGroup']);
const groupApis = /Group|Heartbeat|OffsetCommit|OffsetFetch|OffsetDelete|FindCoordinator|Txn|Transaction/;

/** Real clusters' recorded runs, played as scenarios of ours. */
export const adapter: Adapter = {
  kind: 'cluster-traces',
  answer(input) {
    const row = isObject(input) ? input : {};
    const steps = (isList(row['steps']) ? row['steps'] : []).map((step) => (isObject(step) ? step : {}));
    const reason = unsupportedReason(row['cluster'] ?? {}, steps);
    return reason === null ? playScenario(row['cluster'] ?? {}, steps) : { unsupported: reason };
  },
  normalise: normaliseTrace,
};

/** What the engine cannot do yet; null when it can play the scenario. */
function unsupportedReason(cluster: Json, steps: readonly JsonObject[]): string | null {
  if (isObject(cluster) && typeof cluster['controllers'] === 'number' && cluster['controllers'] > 1)
    return 'a quorum of several controllers';
  for (const step of steps) {
    const config = isObject(step['config']) ? step['config'] : {};
    if (step['do'] === 'txn' || config['transactional.id'] !== undefined) return 'transactions';
    if (groupSteps.has(step['do']) || config['group.id'] !== undefined) return 'consumer groups';
    if (step['do'] === 'consumer' && step['assign'] === undefined) return 'consumer groups';
    if (step['do'] === 'request' && groupApis.test(String(step['api']))) return 'requests to coordinators';
  }
  return null;
}

function playScenario(cluster: Json, steps: readonly JsonObject[]): Json {
  const stage = new Stage(cluster);
  const player = new Player(stage);
  const answers: RawAnswer[] = [];
  for (const step of steps) {
    const answer = player.play(step);
    answers.push(answer);
    // A person would stop here too: what follows rests on it.
    if (step['do'] === 'wait' && !('snapshot' in answer)) break;
  }
  return trace(stage, player, answers);
}

function trace(stage: Stage, player: Player, answers: readonly RawAnswer[]): Json {
  const last = stage.look();
  const led = Object.keys(last.partitions).filter(
    (name) => isTestTopic(topicOf(name)) && typeof last.nodes[String(last.partitions[name]?.['leader'])] === 'object',
  );
  const readUncommitted = readAll(player, led, 'read_uncommitted');
  const readCommitted = readAll(player, led, 'read_committed');
  const logs = player.logs(last);
  stage.reading.advance();
  const labels = new Labels(idsOf(stage), producerIdsOf(last, logs));
  const consumed = [...stage.members].map(([name, member]) => [name, member.records] as const);
  return labels.clean({
    steps: answers.map((answer) => ('snapshot' in answer ? { snapshot: view(stage, answer.snapshot as Snapshot) } : answer)),
    metadata: stage.reading.records,
    final: {
      features: last.features,
      snapshot: view(stage, last),
      logs: Object.fromEntries(
        Object.entries(logs).map(([name, byNode]) => [
          name,
          Object.fromEntries(Object.entries(byNode).map(([id, { json }]) => [id, json])),
        ]),
      ),
      reads: { read_uncommitted: readUncommitted, read_committed: readCommitted },
      ...(consumed.length > 0 ? { consumed: Object.fromEntries(consumed) } : {}),
      truth: truthOf(player.produced, last, logs),
    },
  });
}

function readAll(player: Player, partitions: readonly string[], isolation: string): Json {
  if (partitions.length === 0) return {};
  const answer = player.read(partitions, isolation);
  if (!isObject(answer['result'])) return { error: answer['error'] };
  return Object.fromEntries(
    Object.entries(answer['result']).map(([name, records]) => [
      name,
      isList(records) ? records.map((record) => (isList(record) ? record.slice(1) : record)) : [],
    ]),
  );
}

/** What traces show of a snapshot: no internal topics, registrations instead of epochs. */
function view(stage: Stage, snapshot: Snapshot): Json {
  const ofTests = (byName: Readonly<Record<string, JsonObject>>): JsonObject =>
    Object.fromEntries(Object.entries(byName).filter(([name]) => isTestTopic(topicOf(name))));
  const brokers = Object.entries(snapshot.brokers).map(([id, { brokerEpoch, fenced, inControlledShutdown }]) => {
    const registration = stage.reading.registrationOf(Number(id), Number(brokerEpoch));
    return [id, { registration, fenced, inControlledShutdown }] as const;
  });
  const nodes = Object.entries(snapshot.nodes).map(([id, node]) => {
    return [id, typeof node === 'object' ? { brokerState: node.brokerState, replicas: ofTests(node.replicas) } : node] as const;
  });
  return {
    partitions: ofTests(snapshot.partitions),
    brokers: Object.fromEntries(brokers),
    nodes: Object.fromEntries(nodes),
    ...(Object.keys(snapshot.consumers).length > 0 ? { consumers: snapshot.consumers } : {}),
  };
}

function idsOf(stage: Stage): readonly string[] {
  return stage.reading.image.topicsInOrder.map(({ id }) => id);
}

/** In the order in which they stand in the final leaders' logs. */
function producerIdsOf(snapshot: Snapshot, logs: Logs): readonly number[] {
  return Object.entries(logs).flatMap(([name, byNode]) => {
    const folder = byNode[String(snapshot.partitions[name]?.['leader'])] ?? Object.values(byNode)[0];
    const json = folder?.json ?? null;
    const batches = isObject(json) && isList(json['batches']) ? json['batches'] : [];
    return batches.map((batch) => (isObject(batch) ? Number(batch['producerId']) : -1));
  });
}
