import type { AllocateProducerIdsRequest } from '../apis/AllocateProducerIds/messages.ts';
import type { AlterPartitionReassignmentsRequest } from '../apis/AlterPartitionReassignments/messages.ts';
import type { AlterPartitionRequest } from '../apis/AlterPartition/messages.ts';
import type { AssignReplicasToDirsRequest } from '../apis/AssignReplicasToDirs/messages.ts';
import type { BrokerHeartbeatRequest } from '../apis/BrokerHeartbeat/messages.ts';
import type { BrokerRegistrationRequest } from '../apis/BrokerRegistration/messages.ts';
import type { CreatePartitionsRequest } from '../apis/CreatePartitions/messages.ts';
import type { CreateTopicsRequest } from '../apis/CreateTopics/messages.ts';
import type { DeleteTopicsRequest } from '../apis/DeleteTopics/messages.ts';
import type { ElectLeadersRequest } from '../apis/ElectLeaders/messages.ts';
import type { IncrementalAlterConfigsRequest } from '../apis/IncrementalAlterConfigs/messages.ts';
import { errors } from '../errors.ts';
import type { ControllerResult } from '../metadata/decision.ts';
import { decided, refused } from '../metadata/decision.ts';
import type { Controller } from './controller.ts';
import { incrementalAlterConfigs } from './decide/alter-configs.ts';
import { alterPartition } from './decide/alter-partition.ts';
import { assignReplicasToDirs } from './decide/assign-directories.ts';
import { createPartitions } from './decide/create-partitions.ts';
import { createTopics } from './decide/create-topics.ts';
import { deleteTopics } from './decide/delete-topics.ts';
import { electLeaders } from './decide/elect-leaders.ts';
import { processBrokerHeartbeat } from './decide/heartbeat.ts';
import { alterPartitionReassignments } from './decide/reassign-partitions.ts';
import { registerBroker } from './decide/registration.ts';
import type { DecisionContext } from './parts.ts';

/** Decides what a request asks for; `nextOffset` is where its records will stand. Source: ControllerApis. */
export function decideRequest(controller: Controller, api: string, body: object, context: DecisionContext, nextOffset: number): ControllerResult<object> {
  switch (api) {
    case 'BrokerRegistration':
      return answer(registerBroker(controller, body as BrokerRegistrationRequest, context, nextOffset), ({ epoch }) => ({ brokerEpoch: epoch }));
    case 'BrokerHeartbeat':
      return answer(processBrokerHeartbeat(controller, body as BrokerHeartbeatRequest, context), (reply) => reply);
    case 'AlterPartition':
      return alterPartition(controller, body as AlterPartitionRequest);
    case 'AllocateProducerIds': {
      const { brokerId, brokerEpoch } = body as AllocateProducerIdsRequest;
      return answer(controller.producerIds.allocate(brokerId, brokerEpoch), (block) => block);
    }
    case 'CreateTopics':
      return createTopics(controller, body as CreateTopicsRequest, context);
    case 'CreatePartitions':
      return createPartitions(controller, body as CreatePartitionsRequest, context);
    case 'DeleteTopics':
      return deleteByName(controller, body as DeleteTopicsRequest);
    case 'ElectLeaders':
      return electLeaders(controller, body as ElectLeadersRequest);
    case 'AlterPartitionReassignments':
      return alterPartitionReassignments(controller, body as AlterPartitionReassignmentsRequest);
    case 'IncrementalAlterConfigs':
      return incrementalAlterConfigs(controller, body as IncrementalAlterConfigsRequest, false);
    case 'AssignReplicasToDirs':
      return assignReplicasToDirs(controller, body as AssignReplicasToDirsRequest);
    default:
      return refused(errors.UNSUPPORTED_VERSION, `The controller does not answer ${api}.`);
  }
}

function answer<R>(result: ControllerResult<R>, body: (response: R) => object): ControllerResult<object> {
  if (result.kind === 'refused') return result;
  return { ...result, response: { throttleTimeMs: 0, errorCode: errors.NONE, ...body(result.response) } };
}

function deleteByName(controller: Controller, { topics }: DeleteTopicsRequest): ControllerResult<object> {
  const known = topics.map(({ name, topicId }) => ({ name, topicId: topicId ?? controller.replication.topicId(name ?? '') ?? '' }));
  if (!controller.settings.isTopicDeletionEnabled) {
    return decided([], { responses: known.map(({ name, topicId }) => ({ name, topicId, errorCode: errors.TOPIC_DELETION_DISABLED, errorMessage: null })) });
  }
  const result = deleteTopics(controller, known.map(({ topicId }) => topicId));
  const responses = known.map(({ name, topicId }, i) => {
    const error = result.response[i];
    const errorCode = error?.errorCode ?? errors.NONE;
    return { name, topicId, errorCode: topicId === '' ? errors.UNKNOWN_TOPIC_OR_PARTITION : errorCode, errorMessage: error?.errorMessage ?? null };
  });
  return { ...result, response: { throttleTimeMs: 0, responses } };
}
