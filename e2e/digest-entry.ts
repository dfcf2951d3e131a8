/** What every JavaScript engine is asked: the digest of a scenario after going to some points of its time, one after another. */
import type { Scenario } from '../src/contract/scenario.ts';
import { ClusterWorld } from '../src/engine/session/cluster-world.ts';
import { Session } from '../src/engine/session/session.ts';

/** The digest at each point, as eight hexadecimal digits. Going back restores a checkpoint and plays again. */
export function digestsAt(scenario: Scenario, pointsMicros: readonly number[]): readonly string[] {
  const world = new ClusterWorld(scenario);
  const session = new Session(world, scenario.commands);
  return pointsMicros.map((micros) => {
    session.seekMicros(micros);
    return (world.kernel.digest >>> 0).toString(16).padStart(8, '0');
  });
}
