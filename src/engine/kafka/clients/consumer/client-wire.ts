import type { Channel } from '../../../kernel/process.ts';
import type { NodeId } from '../../../kernel/units.ts';
import { channels } from '../../broker/channels.ts';

/** Where a client's node number leads: clients number connections, not machines. */
export interface WireAddress {
  readonly peer: NodeId;
  readonly channel: Channel;
}

const bootstrapChannel: Channel = 80;
const coordinatorIdBase = 2147483647;
const coordinatorIdMin = 1073741824;

/** The number of the separate connection to a group's coordinator: Integer.MAX_VALUE less the broker's id. Source: AbstractCoordinator. */
export function coordinatorNodeId(brokerId: NodeId): number {
  return coordinatorIdBase - brokerId;
}

/** The machine and channel of a connection; null for a bootstrap address that there is not. */
export function addressOf(nodeId: number, bootstrapBrokers: readonly NodeId[]): WireAddress | null {
  if (nodeId >= coordinatorIdMin) return { peer: coordinatorIdBase - nodeId, channel: channels.coordinator };
  if (nodeId >= 0) return { peer: nodeId, channel: channels.client };
  const peer = bootstrapBrokers[-1 - nodeId];
  return peer === undefined ? null : { peer, channel: bootstrapChannel - 1 - nodeId };
}

/** The number of the connection that a message came on. */
export function nodeIdOf(peer: NodeId, channel: Channel): number {
  if (channel === channels.coordinator) return coordinatorNodeId(peer);
  return channel >= bootstrapChannel ? bootstrapChannel - 1 - channel : peer;
}
