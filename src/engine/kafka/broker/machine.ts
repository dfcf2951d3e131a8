import type { CostModel } from '../hardware/cost-model.ts';
import { Hardware } from '../hardware/hardware.ts';
import { unwrittenPart } from '../storage/power-loss.ts';
import type { Broker } from './broker.ts';

/** What a broker's machine costs from now on; null: nothing. */
export function changeCosts(broker: Broker, costs: CostModel | null): void {
  broker.touch();
  if (costs === null) broker.hardware = null;
  else if (broker.hardware === null) broker.hardware = filledMachine(broker, costs);
  else broker.hardware.changeCosts(costs);
  if (broker.isPublished) startWritingBack(broker);
}

/** Dirty pages go to the disk at the intervals of the costs: one sequence of turns, however often this is called. */
export function startWritingBack(broker: Broker): void {
  if (broker.hardware === null || broker.isWritingBack) return;
  broker.touch();
  broker.isWritingBack = true;
  broker.after('hardwareWriteback', broker.hardware.costs.writebackIntervalMillis);
}

/** A turn of it. */
export function writeBack(broker: Broker): void {
  broker.touch();
  broker.isWritingBack = false;
  if (broker.hardware === null) return;
  broker.hardware.writeBack(broker.context.nowMicros);
  broker.replicas.writeBack();
  startWritingBack(broker);
}

/** A machine that had been running all along: what the logs hold went through its page cache. */
function filledMachine(broker: Broker, costs: CostModel): Hardware {
  const hardware = new Hardware(broker.registry, costs);
  for (const [topicPartition, { log }] of broker.disk.logs) {
    const dirtyBytes = unwrittenPart(log).sizeBytes;
    hardware.fill({ topicPartition, endOffset: log.logEndOffset, sizeBytes: log.sizeBytes }, dirtyBytes);
  }
  return hardware;
}
