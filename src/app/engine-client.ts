/** The page's side of the engine: one frame asked for at a time, every act a call, no optimistic state. */
import type { Command } from '../contract/command.ts';
import type { BreakCondition, Frame, Pace, Position, StepSize, ViewSpec } from '../contract/engine-api.ts';
import type { Lesson, LessonLevel, LessonMove } from '../contract/lesson.ts';
import type { Scenario } from '../contract/scenario.ts';
import { isPanelExposed } from '../scenario/exposure.ts';
import { applyFrame, forgetFrames } from './frame-store.ts';
import type { FrameStore } from './frame-store.ts';
import type { PageClock } from './page-clock.ts';
import type { AsyncEngine } from './services.ts';
import type { SessionStore } from './session-store.ts';

interface Parts {
  readonly engine: AsyncEngine;
  readonly frames: FrameStore;
  readonly session: SessionStore;
  readonly clock: PageClock;
}

/** Talks to the engine, and keeps the stores up to date with what it answers. */
export class EngineClient {
  private readonly engine: AsyncEngine;
  private readonly frames: FrameStore;
  private readonly session: SessionStore;
  private readonly clock: PageClock;
  /** Told after each act that was done or taken back. */
  onAct: (() => void) | null = null;
  private isLooping = false;
  private isClosed = false;
  private watched = '';
  private spec: ViewSpec = { projections: [] };

  constructor({ engine, frames, session, clock }: Parts) {
    this.engine = engine;
    this.frames = frames;
    this.session = session;
    this.clock = clock;
  }

  /** Opens a scenario in place of what is open. */
  async open(scenario: Scenario): Promise<boolean> {
    try {
      return await this.openOrThrow(scenario);
    } catch (problem) {
      this.fail(problem);
      return false;
    }
  }

  /** How often something was asked to be opened: only what was asked for last is shown. */
  private askedCount = 0;

  private async openOrThrow(scenario: Scenario): Promise<boolean> {
    const asked = ++this.askedCount;
    const result = await this.engine.open(scenario);
    if (asked !== this.askedCount) return false;
    if (!result.ok) {
      this.session.setState({ trouble: { kind: 'file', problem: result.problem, fileName: scenario.title } });
      return false;
    }
    forgetFrames(this.frames);
    this.take(result.value);
    const { expect } = scenario;
    this.session.setState({
      title: scenario.title,
      lesson: null,
      page: 'stage',
      trouble: null,
      refusal: null,
      brokenInvariants: null,
      selection: null,
      why: null,
      menu: null,
      comparing: null,
      focus: scenario.open?.focus ?? null,
      group: null,
      panel: firstPanel(scenario),
      offeredPanels: scenario.open?.panels ?? null,
      exposes: scenario.exposes ?? null,
      isEngineChanged: false,
      isPromiseKept: false,
    });
    // What is watched belongs to the engine's session: a new one is told again.
    void this.engine.watch(this.spec);
    await this.loadCatalogue();
    if (scenario.open !== undefined && result.value.at.micros < scenario.open.at.micros) await this.engine.seek(scenario.open.at);
    if (expect !== undefined) this.expectedDigest = { at: expect.at, digest: expect.digest };
    if (!this.isLooping) void this.loop();
    return true;
  }

  /** Opens a lesson in place of what is open. */
  async openLesson(lesson: Lesson, from: { readonly level: LessonLevel; readonly step: string | null }): Promise<boolean> {
    this.askedCount += 1;
    try {
      const result = await this.engine.openLesson(lesson, from);
      if (!result.ok) {
        this.session.setState({ trouble: { kind: 'file', problem: result.problem, fileName: lesson.id } });
        return false;
      }
      this.session.setState({
        trouble: null,
        refusal: null,
        selection: null,
        why: null,
        menu: null,
        comparing: null,
        isEngineChanged: false,
      });
      void this.engine.watch(this.spec);
      // It may come much later, with the engine itself: a recorded opening has none.
      void this.loadCatalogue().catch((problem: unknown) => {
        this.fail(problem);
      });
      if (!this.isLooping) void this.loop();
      return true;
    } catch (problem) {
      this.fail(problem);
      return false;
    }
  }

