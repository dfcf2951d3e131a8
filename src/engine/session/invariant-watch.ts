import type { InvariantViolation } from '../../contract/engine-api.ts';
import { InvariantChecker } from '../invariants/checker.ts';
import type { ClusterWorld } from './cluster-world.ts';

/** Looks at a world after every step from now on. The world must not go back in time: what was seen cannot be unseen. */
export class InvariantWatch {
  private readonly world: ClusterWorld;
  private readonly checker: InvariantChecker;

  constructor(world: ClusterWorld) {
    this.world = world;
    this.checker = new InvariantChecker(world.cluster);
  }

  get isBroken(): boolean {
    return this.checker.violations.length > 0;
  }

  /** What does not hold, each invariant once for each of its subjects, in the order in which it was seen. */
  violations(): readonly InvariantViolation[] {
    this.checker.lookAround();
    const { trace } = this.world.kernel;
    const seen = new Set<string>();
    const found: InvariantViolation[] = [];
    for (const { id, params, event, micros } of this.checker.violations) {
      const key = `${id} ${String(params['partition'])} ${String(params['broker'])}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ id, params, event: trace.row(event) === null ? -1 : event, micros });
    }
    return found;
  }
}
