import type { Command } from '../contract/command.ts';
import type { BreakCondition, EngineApi, EventRow, Frame, Pace, Position, Result, RowPatch, ViewSpec } from '../contract/engine-api.ts';
import type { Lesson, LessonMove } from '../contract/lesson.ts';
import type { AnswerPart, Scenario } from '../contract/scenario.ts';
import { ClusterWorld } from '../engine/session/cluster-world.ts';
import { answerQuestion, explainEvent, rowForPage } from '../engine/session/explain.ts';
import { clusterConfigProblem } from '../engine/session/config-check.ts';
import { diskFiles } from '../engine/session/disk-files.ts';
import { openFiles } from '../engine/session/opened-files.ts';
import type { OpenedLogFiles } from '../engine/session/opened-files.ts';
import type { LessonTable } from '../engine/session/lesson/lesson-table.ts';
import { Session } from '../engine/session/session.ts';
import { HistoryCheck } from '../engine/session/history-check.ts';
import { isSettled } from '../engine/session/settled.ts';
import { matchesBreak, nextInteresting, previousStop, stepForward } from '../engine/session/steps.ts';
import type { TraceRow } from '../engine/kernel/trace.ts';
import { buildCatalogue } from '../engine/session/catalogue.ts';
import { inspect } from '../engine/session/inspect.ts';
import { codecs } from '../protocol/compression/codecs.ts';
import { checkLessonHere, LessonHost } from './lesson-host.ts';
import { Pacer } from './pacer.ts';
import { WorldProjections } from './projection.ts';
import { projections } from './projections.ts';
import { Pump } from './pump.ts';
import type { Host } from './pump.ts';
import { ViewRows } from './view-rows.ts';
import type { History } from './view-rows.ts';
import { sharedScenario } from '../engine/session/share.ts';
import { exposureRefusal } from '../scenario/exposure.ts';

/** Everything that belongs to one opened scenario. */
interface Opened extends History {
  readonly scenario: Scenario;
  readonly pacer: Pacer;
  readonly pump: Pump;
  readonly check: HistoryCheck;
}

/** Goes to another time. The pace watches nothing of what is only computed on the way: it begins anew where the way ends. */
function jump<Answer>(opened: Opened, act: (opened: Opened) => Answer): Answer {
  opened.pacer.stop();
  try {
    return act(opened);
  } finally {
    opened.pacer.startAt(opened.session.position.micros);
  }
}

/** The engine behind the façade: opens scenarios, lets time run, answers the page. The same in the worker, on the page and in tests. */
export class EngineHost {
  private readonly host: Host;
  private opened: Opened | null = null;
  /** A second history beside the first, on the same clock. */
  private other: History | null = null;
  private breaks: readonly BreakCondition[] = [];
  private readonly views = new ViewRows();
  /** Log files that somebody opened; they stay when another scenario is opened. */
  private files: OpenedLogFiles | null = null;
  private waiting: ((frame: Frame) => void) | null = null;
  private isChanged = false;
  private sentMilestones = 0;
  private isEventsReset = true;
  /** So many milestones of the other history were sent; -1: what is known of it belongs to another. */
  private sentBeside = -1;
  private stopped: Frame['stopped'] = null;
  private readonly lesson = new LessonHost();
  private openedCount = 0;
  private sentBranches = '';
  /** Broken invariants at which the run has stopped already. */
  private brokenSeen = 0;

  constructor(host: Host) {
    this.host = host;
  }

  /** The frozen functions that the page may call. */
  facade(): EngineApi {
    return Object.freeze<EngineApi>({
      open: (scenario) => this.open(scenario),
      openLesson: (lesson, from) => this.openLesson(lesson, from),
      lessonMove: (move) => this.lessonMove(move),
      lessonStory: () => this.lesson.story(),
      checkLesson: checkLessonHere,
      submit: (command) => this.submit(command),
      undo: () => this.undo(),
      setPace: (pace) => this.setPace(pace),
      setBreaks: (conditions) => (this.breaks = conditions),
      step: (size) => this.goOn((opened) => stepForward(opened.session, size)),
      stepBack: (size) => this.move((opened) => previousStop(opened.session, size)),
      seek: (to) => this.seek(to),
      seekToEvent: (event) => this.move((opened) => opened.session.seekEvent(event)),
      nextInteresting: () => this.goOn((opened) => nextInteresting(opened.session)),
      switchBranch: (branch) => this.switchBranch(branch),
      compare: (branch) => this.compare(branch),
      rowsAt: (micros) => this.rowsAt(micros),
      watch: (spec) => this.watch(spec),
      nextFrame: () => this.nextFrame(),
      explain: (event) => this.explain(event),
      ask: (question, params) => (this.isHidden('why') ? [] : answerQuestion(this.require().world, question, params)),
      inspect: (kind, id) => (this.opened === null || this.isHidden('details') ? null : inspect(this.opened.world.reader, kind, id)),
      checkInvariants: () => this.require().check.upTo(this.require().session),
      diskFiles: (broker) => diskFiles(this.require().world, broker),
      openLogFiles: (files) => this.openLogFiles(files),
      catalogue: () => buildCatalogue(),
      share: (from) => sharedScenario(this.require().scenario, this.require().session, from),
    });
  }

