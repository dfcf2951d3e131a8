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
import type { ListPartitionReassignmentsRequest } from '../apis/ListPartitionReassignments/messages.ts';
import type { UnregisterBrokerRequest } from '../apis/UnregisterBroker/messages.ts';
import type { UpdateFeaturesRequest } from '../apis/UpdateFeatures/messages.ts';
import { errors } from '../errors.ts';
import type { ControllerResult } from '../metadata/decision.ts';
import { refused } from '../metadata/decision.ts';
import type { Controller } from './controller.ts';
import { alterPartition } from './decide/alter-partition.ts';
import { assignReplicasToDirs } from './decide/assign-directories.ts';
import { electLeaders } from './decide/elect-leaders.ts';
import { processBrokerHeartbeat } from './decide/heartbeat.ts';
import { alterPartitionReassignments, listPartitionReassignments } from './decide/reassign-partitions.ts';
import { registerBroker, unregisterBroker } from './decide/registration.ts';
import type { DecisionContext } from './parts.ts';
import {
  deletionRefusal, emptyAnswer, handleAlterConfigs, handleCreatePartitions, handleCreateTopics, handleDeleteTopics, handleUpdateFeatures,
} from './requests.ts';

/** Decides what a request asks for; `nextOffset` is where its records will stand. Source: ControllerApis. */
export function decideRequest(
  controller: Controller,
  { api, body }: { readonly api: string; readonly body: object },
  context: DecisionContext,
  nextOffset: number,
): ControllerResult<object> {
  switch (api) {
    case 'BrokerRegistration':
      return answer(registerBroker(controller, body as BrokerRegistrationRequest, context, nextOffset), ({ epoch }) => {
        return { brokerEpoch: epoch };
      });
    case 'BrokerHeartbeat':
      return answer(processBrokerHeartbeat(controller, body as BrokerHeartbeatRequest, context), (reply) => reply);
    case 'AlterPartition':
      return alterPartition(controller, body as AlterPartitionRequest);
    case 'AllocateProducerIds': {
      const { brokerId, brokerEpoch } = body as AllocateProducerIdsRequest;
      return answer(controller.producerIds.allocate(brokerId, brokerEpoch), (block) => block);
    }
    case 'CreateTopics':
      return handleCreateTopics(controller, body as CreateTopicsRequest, context);
    case 'CreatePartitions':
      return handleCreatePartitions(controller, body as CreatePartitionsRequest, context);
    case 'DeleteTopics':
      return deletionRefusal(controller) ?? handleDeleteTopics(controller, body as DeleteTopicsRequest);
    case 'ElectLeaders':
      return electLeaders(controller, body as ElectLeadersRequest);
    case 'AlterPartitionReassignments':
      return alterPartitionReassignments(controller, body as AlterPartitionReassignmentsRequest);
    case 'IncrementalAlterConfigs':
      return handleAlterConfigs(controller, body as IncrementalAlterConfigsRequest, true);
    case 'ListPartitionReassignments':
      return listPartitionReassignments(controller, body as ListPartitionReassignmentsRequest);
    case 'UnregisterBroker':
      return emptyAnswer(unregisterBroker(controller, (body as UnregisterBrokerRequest).brokerId));
    case 'UpdateFeatures':
      return handleUpdateFeatures(controller, body as UpdateFeaturesRequest);
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
