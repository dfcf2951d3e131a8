/** Histories that the tests of the views look at: a small cluster with what is done to it. */
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';

/** What every scenario begins with; `seed` may be replaced. */
export const head = { format: 1, title: 'test', seed: 1, epochMillis: 1_760_000_000_000 } as const;

/** A fault at a time. */
export function fault(micros: number, name: string, params: Readonly<Record<string, number>>): Scenario['commands'][number] {
  return { at: { micros, steps: -1 }, command: { kind: 'fault', fault: name, params } };
}

/** The cluster of a scenario as it stands at a time, everything done that its commands say. */
export function worldAt(scenario: Scenario, micros: number): ClusterWorld {
  const world = new ClusterWorld(scenario);
  new Session(world, scenario.commands).seekMicros(micros);
  return world;
}
