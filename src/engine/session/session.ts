import type { Command } from '../../contract/command.ts';
import type { BranchInfo, Position, Problem, Result } from '../../contract/engine-api.ts';
import type { TraceRow } from '../kernel/trace.ts';
import { assert } from '../kernel/units.ts';
import type { EventId, Micros } from '../kernel/units.ts';
import { comparePositions, keepsTheStory, rootBranch } from './branch.ts';
import type { Branch, TimedCommand } from './branch.ts';
import type { SessionCheckpoint } from './checkpoints.ts';
import { PassedEvents } from './passed-events.ts';
import type { World } from './world.ts';

/** Why `advance` came back. */
export type StopReason = 'budget' | 'time' | 'idle' | 'watch';

/** So many checkpoints have been saved when going back is rehearsed: what there is grows, and how it is computed. */
const rehearsedAfter = [2, 16, 128];

/** Told of each command that could not be given when its time came, by its index; a replay tells it again. */
export type RefusalListener = (index: number, problem: Problem) => void;

/** How far to go in one call. */
export interface AdvanceLimits {
  readonly maxSteps: number;
  readonly untilMicros: Micros;
  /** Looks at each new milestone; true stops after the step that made it. */
  readonly watch?: (row: TraceRow) => boolean;
}

/**
 * A world with its history: commands, checkpoints, branches. State at a position is the nearest checkpoint before it plus replay.
 * A command given in the past begins another history; the old one stays.
 */
export class Session {
  readonly world: World;
  private branch: Branch;
  private readonly branches: Branch[];
  private commandsApplied = 0;
  private savedCount = 0;
  /** Simulated time shown: between the last step and the next. */
  private clockMicros: Micros = 0;
  /** Commands that may be given while a replay runs to where one is taken back. */
  private commandLimit = Infinity;
  /** Steps that the world had taken before time 0. */
  private readonly firstSteps: number;
  /** What `watch` has seen. */
  private readonly passed = new PassedEvents();
  private readonly onRefused: RefusalListener | null;
  /** Asked after each step that nobody had computed before; true stops there. A lesson waits for a state so. */
  stopWhen: (() => boolean) | null = null;

  constructor(world: World, commands: readonly TimedCommand[], onRefused: RefusalListener | null = null) {
    this.world = world;
    this.onRefused = onRefused;
    this.firstSteps = world.kernel.position.steps;
    this.branch = rootBranch(commands);
    this.branches = [this.branch];
    this.applyDueCommands(0);
  }

  get position(): Position {
    return { micros: this.clockMicros, steps: this.world.kernel.stepCount };
  }

  get computedUntil(): Position {
    return this.branch.computedUntil;
  }

  get branchId(): number {
    return this.branch.id;
  }

  /** Commands of the current history up to now, as a link carries them. */
  get commandsUntilNow(): readonly TimedCommand[] {
    return this.branch.commands.slice(0, this.commandsApplied);
  }

  /** All commands of the current history. */
  get commands(): readonly TimedCommand[] {
    return this.branch.commands;
  }

  /** Commands of this history that are still to come. */
  get hasCommandsAhead(): boolean {
    return this.commandsApplied < this.branch.commands.length;
  }

  get checkpointCount(): number {
    return this.branch.checkpoints.count;
  }

  /** Goes on until a limit. The clock ends at `untilMicros` when nothing happens before it. */
  advance(limits: AdvanceLimits): StopReason {
    const reason = this.advanceWithin(limits);
    if (limits.watch === undefined) this.passEvents();
    return reason;
  }

  /** Whoever looks for an event from here on does not look at what has happened already. */
  passEvents(): void {
    this.passed.until = this.world.kernel.eventCount;
  }

