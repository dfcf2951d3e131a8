import type { Controller } from '../../engine/kafka/controller/controller.ts';
import { configSources } from '../../engine/kafka/controller/config-schema.ts';
import { incrementalAlterConfigs, updateFeatures } from '../../engine/kafka/controller/decide/alter-configs.ts';
import { alterPartition, isrWithUnknownEpochs } from '../../engine/kafka/controller/decide/alter-partition.ts';
import { assignReplicasToDirs } from '../../engine/kafka/controller/decide/assign-directories.ts';
import { createPartitions } from '../../engine/kafka/controller/decide/create-partitions.ts';
import { createTopics } from '../../engine/kafka/controller/decide/create-topics.ts';
import { deleteTopics } from '../../engine/kafka/controller/decide/delete-topics.ts';
import { electLeaders } from '../../engine/kafka/controller/decide/elect-leaders.ts';
import { heartbeatAppended, processBrokerHeartbeat } from '../../engine/kafka/controller/decide/heartbeat.ts';
import { alterPartitionReassignments, listPartitionReassignments } from '../../engine/kafka/controller/decide/reassign-partitions.ts';
import { registerBroker, unregisterBroker } from '../../engine/kafka/controller/decide/registration.ts';
import type { ControllerRandom, DecisionContext } from '../../engine/kafka/controller/parts.ts';
import type { ControllerResult } from '../../engine/kafka/metadata/decision.ts';
import type { FeatureRange } from '../../engine/kafka/metadata/records.ts';
import type { CreateTopicsResponse } from '../../engine/kafka/apis/CreateTopics/messages.ts';
import type { AlterPartitionRequest } from '../../engine/kafka/apis/AlterPartition/messages.ts';
import type { Json } from '../registry.ts';
import { textField } from './fields.ts';
import { idOfLabel, withErrorNames } from './controller-answers.ts';

/** Where a step happens. */
export interface StepContext {
  readonly controller: Controller;
  readonly random: ControllerRandom;
  readonly nowMicros: number;
  readonly nextOffset: number;
  readonly brokerFeatures: readonly FeatureRange[];
}

/** What was decided, how the rows write the answer, and what is to be done when the records are in the log. */
export interface DecidedStep {
  readonly result: ControllerResult<unknown>;
  answerOf(response: unknown): { readonly response?: Json };
  appended(batchEndOffset: number): void;
}

/** Calls the engine for one step of a transcript. */
export function decideStep(step: Json, context: StepContext): DecidedStep {
  const { controller, random, nowMicros, nextOffset } = context;
  const row = step as { readonly op: string; readonly version?: number; readonly request?: Request };
  const request = row.request ?? {};
  const decision = { nowMicros, random, requestVersion: row.version ?? 0 };
  switch (textField(step, 'op')) {
    case 'BrokerRegistration': {
      const logDirs = (request['logDirs'] as string[]).map(idOfLabel);
      const whole = { features: context.brokerFeatures, previousBrokerEpoch: -1, ...request, logDirs };
      return plain(registerBroker(controller, whole as never, decision, nextOffset));
    }
    case 'BrokerHeartbeat': {
      const result = processBrokerHeartbeat(controller, { offlineLogDirs: [], ...request } as never, decision);
      const appended = (offset: number): void => {
        if (result.kind === 'decided') heartbeatAppended(controller, Number(request['brokerId']), result.response, offset);
      };
      return { ...plain(result), appended };
    }
    case 'UnregisterBroker':
      return { ...plain(unregisterBroker(controller, Number(request['brokerId']))), answerOf: () => ({}) };
    case 'AlterPartition':
      return plain(alterPartition(controller, alterPartitionRequest(request)));
    case 'CreateTopics':
      return creation(controller, request, { ...decision, random: randomFor(request, random) });
    case 'DeleteTopics':
      return deletion(controller, request['topicIds'] as string[]);
    case 'UpdateFeatures':
      return plain(updateFeatures(controller, request as never));
    default:
      return plain(decideOther(step, context));
  }
}

type Request = Readonly<Record<string, unknown>>;

function decideOther(step: Json, { controller, random, nowMicros }: StepContext): ControllerResult<unknown> {
  const { request } = step as { readonly request?: never };
  const body = (request ?? {}) as never;
  const op = textField(step, 'op');
  switch (op) {
    case 'CreatePartitions': return createPartitions(controller, body, { nowMicros, random, requestVersion: 3 });
    case 'ElectLeaders': return electLeaders(controller, body);
    case 'AlterPartitionReassignments': return alterPartitionReassignments(controller, body);
    case 'ListPartitionReassignments': return listPartitionReassignments(controller, body);
    case 'IncrementalAlterConfigs': return incrementalAlterConfigs(controller, body, true);
    case 'AssignReplicasToDirs': return assignReplicasToDirs(controller, body);
    case 'maybeFenceOneStaleBroker': return controller.runTask('maybeFenceStaleBroker', nowMicros);
    case 'maybeBalancePartitionLeaders': return controller.runTask('electPreferred', nowMicros);
    case 'maybeElectUncleanLeaders': return controller.runTask('electUnclean', nowMicros);
    default: throw new Error(`unknown step ${op}`);
  }
}

function plain(result: ControllerResult<unknown>): DecidedStep {
  return { result, answerOf: (response) => ({ response: withErrorNames(response) }), appended: () => undefined };
}

/** Rows give no label to the id of a topic that was only validated. */
function randomFor(request: Request, random: ControllerRandom): ControllerRandom {
  if (request['validateOnly'] !== true) return random;
  return { nextInt: (bound) => random.nextInt(bound), nextTopicId: () => 'not-created' };
}

function deletion(controller: Controller, topicIds: readonly string[]): DecidedStep {
  const answerOf = (response: unknown): { readonly response: Json } => {
    const results = response as readonly { readonly errorCode: number; readonly errorMessage: string | null }[];
    return { response: withErrorNames({ responses: topicIds.map((topicId, index) => ({ topicId, ...results[index] })) }) };
  };
  return { ...plain(deleteTopics(controller, topicIds)), answerOf };
}

function creation(controller: Controller, request: Request, decision: DecisionContext): DecidedStep {
  return { ...plain(createTopics(controller, request as never, decision)), answerOf: withoutDefaultConfigs };
}

/** Rows leave out what nobody has set while the cluster ran. */
function withoutDefaultConfigs(response: unknown): { readonly response: Json } {
  const { topics, ...others } = response as CreateTopicsResponse;
  const isTold = ({ configSource }: { readonly configSource: number }): boolean => configSource < configSources.STATIC_BROKER_CONFIG;
  return { response: withErrorNames({ ...others, topics: topics.map((topic) => ({ ...topic, configs: topic.configs.filter(isTold) })) }) };
}

function alterPartitionRequest(request: Request): AlterPartitionRequest {
  const whole = request as unknown as AlterPartitionRequest;
  const topics = whole.topics.map(({ topicId, partitions }) => {
    const known = partitions.map((data) => {
      const { newIsr } = data as { readonly newIsr?: readonly number[] };
      return newIsr === undefined ? data : { ...data, newIsrWithEpochs: isrWithUnknownEpochs(newIsr) };
    });
    return { topicId, partitions: known };
  });
  return { ...whole, topics };
}