  /** What the learner does with the lesson; a refusal is shown where they are. */
  async lessonMove(move: LessonMove): Promise<boolean> {
    const result = await this.engine.lessonMove(move);
    this.session.setState({ refusal: result.ok ? null : result.problem });
    return result.ok;
  }

  lessonStory: AsyncEngine['lessonStory'] = () => this.engine.lessonStory();
  checkLesson: AsyncEngine['checkLesson'] = (lesson) => this.engine.checkLesson(lesson);

  private expectedDigest: { readonly at: Position; readonly digest: string } | null = null;

  /** Says what is on screen; nothing else is computed for the page. */
  watch(spec: ViewSpec): void {
    const text = JSON.stringify(spec);
    if (text === this.watched) return;
    this.watched = text;
    this.spec = spec;
    void this.engine.watch(spec);
  }

  /** Does what the person asked for; a refusal is shown where they are. */
  async submit(command: Command): Promise<boolean> {
    const result = await this.engine.submit(command);
    this.session.setState({ refusal: result.ok ? null : result.problem });
    if (result.ok) this.onAct?.();
    return result.ok;
  }

  /**
   * Plays the same run again with one thing different from its beginning: everything else that was done happens again at its time. Ends
   * where the clock stood, with the two histories beside each other.
   */
  async tryFromStart(command: Command): Promise<void> {
    const { at, branches } = this.frames.getState();
    const before = branches.find((branch) => branch.isCurrent);
    this.pause();
    await this.engine.seek({ micros: 0 });
    const isDone = await this.submit(command);
    await this.engine.seek(isDone ? { micros: at.micros } : at);
    if (isDone && before !== undefined) this.compare(before.id);
  }

  async undo(): Promise<void> {
    const result = await this.engine.undo();
    if (result.ok) this.onAct?.();
    this.session.setState({ refusal: result.ok ? null : result.problem });
  }

  setPace(pace: Pace): void {
    // Before anything is open there is no time to run or to stop.
    if (this.frames.getState().isKnown) void this.engine.setPace(pace);
  }

  play(): void {
    const { microsPerSecond, followsInterest, isUnbounded } = this.session.getState();
    this.setPace(isUnbounded ? { kind: 'unbounded' } : { kind: 'running', microsPerSecond, followsInterest });
  }

  pause(): void {
    this.setPace({ kind: 'paused' });
  }

  toggle(): void {
    if (this.frames.getState().isRunning) this.pause();
    else this.play();
  }

  /** Changes the speed, and the running pace with it. */
  setSpeed(change: { readonly microsPerSecond?: number; readonly isUnbounded?: boolean; readonly followsInterest?: boolean }): void {
    this.session.setState(change);
    if (this.frames.getState().isRunning) this.play();
  }

  step(size: StepSize): void {
    void this.engine.step(size);
  }

  stepBack(size: StepSize): void {
    void this.engine.stepBack(size);
  }

  seek(micros: number): void {
    this.wantedMicros = Math.max(0, Math.round(micros));
    if (!this.isSeeking) void this.seekOn();
  }

  /** Goes to a point between two steps: several can share one instant. */
  seekToPosition(at: Position): void {
    this.wantedMicros = null;
    void this.engine.seek(at);
  }

  private wantedMicros: number | null = null;
  private isSeeking = false;

  /** One seek at a time: while dragging, only the newest wish counts. */
  private async seekOn(): Promise<void> {
    this.isSeeking = true;
    while (this.wantedMicros !== null) {
      const micros = this.wantedMicros;
      this.wantedMicros = null;
      await this.engine.seek({ micros });
    }
    this.isSeeking = false;
  }

  seekToEvent(event: number): void {
    void this.engine.seekToEvent(event);
  }

  nextInteresting(): void {
    void this.engine.nextInteresting();
  }

  setBreaks(conditions: readonly BreakCondition[]): void {
    this.session.setState({ breaks: conditions });
    void this.engine.setBreaks(conditions);
  }