  private advanceWithin(limits: AdvanceLimits): StopReason {
    const { kernel } = this.world;
    for (let taken = 0; ; taken++) {
      this.applyDueCommands(limits.untilMicros);
      if (limits.watch !== undefined && this.passed.saw(limits.watch, this.world.kernel)) return 'watch';
      const next = kernel.nextStepMicros();
      if (next > limits.untilMicros) {
        this.setClock(limits.untilMicros === Infinity ? kernel.nowMicros : limits.untilMicros);
        return next === Infinity ? 'idle' : 'time';
      }
      if (taken >= limits.maxSteps) return 'budget';
      this.keepBeginning();
      kernel.step();
      this.setClock(kernel.nowMicros);
      if (this.branch.checkpoints.isDue(kernel.stepCount)) this.keepCheckpoint();
      if (this.stopWhen !== null && this.isAtFrontier && this.stopWhen()) return 'watch';
    }
  }

  /** Whether nothing of this history is known beyond now. */
  get isAtFrontier(): boolean {
    return comparePositions(this.position, this.branch.computedUntil) >= 0;
  }

  /** Takes exactly one step; false when nothing is left. */
  stepOnce(): boolean {
    if (this.world.kernel.nextStepMicros() === Infinity) return false;
    this.advance({ maxSteps: 1, untilMicros: this.world.kernel.nextStepMicros() });
    return true;
  }

  /** Shows the state at a position of the current history, computing further when it must. Steps −1: at that time. */
  seek(to: Position): void {
    if (to.steps < 0) {
      this.seekMicros(to.micros);
      return;
    }
    const target = { micros: Math.max(0, to.micros), steps: Math.max(this.firstSteps, to.steps) };
    const isBehind = comparePositions(target, this.position) < 0 || target.micros < this.clockMicros;
    if (isBehind) this.restoreBefore(target.steps, this.commandsBefore(target));
    else this.skipAhead(target.steps, this.commandsBefore(target));
    this.runTo(target);
  }

  /** Shows the state at a time: after everything that happens until then. */
  seekMicros(micros: Micros): void {
    const target = Math.max(0, micros);
    const steps = this.stepsBefore(target);
    const commandCount = this.branch.commands.filter((c) => c.at.micros <= target).length;
    if (target < this.clockMicros) this.restoreBefore(steps, commandCount);
    else this.skipAhead(steps, commandCount);
    while (this.advance({ maxSteps: 100_000, untilMicros: target }) === 'budget');
  }

  /** Shows the state right after so many steps. */
  seekStep(steps: number): void {
    const target = Math.max(this.firstSteps, steps);
    if (target < this.position.steps || this.clockMicros > this.world.kernel.nowMicros) this.restoreBefore(target, Infinity);
    else this.skipAhead(target, Infinity);
    while (this.world.kernel.position.steps < target && this.stepOnce());
    this.setClock(Math.max(0, this.world.kernel.nowMicros));
  }

  /** Shows the state right after the step that emitted an event. */
  seekEvent(event: EventId): boolean {
    const { kernel } = this.world;
    if (event >= kernel.eventCount) {
      const ahead = this.checkpointBeforeEvent(event);
      if (ahead.checkpoint.position.steps > kernel.position.steps) this.restore(ahead);
      while (kernel.eventCount <= event && this.stepOnce());
      return kernel.eventCount > event;
    }
    this.restore(this.checkpointBeforeEvent(event));
    while (kernel.eventCount <= event && this.stepOnce());
    return true;
  }

  /** Gives a command now. In the past this begins another history; the old one stays as a ghost. */
  submit(command: Command): Result<{ readonly at: Position; readonly forked: boolean }> {
    const refusal = this.world.refusal(command);
    if (refusal !== null) return { ok: false, problem: refusal };
    const { kernel } = this.world;
    this.keepBeginning();
    const at = this.position;
    const isPast = comparePositions(at, this.branch.computedUntil) < 0 || this.commandsApplied < this.branch.commands.length;
    const later = isPast && keepsTheStory(command) ? this.branch.commands.slice(this.commandsApplied) : [];
    if (isPast) this.fork(at);
    this.branch.commands.push({ at, command });
    this.commandsApplied = this.branch.commands.length;
    // The same acts at the same times: their place among the steps is found anew.
    for (const { at: before, command: again } of later)
      this.branch.commands.push({ at: { micros: before.micros, steps: -1 }, command: again });
    if (at.micros > kernel.nowMicros) kernel.idleUntil(at.micros);
    this.world.apply(command);
    this.branch.computedUntil = at;
    return { ok: true, value: { at, forked: isPast } };
  }

