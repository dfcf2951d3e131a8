import type { EventSpec } from '../kernel/event.ts';
import { kernelEvents } from '../kernel/events.ts';
import * as brokerSpecs from '../kafka/broker/events.ts';
import { storageEvents } from '../kafka/broker/storage-events.ts';
import { adminEvents } from '../kafka/clients/admin/events.ts';
import * as consumerSpecs from '../kafka/clients/consumer/events.ts';
import * as producerSpecs from '../kafka/clients/producer/events.ts';
import { clusterEvents } from '../kafka/cluster.ts';
import * as controllerSpecs from '../kafka/controller/events.ts';
import * as groupSpecs from '../kafka/coordinator/service/events.ts';
import { ledgerEvents } from '../kafka/ledger/events.ts';
import { zooKeeperEvents } from '../kafka/zookeeper/events.ts';

function specsOf(module: Readonly<Record<string, unknown>>): readonly EventSpec[] {
  return Object.values(module).filter(
    (value): value is EventSpec => typeof value === 'object' && value !== null && 'order' in value && 'interest' in value,
  );
}

/** Every kind of event that the engine knows: for menus, break conditions, and the check that each has its text. */
export const allEvents: readonly EventSpec[] = [
  ...kernelEvents,
  ...specsOf(controllerSpecs),
  ...specsOf(brokerSpecs),
  ...storageEvents,
  ...specsOf(producerSpecs),
  ...specsOf(consumerSpecs),
  ...specsOf(groupSpecs),
  ...adminEvents,
  ...clusterEvents,
  ...ledgerEvents,
  ...zooKeeperEvents,
];
