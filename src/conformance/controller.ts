import { KafkaConfigSchema } from '../engine/kafka/controller/kafka-config-schema.ts';
import { bootstrapRecords } from '../engine/kafka/controller/bootstrap.ts';
import { Controller } from '../engine/kafka/controller/controller.ts';
import { ControllerSettings, featureNames } from '../engine/kafka/controller/settings.ts';
import type { ControllerRandom } from '../engine/kafka/controller/parts.ts';
import type { ControllerResult } from '../engine/kafka/metadata/decision.ts';
import type { FeatureRange } from '../engine/kafka/metadata/records.ts';
import { JavaRandom } from '../engine/kafka/util/java-random.ts';
import type { Entity, EntityRegistry } from '../engine/kernel/state.ts';
import { microsPerMilli } from '../engine/kernel/units.ts';
import { listField, numberField, objectOf, stringFields, textField } from './support/fields.ts';
import type { Adapter, Json } from './registry.ts';
import { isList, isObject } from './rows.ts';
import { changedState, recordJson, withErrorNames, type KnownState } from './support/controller-answers.ts';
import { decideStep } from './support/controller-steps.ts';

/** The node id of the controller in the recordings. */
const controllerNodeId = 3000;

/** Transcripts of a controller: requests and tasks in, decisions, records and changed state out. */
export const adapter: Adapter = {
  kind: 'controller',
  answer(input) {
    const transcript = new Transcript(input);
    return { steps: listField(input, 'steps').map((step) => transcript.answer(step)) };
  },
  normalise: (answer) => normalised(answer),
};

/** Chance as the recording had it: replicas by java.util.Random, topic ids as labels in order of appearance. */
class RecordedRandom implements ControllerRandom {
  private readonly placement: JavaRandom;
  private topicCount = 0;

  constructor(seed: number) {
    this.placement = new JavaRandom(seed);
  }

  nextInt(bound: number): number {
    return this.placement.nextInt(bound);
  }

  nextTopicId(): string {
    this.topicCount++;
    return `T${String(this.topicCount)}`;
  }
}

class NoCheckpoints implements EntityRegistry {
  private count = 0;

  register(): number {
    return this.count++;
  }

  markDirty(entity: Entity): void {
    entity.isDirty = true;
  }
}

class Transcript {
  private readonly controller: Controller;
  private readonly random: RecordedRandom;
  private readonly brokerFeatures: readonly FeatureRange[];
  private readonly known: KnownState = { partitions: new Map(), brokers: new Map() };
  private nextOffset = 0;
  private nowMicros = 0;

  constructor(input: Json) {
    this.brokerFeatures = featuresOf(input);
    this.random = new RecordedRandom(numberField(input, 'placerSeed'));
    const settings = new ControllerSettings({
      nodeId: controllerNodeId,
      clusterId: textField(input, 'clusterId'),
      sessionTimeoutMicros: numberField(input, 'brokerSessionTimeoutMs') * microsPerMilli,
      defaultReplicationFactor: numberField(input, 'defaultReplicationFactor'),
      defaultNumPartitions: numberField(input, 'defaultNumPartitions'),
      staticConfig: new Map(Object.entries(stringFields(objectOf(input, 'input')['controllerStaticConfig']))),
    });
    this.controller = new Controller(new NoCheckpoints(), settings, new KafkaConfigSchema());
    const levels = new Map<string, number>([
      [featureNames.metadataVersion, numberField(input, 'metadataVersion')],
      [featureNames.eligibleLeaderReplicas, numberField(input, 'eligibleLeaderReplicasVersion')],
    ]);
    this.append({ records: bootstrapRecords(levels, this.controller.configuration.staticMinInSyncReplicas()) });
    this.nextOffset = numberField(input, 'firstOffset');
    this.controller.activate(this.nowMicros);
  }

  answer(step: Json): Json {
    if (textField(step, 'op') === 'advanceTime') {
      this.nowMicros += numberField(step, 'ms') * microsPerMilli;
      return {};
    }
    const { result, answerOf, appended } = decideStep(step, {
      controller: this.controller,
      random: this.random,
      nowMicros: this.nowMicros,
      nextOffset: this.nextOffset,
      brokerFeatures: this.brokerFeatures,
    });
    if (result.kind === 'refused') {
      const { errorCode, errorMessage } = result.error;
      return { error: withErrorNames({ errorCode, errorMessage }, 'name', 'message'), nextOffset: this.nextOffset };
    }
    this.append(result);
    appended(this.nextOffset - 1);
    const records = result.records.map((record) => recordJson(record, this.brokerFeatures));
    return {
      ...answerOf(result.response),
      ...(records.length === 0 ? {} : { records }),
      ...changedState(this.controller, this.known),
      nextOffset: this.nextOffset,
    };
  }

  private append({ records }: Pick<Extract<ControllerResult<unknown>, { kind: 'decided' }>, 'records'>): void {
    for (const record of records) this.controller.replay(record, this.nextOffset++);
  }
}

function featuresOf(input: Json): readonly FeatureRange[] {
  return listField(input, 'brokerFeatures').map((feature) => ({
    name: textField(feature, 'name'),
    minSupportedVersion: numberField(feature, 'minSupportedVersion'),
    maxSupportedVersion: numberField(feature, 'maxSupportedVersion'),
  }));
}

/** The order inside an ELR is that of a hash set; partitions that one event changes come in hash order of random topic ids. */
function normalised(answer: Json): Json {
  if (isList(answer)) return answer.map(normalised);
  if (!isObject(answer)) return answer;
  const copy: Record<string, Json | undefined> = {};
  for (const [name, value] of Object.entries(answer)) {
    if ((name === 'elr' || name === 'eligibleLeaderReplicas') && isList(value)) copy[name] = value.map(Number).sort((a, b) => a - b);
    else if (name === 'records' && isList(value)) copy[name] = sortedRuns(value.map(normalised));
    else copy[name] = value === undefined ? undefined : normalised(value);
  }
  return copy;
}

function sortedRuns(records: readonly Json[]): Json[] {
  const sorted: Json[] = [];
  let run: Json[] = [];
  const flush = (): void => {
    sorted.push(...run.sort((a, b) => (partitionOf(a) < partitionOf(b) ? -1 : partitionOf(a) > partitionOf(b) ? 1 : 0)));
    run = [];
  };
  for (const record of records) {
    if (isObject(record) && record['type'] === 'PartitionChangeRecord') run.push(record);
    else {
      flush();
      sorted.push(record);
    }
  }
  flush();
  return sorted;
}

function partitionOf(record: Json): string {
  const data = objectOf(objectOf(record, 'a record')['data'], 'data');
  return `${String(data['topicId'])}/${String(data['partitionId']).padStart(6, '0')}`;
}
