import type { Controller } from '../../engine/kafka/controller/controller.ts';
import { errorName } from '../../engine/kafka/errors.ts';
import { lostDirectory, migratingDirectory, unassignedDirectory } from '../../engine/kafka/metadata/directory-id.ts';
import type { PartitionRegistration } from '../../engine/kafka/metadata/partition-registration.ts';
import { leaderRecoveryStates, type FeatureRange, type MetadataRecord } from '../../engine/kafka/metadata/records.ts';
import type { Json } from '../registry.ts';
import { isList, isObject } from '../rows.ts';

const labels: ReadonlyMap<string, string> = new Map([
  [migratingDirectory, 'MIGRATING'],
  [unassignedDirectory, 'UNASSIGNED'],
  [lostDirectory, 'LOST'],
]);
const idsByLabel: ReadonlyMap<string, string> = new Map([...labels].map(([id, label]) => [label, id]));

/** The id that a label of a row stands for. */
export function idOfLabel(label: string): string {
  if (label === 'ZERO_UUID') return migratingDirectory;
  return idsByLabel.get(label) ?? label;
}

/** What was last said of each partition and broker. */
export interface KnownState {
  readonly partitions: Map<string, string>;
  readonly brokers: Map<string, string>;
}

/** A value with error codes as Kafka's names, and reserved directories as labels. */
export function withErrorNames(value: unknown, codeName = 'errorCode', messageName = 'errorMessage'): Json {
  return rewritten(JSON.parse(JSON.stringify(value)) as Json, codeName, messageName);
}

function rewritten(value: Json, codeName: string, messageName: string): Json {
  if (isList(value)) return value.map((item) => rewritten(item, codeName, messageName));
  if (!isObject(value)) return value;
  const copy: Record<string, Json | undefined> = {};
  for (const [name, item] of Object.entries(value)) {
    if (name === 'errorCode' && typeof item === 'number') copy[codeName] = errorName(item);
    else if (name === 'errorMessage') copy[messageName] = item;
    else if (name === 'topicId' && item === migratingDirectory) copy[name] = 'ZERO_UUID';
    else copy[name] = item === undefined ? undefined : rewritten(item, codeName, messageName);
  }
  return copy;
}

/** A record as the rows write it. */
export function recordJson({ type, version, data }: MetadataRecord, brokerFeatures: readonly FeatureRange[]): Json {
  const fields = withDirectoryLabels(JSON.parse(JSON.stringify(data)) as Json);
  if (type !== 'RegisterBrokerRecord' || !isObject(fields)) return { type, version, data: fields };
  const { features, ...others } = fields;
  const isUsual = JSON.stringify(features) === JSON.stringify(brokerFeatures);
  return { type, version, data: isUsual ? others : fields };
}

function withDirectoryLabels(value: Json): Json {
  if (!isObject(value) || !isList(value['directories'])) return value;
  return { ...value, directories: value['directories'].map((directory) => labels.get(String(directory)) ?? directory) };
}

/** Partitions and brokers whose state is not what was last said; null for those that are gone. */
export function changedState(controller: Controller, known: KnownState): { readonly [key: string]: Json | undefined } {
  const partitions = changes(known.partitions, partitionStates(controller));
  const brokers = changes(known.brokers, brokerStates(controller));
  return { ...(partitions === null ? {} : { partitions }), ...(brokers === null ? {} : { brokers }) };
}

function changes(known: Map<string, string>, now: ReadonlyMap<string, Json>): Json {
  const changed: Record<string, Json> = {};
  for (const [key, state] of now) {
    const text = JSON.stringify(state);
    if (known.get(key) !== text) changed[key] = state;
    known.set(key, text);
  }
  for (const key of [...known.keys()]) {
    if (now.has(key)) continue;
    changed[key] = null;
    known.delete(key);
  }
  return Object.keys(changed).length === 0 ? null : changed;
}

function partitionStates(controller: Controller): ReadonlyMap<string, Json> {
  const states = new Map<string, Json>();
  for (const topic of controller.replication.topics) {
    for (const [partitionId, partition] of topic.parts.entries()) {
      states.set(`${topic.name}-${String(partitionId)}`, partitionState(partition));
    }
  }
  return states;
}

function partitionState(partition: PartitionRegistration): Json {
  const { replicas, directories, isr, elr, lastKnownElr, leader, leaderEpoch, partitionEpoch, leaderRecoveryState } = partition;
  const { addingReplicas, removingReplicas } = partition;
  return {
    directories: directories.map((id) => labels.get(id) ?? id),
    ...{ replicas, isr, elr, lastKnownElr, leader, leaderEpoch, partitionEpoch },
    leaderRecoveryState: leaderRecoveryState === leaderRecoveryStates.RECOVERING ? 'RECOVERING' : 'RECOVERED',
    ...{ addingReplicas, removingReplicas },
  };
}

function brokerStates(controller: Controller): ReadonlyMap<string, Json> {
  const states = new Map<string, Json>();
  for (const broker of controller.cluster.brokers) {
    const { id, epoch, incarnationId, fenced, inControlledShutdown, directories, cordonedDirectories } = broker;
    const controlledShutdownOffset = controller.heartbeats.controlledShutdownOffset(id);
    states.set(String(id), {
      ...{ epoch, incarnationId, fenced, inControlledShutdown, directories },
      ...(controlledShutdownOffset === null ? {} : { controlledShutdownOffset }),
      ...(cordonedDirectories === null || cordonedDirectories.length === 0 ? {} : { cordonedDirectories }),
    });
  }
  return states;
}