  /** The newest command of the current history, when it can be taken back: a person's own, not the scenario's. */
  get canUndo(): boolean {
    return this.branch.commands.length > 0 && this.commandsApplied > 0;
  }

  /** Another history without the newest command given before now, at the same time as now. The clock is not disturbed. */
  undo(): boolean {
    if (!this.canUndo) return false;
    const index = this.commandsApplied - 1;
    const now = this.clockMicros;
    const { at } = this.branch.commands[index]!;
    const kept = this.branch.commands.slice(0, index);
    this.restoreBefore(at.steps, index);
    this.runTo(at, index);
    this.fork(at, kept);
    while (this.advance({ maxSteps: 100_000, untilMicros: now }) === 'budget');
    return true;
  }

  switchBranch(id: number): boolean {
    const target = this.branches.find((b) => b.id === id);
    if (target === undefined || target === this.branch) return false;
    const now = this.clockMicros;
    const { kernel } = this.world;
    this.branch.future = kernel.trace.future;
    const shared = this.sharedEventCount(this.branch, target);
    this.branch = target;
    this.restoreBefore(this.stepsBefore(Math.min(now, target.forkedAt?.micros ?? now)), Infinity);
    if (target.future !== null) kernel.trace.adopt(target.future, shared);
    target.future = null;
    while (this.advance({ maxSteps: 100_000, untilMicros: Math.min(now, target.computedUntil.micros) }) === 'budget');
    return true;
  }

  /** What is known of all histories. */
  branchInfos(): readonly BranchInfo[] {
    return this.branches.map((b) => ({
      id: b.id,
      parent: b.parent,
      forkedAt: b.forkedAt,
      firstCommand: b.forkedAt === null ? null : (b.commands.find((c) => comparePositions(c.at, b.forkedAt!) >= 0)?.command ?? null),
      computedUntil: b.computedUntil,
      isCurrent: b === this.branch,
    }));
  }

  /** The commands of a history, for opening it beside this one. */
  commandsOf(id: number): readonly TimedCommand[] | null {
    return this.branches.find((b) => b.id === id)?.commands ?? null;
  }

  private fork(at: Position, commands: readonly TimedCommand[] = this.branch.commands.slice(0, this.commandsApplied)): void {
    const { kernel } = this.world;
    const parent = this.branch;
    parent.future = kernel.trace.future;
    kernel.trace.adopt(kernel.trace.future, kernel.eventCount);
    kernel.trace.forgetFrom(kernel.eventCount);
    this.branch = {
      id: this.branches.length,
      parent: parent.id,
      forkedAt: at,
      forkEventCount: kernel.eventCount,
      commands: [...commands],
      checkpoints: parent.checkpoints.sharedUntil(at.steps, commands.length),
      computedUntil: at,
      future: null,
    };
    this.commandsApplied = commands.length;
    this.passed.until = kernel.eventCount;
    this.branches.push(this.branch);
  }

  private sharedEventCount(a: Branch, b: Branch): number {
    const pathOf = (branch: Branch): Map<number, number> => {
      const path = new Map<number, number>([[branch.id, Infinity]]);
      for (let at = branch, limit = Infinity; at.parent !== null;) {
        limit = Math.min(limit, at.forkEventCount);
        at = this.branches[at.parent]!;
        path.set(at.id, limit);
      }
      return path;
    };
    const inA = pathOf(a);
    for (const [id, limit] of pathOf(b)) {
      const other = inA.get(id);
      if (other !== undefined) return Math.min(limit, other);
    }
    return 0;
  }

  private commandsBefore(target: Position): number {
    return this.branch.commands.filter((c) => c.at.steps <= target.steps && c.at.micros <= target.micros).length;
  }

