import { expect, test } from 'vitest';
import { ClusterWorld } from '../engine/session/cluster-world.ts';
import { Pacer } from './pacer.ts';
import { smallScenario } from './testing/small-scenario.ts';

test('nothing that happens on the way of a seek is watched, and what happens after it is', () => {
  const { kernel, cluster } = new ClusterWorld(smallScenario);
  const world = {
    kernel,
    runUntil: (micros: number) => {
      while (kernel.nextStepMicros() <= micros) kernel.step();
    },
  };
  const pacer = new Pacer(kernel);
  const killLeader = (micros: number): void => {
    world.runUntil(micros);
    kernel.idleUntil(micros);
    kernel.crashProcess(1, 'process-crash');
  };
  pacer.startAt(0);
  pacer.stop();
  killLeader(3_000_000);
  expect(pacer.isInteresting(3_000_000)).toBe(false);
  pacer.startAt(3_000_000);
  world.runUntil(14_000_000);
  expect(cluster.activeController.image.broker(1)?.fenced).toBe(true);
  expect(pacer.isInteresting(3_000_001)).toBe(true);
});