  switchBranch(branch: number): void {
    void this.engine.switchBranch(branch);
  }

  compare(branch: number | null): void {
    this.session.setState({ comparing: branch });
    void this.engine.compare(branch);
  }

  rowsAt: AsyncEngine['rowsAt'] = (micros) => this.engine.rowsAt(micros);

  /** Opens the chain of causes of an event, in place. */
  async why(event: number): Promise<void> {
    const { exposes } = this.session.getState();
    if (exposes?.hides?.includes('why') === true) {
      const reason = exposes.reason ?? '';
      const code = reason === '' ? 'command-locked' : 'command-locked-because';
      this.session.setState({ refusal: { code, params: { reason }, where: 'why' } });
      return;
    }
    this.session.setState({ why: { event, hops: null } });
    const hops = await this.engine.explain(event);
    if (this.session.getState().why?.event === event) this.session.setState({ why: { event, hops } });
  }

  ask: AsyncEngine['ask'] = (question, params) => this.engine.ask(question, params);
  inspect: AsyncEngine['inspect'] = (kind, id) => this.engine.inspect(kind, id);
  checkInvariants: AsyncEngine['checkInvariants'] = () => this.engine.checkInvariants();

  /** Checks every invariant on the history that is shown, and shows what came of it. */
  async checkNow(): Promise<void> {
    this.session.setState({ brokenInvariants: await this.engine.checkInvariants() });
  }

  diskFiles: AsyncEngine['diskFiles'] = (broker) => this.engine.diskFiles(broker);
  openLogFiles: AsyncEngine['openLogFiles'] = (files) => this.engine.openLogFiles(files);

  share: AsyncEngine['share'] = (from) => this.engine.share(from);

  /** Stops asking for frames. */
  close(): void {
    this.isClosed = true;
  }

  private async loadCatalogue(): Promise<void> {
    if (this.session.getState().catalogue === null) this.session.setState({ catalogue: await this.engine.catalogue() });
  }

  private async loop(): Promise<void> {
    this.isLooping = true;
    try {
      while (!this.isClosed) {
        this.take(await this.engine.nextFrame());
        await nextPicture();
      }
    } catch (problem) {
      this.fail(problem);
    }
    this.isLooping = false;
  }

  /** A bug of ours stopped the engine: say so, and keep what is on screen. */
  private fail(problem: unknown): void {
    this.session.setState({ trouble: { kind: 'engine', detail: problem instanceof Error ? problem.message : String(problem) } });
  }

  private take(frame: Frame): void {
    // Asked for before another scenario was opened, and answered after: it is about what is no longer shown.
    if (frame.openedCount < this.frames.getState().openedCount) return;
    const isMoving = frame.isRunning && Number.isFinite(frame.microsPerSecond);
    this.clock.frameArrived(frame.at.micros, isMoving ? frame.microsPerSecond : 0, performance.now());
    applyFrame(this.frames, frame);
    // After what React does for the frame, which is in a microtask as well.
    queueMicrotask(() => {
      this.clock.showJump(performance.now());
    });
    const expected = this.expectedDigest;
    if (expected !== null && frame.at.micros === expected.at.micros && frame.at.steps === expected.at.steps) {
      this.expectedDigest = null;
      const isPromiseKept = frame.digest === expected.digest;
      this.session.setState({ isEngineChanged: !isPromiseKept, isPromiseKept });
    }
  }
}

/** The view that a scenario opens with: the first that it asks for and does not keep back. */
function firstPanel({ open, exposes }: Scenario): string {
  return open?.panels.find((panel) => isPanelExposed(exposes, panel)) ?? exposes?.panels?.[0] ?? 'cluster';
}

/** The next painted picture; in a hidden tab, where none is painted, a moment. */
function nextPicture(): Promise<void> {
  return new Promise((resolve) => {
    const timeout = setTimeout(resolve, 250);
    requestAnimationFrame(() => {
      clearTimeout(timeout);
      resolve();
    });
  });
}