  /** Applies commands whose turn has come before the next step, as far as `untilMicros`. */
  private applyDueCommands(untilMicros: Micros): void {
    const { kernel } = this.world;
    for (;;) {
      const next = this.branch.commands[this.commandsApplied];
      if (next === undefined || this.commandsApplied >= this.commandLimit) return;
      if (next.at.micros > untilMicros || !this.isDue(next.at)) return;
      this.keepBeginning();
      if (next.at.micros > kernel.nowMicros) kernel.idleUntil(Math.min(next.at.micros, kernel.nextStepMicros()));
      // A command that was given by time alone has its exact place from now on.
      if (next.at.steps < 0) this.branch.commands[this.commandsApplied] = { at: kernel.position, command: next.command };
      const refusal = this.world.refusal(next.command);
      if (refusal === null) this.world.apply(next.command);
      else this.onRefused?.(this.commandsApplied, refusal);
      this.commandsApplied++;
      this.setClock(Math.max(this.clockMicros, kernel.nowMicros));
    }
  }

  /** Whether nothing happens any more before a command. Steps −1: it was given by time alone. */
  private isDue(at: Position): boolean {
    const { kernel } = this.world;
    return at.steps < 0 ? at.micros <= kernel.nextStepMicros() : at.steps === kernel.position.steps;
  }

  private runTo(target: Position, maxCommands = Infinity): void {
    const { kernel } = this.world;
    this.commandLimit = maxCommands;
    while (kernel.position.steps < target.steps) {
      if (kernel.nextStepMicros() === Infinity) break;
      this.advance({ maxSteps: target.steps - kernel.position.steps, untilMicros: kernel.nextStepMicros() });
    }
    this.applyDueCommands(target.micros);
    this.commandLimit = Infinity;
    const latest = Math.min(target.micros, kernel.nextStepMicros());
    this.setClock(Math.max(kernel.nowMicros, latest));
  }

  private setClock(micros: Micros): void {
    this.clockMicros = micros;
    const position = this.position;
    if (comparePositions(position, this.branch.computedUntil) > 0) this.branch.computedUntil = position;
  }

  /** Before anything happens, and not sooner: a page that opens need not wait for the code that takes checkpoints. */
  private keepBeginning(): void {
    if (this.branch.checkpoints.count === 0) this.keepCheckpoint();
  }

  private keepCheckpoint(): void {
    const { kernel } = this.world;
    const { checkpoints } = this.branch;
    checkpoints.add({ checkpoint: kernel.saveCheckpoint(), commandsApplied: this.commandsApplied, eventCount: kernel.eventCount });
    this.savedCount++;
    if (rehearsedAfter.includes(this.savedCount)) this.rehearse();
  }

  /** Goes back and returns before anybody asks for it: see `EntityStore.rehearseState`. */
  private rehearse(): void {
    const { first, middle } = this.branch.checkpoints;
    // What is made as nodes start is made once more on the way from the beginning.
    const isWayToo = this.savedCount === rehearsedAfter[0] && first.commandsApplied === this.commandsApplied;
    this.world.kernel.rehearse([first.checkpoint, middle.checkpoint], isWayToo);
  }

  private stepsBefore(micros: Micros): number {
    return this.branch.checkpoints.beforeMicros(micros)?.checkpoint.position.steps ?? this.firstSteps;
  }

  private checkpointBeforeEvent(event: EventId): SessionCheckpoint {
    this.keepBeginning();
    return this.branch.checkpoints.beforeEvent(event);
  }

  private restoreBefore(steps: number, commandsApplied: number): void {
    this.keepBeginning();
    const found = this.branch.checkpoints.beforeCommands(steps, commandsApplied);
    assert(found !== null, 'there is a checkpoint at the start');
    this.restore(found);
  }

  /** A way that was gone before is not gone again: begins at a checkpoint between here and there, if there is one. */
  private skipAhead(steps: number, commandsApplied: number): void {
    const found = this.branch.checkpoints.beforeCommands(steps, commandsApplied);
    if (found !== null && found.checkpoint.position.steps > this.world.kernel.position.steps) this.restore(found);
  }

  private restore(entry: SessionCheckpoint): void {
    this.world.kernel.restoreCheckpoint(entry.checkpoint);
    this.commandsApplied = entry.commandsApplied;
    this.clockMicros = entry.checkpoint.position.micros;
    this.passed.until = entry.eventCount;
  }
}
