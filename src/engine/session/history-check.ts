import type { InvariantViolation } from '../../contract/engine-api.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from './cluster-world.ts';
import type { WorldParts } from './cluster-world.ts';
import { InvariantWatch } from './invariant-watch.ts';
import type { Session } from './session.ts';

/** One playing of a history, from its beginning, in one direction. */
interface Playing {
  readonly world: ClusterWorld;
  readonly watch: InvariantWatch;
  readonly branch: number;
  commandsApplied: number;
}

/**
 * Plays the history that a session shows a second time, with every invariant checked after each step: the session may go back in time, and
 * what a check has seen cannot be unseen. What was played once is not played again while the session only goes on.
 */
export class HistoryCheck {
  private readonly scenario: Scenario;
  private readonly parts: WorldParts;
  private playing: Playing | null = null;

  constructor(scenario: Scenario, parts: WorldParts = {}) {
    this.scenario = scenario;
    this.parts = parts;
  }

  /** What did not hold at some step up to where the session is; in the order in which it was seen. */
  upTo(session: Session): readonly InvariantViolation[] {
    const playing = this.playingFor(session);
    const { world, watch } = playing;
    const { kernel } = world;
    const { steps } = session.position;
    for (;;) {
      this.applyDue(playing, session);
      if (kernel.position.steps >= steps || !kernel.step()) return watch.violations();
    }
  }

  private playingFor(session: Session): Playing {
    const known = this.playing;
    const isAhead =
      known !== null &&
      (known.branch !== session.branchId ||
        known.world.kernel.position.steps > session.position.steps ||
        known.commandsApplied > session.commandsUntilNow.length);
    if (known !== null && !isAhead) return known;
    const world = new ClusterWorld(this.scenario, this.parts);
    this.playing = { world, watch: new InvariantWatch(world), branch: session.branchId, commandsApplied: 0 };
    return this.playing;
  }

  /** The commands that the session gave before its next step. */
  private applyDue(playing: Playing, session: Session): void {
    const { world } = playing;
    const { kernel } = world;
    const given = session.commandsUntilNow;
    for (; playing.commandsApplied < given.length; playing.commandsApplied++) {
      const next = given[playing.commandsApplied]!;
      if (next.at.steps > kernel.position.steps) return;
      if (next.at.micros > kernel.nowMicros) kernel.idleUntil(Math.min(next.at.micros, kernel.nextStepMicros()));
      if (world.refusal(next.command) === null) world.apply(next.command);
    }
  }
}