  private require(): Opened {
    if (this.opened === null) throw new Error('no scenario is open');
    return this.opened;
  }

  private open(scenario: Scenario): Result<Frame> {
    // What is open stays open when the new one cannot be built.
    const problem = clusterConfigProblem(scenario.cluster);
    if (problem !== null) return { ok: false, problem };
    this.lesson.close();
    this.openTable(scenario);
    return { ok: true, value: this.frame() };
  }

  private openTable(scenario: Scenario): LessonTable {
    this.opened?.pump.setPace({ kind: 'paused' });
    const world = new ClusterWorld(scenario, { codecs });
    const session = new Session(world, scenario.commands);
    const pacer = new Pacer(world.kernel);
    const pump = new Pump({
      session,
      pacer,
      host: this.host,
      watch: (row) => this.shouldStop(row),
      isSettled: () => isSettled(world.reader),
      isAwaited: () => this.lesson.isWaiting,
      onChange: (stop) => {
        if (stop === 'idle') this.stopped = { reason: 'end', event: -1 };
        else if (stop === 'watch' && this.stopped === null && this.lesson.isOpen) this.stopped = { reason: 'lesson', event: -1 };
        this.stopWhereBroken();
        this.changed();
      },
    });
    const check = new HistoryCheck(scenario, { codecs });
    this.opened = { scenario, world, session, pacer, pump, projections: new WorldProjections(projections), check };
    this.other = null;
    this.resetFrames();
    if (scenario.open !== undefined) session.seek(scenario.open.at);
    pacer.startAt(session.position.micros);
    return { scenario, world, session };
  }

  private openLesson(lesson: Lesson, from: Parameters<EngineApi['openLesson']>[1]): Result<null> {
    const result = this.lesson.open(lesson, from, (scenario) => this.openTable(scenario));
    this.changed();
    return result;
  }

  private lessonMove(move: LessonMove): Result<null> {
    const before = this.require();
    before.pump.setPace({ kind: 'paused' });
    before.pacer.stop();
    const result = this.lesson.move(move);
    const { pacer, session } = this.require();
    pacer.startAt(session.position.micros);
    this.stopped = null;
    this.isEventsReset = true;
    this.changed();
    return result;
  }

  private submit(command: Command): Result<{ readonly at: Position; readonly forked: boolean }> {
    const { session, scenario } = this.require();
    const refusal = this.lesson.refusal(command) ?? exposureRefusal(scenario.exposes, command);
    if (refusal !== null) return { ok: false, problem: refusal };
    const result = session.submit(command);
    this.lesson.observe();
    if (result.ok && result.value.forked) this.isEventsReset = true;
    this.changed();
    return result;
  }

  private undo(): Result<null> {
    const refusal = this.lesson.undoRefusal();
    if (refusal !== null) return { ok: false, problem: refusal };
    const isDone = this.require().session.undo();
    this.lesson.observe();
    this.isEventsReset = true;
    this.changed();
    return isDone ? { ok: true, value: null } : { ok: false, problem: { code: 'nothing-to-undo', params: {}, where: 'undo' } };
  }

  private setPace(pace: Pace): void {
    const { pump } = this.require();
    pump.setPace(pace.kind === 'paused' || this.lesson.letsTimeGo() ? pace : { kind: 'paused' });
    this.changed();
  }

  /** On in time, where the lesson lets it. */
  private goOn(act: (opened: Opened) => unknown): void {
    if (this.lesson.letsTimeGo()) this.move(act);
    else this.changed();
  }

  private seek(to: { readonly micros: number } | Position): void {
    const { session } = this.require();
    if (this.lesson.isOpen && to.micros > session.computedUntil.micros) return;
    this.move(() => ('steps' in to ? session.seek(to) : session.seekMicros(to.micros)));
  }

  private move(act: (opened: Opened) => unknown): void {
    const opened = this.require();
    jump(opened, act);
    this.stopped = null;
    this.changed();
  }

  private switchBranch(branch: number): void {
    if (!jump(this.require(), ({ session }) => session.switchBranch(branch))) return;
    this.isEventsReset = true;
    this.changed();
  }

  private compare(branch: number | null): void {
    const { scenario, session } = this.require();
    this.sentBeside = -1;
    const commands = branch === null ? null : session.commandsOf(branch);
    if (branch === null || commands === null) {
      this.other = null;
    } else {
      const world = new ClusterWorld(scenario, { codecs });
      this.other = { world, session: new Session(world, commands), projections: new WorldProjections(projections) };
    }
    this.changed();
  }

