// Periods that are not above zero, which Kafka takes: what they belong to is done once, and time goes on. Source: KafkaScheduler.schedule.
import { afterEach, expect, test, vi } from 'vitest';
import type { Scenario } from '../../../contract/scenario.ts';
import { bareScenario } from '../../../scenario/testing/examples.ts';
import { Kernel } from '../../kernel/kernel.ts';
import { clusterConfigProblem } from '../../session/config-check.ts';
import { ClusterWorld } from '../../session/cluster-world.ts';
import { ReplicaManager } from './replica-manager.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const mostSteps = 50_000;

/** A second of a cluster whose brokers are configured so; throws when time does not go on. */
function second(configs: Readonly<Record<string, string>>): void {
  const scenario: Scenario = { ...bareScenario, cluster: { ...bareScenario.cluster, configs } };
  expect(clusterConfigProblem(scenario.cluster)).toBeNull();
  const step = Kernel.prototype.step;
  let count = 0;
  vi.spyOn(Kernel.prototype, 'step').mockImplementation(function (this: Kernel) {
    if (++count > mostSteps) throw new Error(`time stands still at ${String(this.nowMicros)}`);
    return step.call(this);
  });
  const { kernel } = new ClusterWorld(scenario);
  while (kernel.nextStepMicros() < 1_000_000) kernel.step();
}

test.each([
  { 'replica.high.watermark.checkpoint.interval.ms': '0' },
  { 'replica.high.watermark.checkpoint.interval.ms': '-1' },
  { 'log.flush.offset.checkpoint.interval.ms': '0', 'log.initial.task.delay.ms': '0' },
  { 'log.flush.start.offset.checkpoint.interval.ms': '0', 'log.initial.task.delay.ms': '0' },
  { 'log.flush.scheduler.interval.ms': '0', 'log.initial.task.delay.ms': '0' },
  { 'log.flush.scheduler.interval.ms': '-1', 'log.initial.task.delay.ms': '0' },
  { 'log.cleaner.backoff.ms': '0' },
  // As soon as one heartbeat is answered the next one goes.
  { 'broker.heartbeat.interval.ms': '0' },
  { 'broker.heartbeat.interval.ms': '-1' },
])('%o', (configs) => {
  expect(() => {
    second(configs);
  }).not.toThrow();
});

test('high watermarks are written once with an interval of 0, and each time with one of 100', () => {
  const written = vi.spyOn(ReplicaManager.prototype, 'checkpointHighWatermarks');
  second({ 'replica.high.watermark.checkpoint.interval.ms': '0' });
  expect(written).toHaveBeenCalledTimes(bareScenario.cluster.brokers.length);
  written.mockClear();
  vi.restoreAllMocks();
  const often = vi.spyOn(ReplicaManager.prototype, 'checkpointHighWatermarks');
  second({ 'replica.high.watermark.checkpoint.interval.ms': '100' });
  expect(often.mock.calls.length).toBeGreaterThan(9 * bareScenario.cluster.brokers.length);
});