  private watch(spec: ViewSpec): void {
    this.views.spec = spec;
    this.changed();
  }

  private openLogFiles(files: Parameters<EngineApi['openLogFiles']>[0]): void {
    this.files =
      files.length === 0
        ? null
        : openFiles(
            files.map(({ path, bytes, sizeBytes }) => ({ name: path, bytes, sizeBytes })),
            codecs,
          );
    this.changed();
  }

  private nextFrame(): Promise<Frame> {
    return new Promise((resolve) => {
      this.waiting = resolve;
      if (this.isChanged) this.flush();
    });
  }

  private explain(event: number): ReturnType<EngineApi['explain']> {
    const { world, session } = this.require();
    return this.isHidden('why') ? [] : explainEvent(world, session, event);
  }

  /** Whether the scenario's author keeps a part of the answers from its reader. */
  private isHidden(part: AnswerPart): boolean {
    return this.opened?.scenario.exposes?.hides?.includes(part) === true;
  }

  private shouldStop(row: TraceRow): boolean {
    const { world } = this.require();
    const condition = this.breaks.find((each) => matchesBreak(each, row, world.kernel.names));
    if (condition === undefined) return false;
    this.stopped = { reason: 'break', event: row.id };
    return true;
  }

  /** Stops the run where an invariant broke, when that was asked for: once for each. */
  private stopWhereBroken(): void {
    const { opened } = this;
    if (opened?.pump.isRunning !== true || !this.breaks.some(({ event }) => event === 'invariantBroken')) return;
    const violations = opened.check.upTo(opened.session);
    const [first] = violations.slice(this.brokenSeen);
    this.brokenSeen = violations.length;
    if (first === undefined) return;
    opened.pump.setPace({ kind: 'paused' });
    this.stopped = { reason: 'invariant', event: first.event };
  }

  private changed(): void {
    this.isChanged = true;
    if (this.waiting !== null) this.flush();
  }

  private flush(): void {
    const resolve = this.waiting;
    if (resolve === null || this.opened === null) return;
    this.waiting = null;
    resolve(this.frame());
  }

  private resetFrames(): void {
    this.openedCount++;
    this.views.forget();
    this.sentMilestones = 0;
    this.isEventsReset = true;
    this.sentBranches = '';
    this.brokenSeen = 0;
    this.stopped = null;
  }

  private frame(): Frame {
    const { world, session, pump, pacer, scenario } = this.require();
    this.isChanged = false;
    const branches = session.branchInfos();
    const branchKey = branches.map((b) => `${String(b.id)} ${String(b.isCurrent)} ${String(b.computedUntil.steps)}`).join();
    const isReset = this.isEventsReset;
    const frame: Frame = {
      at: session.position,
      epochMillis: scenario.epochMillis,
      microsPerSecond: pump.microsPerSecond,
      isRunning: pump.isRunning,
      paceReason: pump.isRunning ? pacer.reason : 'paused',
      stopped: this.stopped,
      patches: this.patches(),
      events: this.newEvents(),
      eventsReset: isReset,
      beside: this.newEventsBeside(),
      branches: branchKey === this.sentBranches ? null : branches,
      digest: (world.kernel.digest >>> 0).toString(16).padStart(8, '0'),
      computedUntil: session.computedUntil,
      stepsTotal: session.computedUntil.steps,
      canUndo: session.canUndo,
      lesson: this.lesson.view(),
      openedCount: this.openedCount,
    };
    this.sentBranches = branchKey;
    this.stopped = null;
    return frame;
  }

  private newEvents(): readonly EventRow[] {
    const { world } = this.require();
    if (this.isEventsReset) this.sentMilestones = 0;
    this.isEventsReset = false;
    const rows = this.milestonesFrom(world, this.sentMilestones);
    this.sentMilestones = world.kernel.trace.milestones.length;
    return rows;
  }

  private newEventsBeside(): Frame['beside'] {
    if (this.other === null) return null;
    const { world } = this.other;
    const isReset = this.sentBeside < 0;
    const events = this.milestonesFrom(world, Math.max(0, this.sentBeside));
    this.sentBeside = world.kernel.trace.milestones.length;
    return { events, isReset };
  }

  private milestonesFrom(world: ClusterWorld, first: number): readonly EventRow[] {
    if (this.isHidden('events')) return [];
    const rows = world.kernel.trace.milestones.slice(first);
    // What happened while the cluster was started, before time 0, is no part of the story.
    return rows.filter((row) => row.micros >= 0).map((row) => rowForPage(world, row));
  }

  private patches(): readonly RowPatch[] {
    return this.views.changes(this.require(), this.other, { files: this.files, codecs });
  }

  private rowsAt(micros: number): readonly RowPatch[] {
    const opened = this.require();
    if (this.other === null || opened.pump.isRunning || micros > opened.session.computedUntil.micros) return [];
    return this.views.at(micros, opened, this.other, { files: this.files, codecs });
  }
}
