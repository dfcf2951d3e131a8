import type { Command } from '../../../contract/command.ts';
import type { Problem, Result } from '../../../contract/engine-api.ts';
import type {
  Answer,
  Lesson,
  LessonLevel,
  LessonMove,
  LessonPhase,
  LessonPredicate,
  LessonStep,
  LessonView,
} from '../../../contract/lesson.ts';
import { isAllowed, isSameCommand } from '../../lesson/command-patterns.ts';
import { EventCounter } from '../../lesson/event-counter.ts';
import { levelAfter, stepsOf } from '../../lesson/level-rule.ts';
import { QuietSteps } from '../../lesson/quiet.ts';
import { eventPatternsOf } from '../../lesson/patterns-of.ts';
import { holds } from '../../lesson/predicates.ts';
import type { LessonFacts } from '../../lesson/predicates.ts';
import { scenarioOf } from './lesson-table.ts';
import type { LessonTable, OpenTable } from './lesson-table.ts';
import { askOracle } from './oracle.ts';
import { playStep } from './play-step.ts';
import { done, problem } from './refusals.ts';
import { StepState } from './step-state.ts';

/**
 * One learner's way through a lesson: what the step waits for, what is allowed in it, and what the engine's state says of it. Drives a
 * session; the same in the
 * worker, on the command line and in tests.
 */
export class LessonRun {
  readonly lesson: Lesson;
  private readonly open: OpenTable;
  private readonly events: EventCounter;
  private table: LessonTable;
  private level: LessonLevel;
  private isLevelChosen = false;
  private firstsAtLevel = 0;
  private steps: readonly LessonStep[];
  private index = 0;
  private phase: LessonPhase = 'done';
  private isAssisted = false;
  private isSuccess = false;
  private openedCount = 0;
  private now: StepState;
  /** The step is being played by the lesson itself: nothing is judged. */
  private isQuiet = false;
  private readonly completed = new Set<string>();
  /** Whether the first answer to each prediction was right, in order. */
  private readonly firsts = new Map<string, boolean>();

  constructor(lesson: Lesson, open: OpenTable, from: { readonly level: LessonLevel; readonly step: string | null }) {
    this.lesson = lesson;
    this.open = open;
    this.level = from.level;
    this.steps = stepsOf(lesson, from.level);
    this.table = open(scenarioOf(lesson, this.steps[0]));
    this.now = new StepState(this.table);
    this.events = new EventCounter(this.table.world.kernel);
    this.arrive();
    for (const pattern of eventPatternsOf(lesson.success)) this.events.follow(pattern);
    this.begin(0);
    if (from.step !== null && from.step !== this.step.id) this.go(from.step);
  }

  get step(): LessonStep {
    const step = this.steps[this.index];
    if (step === undefined) throw new Error('a lesson has steps');
    return step;
  }

  get currentTable(): LessonTable {
    return this.table;
  }

  get currentPhase(): LessonPhase {
    return this.phase;
  }

  /** Where the step's story begins. */
  get firstEvent(): number {
    return this.now.stepEvent;
  }

  /** All that a page needs to show. */
  view(): LessonView {
    // What was predicted about a run can be shown when the run is over; about acts, when they are.
    const isRevealed = this.phase === 'explain' || this.phase === 'done' || (this.phase === 'act' && this.step.run !== undefined);
    const firsts = [...this.firsts.values()];
    return {
      lesson: this.lesson.id,
      level: this.level,
      step: this.step.id,
      stepIndex: this.index,
      steps: this.steps.map(({ id }) => id),
      completed: [...this.completed],
      phase: this.phase,
      answers: this.now.answers,
      verdicts: isRevealed && this.now.verdicts.length > 0 ? this.now.verdicts : null,
      hintCount: this.now.hintCount,
      wrongPath: this.now.wrongPath,
      isOverdue: this.now.isOverdue,
      picked: this.now.picked,
      isAssisted: this.isAssisted,
      isSuccess: this.isSuccess,
      isMastered: this.isSuccess && !this.isAssisted && firsts.every(Boolean),
      firstRight: firsts.filter(Boolean).length,
      firstAsked: firsts.length,
      stepMicros: this.now.stepMicros,
      openedCount: this.openedCount,
    };
  }

  /** Judges a claim on the table as it is now. */
  judge(claim: LessonPredicate): boolean {
    return holds(claim, this.facts());
  }

  /** Right answers of the step, as a fork has them: for checks, never for a page. */
  rightAnswers(): Readonly<Record<string, Answer>> {
    return Object.fromEntries(askOracle(this.lesson, this.step, this.table, {}).map(({ prediction, right }) => [prediction, right]));
  }

  /** Why a command is refused in this step, or null. Locked is what the step does not name: not hidden, refused. */
  refusal(command: Command): Problem | null {
    if (this.isQuiet) return null;
    const { offer = [], allow = [] } = this.step.controls;
    const isOffered = offer.some((each) => each.locked === undefined && each.commands.some((own) => isSameCommand(own, command)));
    if (this.phase === 'predict') return problem('lesson-predict-first', 'lesson').problem;
    const isNamed = isOffered || isAllowed(command, allow);
    if (this.phase !== 'act' || !isNamed) return problem(isNamed ? 'lesson-not-now' : 'lesson-locked', 'lesson').problem;
    return this.table.session.position.steps < this.now.stepSteps ? problem('lesson-before-step', 'lesson').problem : null;
  }

  /** Why time may not go on, or null. */
  timeRefusal(): Problem | null {
    if (this.phase === 'predict') return problem('lesson-predict-first', 'lesson').problem;
    return this.phase === 'ready' ? problem('lesson-press-run', 'lesson').problem : null;
  }

  /** Looks at the engine's state after it changed. True when the step waits for something else now, so that time stops. */
  observe(): boolean {
    this.events.scanAll();
    if (this.isQuiet) return false;
    const before = this.phase;
    if (this.phase === 'running') this.observeRun();
    else if (this.phase === 'act') this.observeActs();
    else if (this.step.expect !== undefined) this.judge(this.step.expect);
    if (!this.isSuccess) this.isSuccess = this.judge(this.lesson.success);
    return this.phase !== before;
  }

  /** Before history may be taken back: what happened is counted. */
  beforeChange(): void {
    this.events.scanAll();
  }

  /** Does what the learner asks of the lesson; a refusal is a value. */
  move(move: LessonMove): Result<null> {
    switch (move.kind) {
      case 'commit':
        return this.commit(move.answers);
      case 'run':
        return this.run();
      case 'offer':
        return this.takeOffer(move.offer);
      case 'hint':
        return this.hint();
      case 'solve':
        return this.solve();
      case 'pick':
        return this.pick(move.event);
      case 'next':
        return this.next();
      case 'again':
        return this.go(this.step.id);
      case 'go':
        return this.go(move.step);
      case 'level':
        this.isLevelChosen = true;
        return this.setLevel(move.level);
      case 'skip':
        return this.skip();
      case 'leave':
        return done;
    }
  }

  private commit(answers: Readonly<Record<string, Answer>>): Result<null> {
    const { predict = [] } = this.step;
    if (this.phase !== 'predict') return problem('lesson-not-now', 'commit');
    if (predict.some(({ id }) => answers[id] === undefined)) return problem('lesson-unanswered', 'commit');
    this.now.answers = answers;
    this.now.verdicts = askOracle(this.lesson, this.step, this.table, answers);
    for (const { prediction, isRight } of this.now.verdicts) {
      const key = `${this.step.id}.${prediction}`;
      if (!this.firsts.has(key)) this.firsts.set(key, isRight);
    }
    this.afterPrediction();
    return done;
  }

  private skip(): Result<null> {
    if (this.phase !== 'predict') return problem('lesson-not-now', 'skip');
    this.isAssisted = true;
    this.now.verdicts = askOracle(this.lesson, this.step, this.table, {});
    this.afterPrediction();
    return done;
  }

  private afterPrediction(): void {
    if (this.step.run !== undefined) this.phase = 'ready';
    else if (this.step.expect !== undefined) this.phase = 'act';
    else this.afterRun();
    if (this.phase === 'act') this.observe();
  }

  private run(): Result<null> {
    const { run } = this.step;
    if (this.phase !== 'ready' || run === undefined) return problem('lesson-not-now', 'run');
    this.phase = 'running';
    this.now.runMicros = this.table.session.position.micros;
    // What Kafka refuses is part of the story: the run goes on, and the reason is shown.
    const refused = (run.commands ?? []).map((command) => this.table.session.submit(command)).find(({ ok }) => !ok);
    this.observe();
    return refused?.ok === false ? refused : done;
  }

  private observeRun(): void {
    const { run } = this.step;
    if (run === undefined) return;
    if (this.judge(run.until)) this.afterRun();
    else if (this.table.session.position.micros - this.now.runMicros >= run.maxSimMillis * 1000) {
      this.now.isOverdue = true;
      this.afterRun();
    }
  }

  private observeActs(): void {
    const { expect, onWrong = [] } = this.step;
    if (expect === undefined || this.judge(expect)) {
      this.complete();
      return;
    }
    const wrong = onWrong.filter((path) => this.judge(path.if));
    this.now.wrongPath = wrong[0]?.id ?? null;
  }

  /** The run is over: what was said is compared with what happened. */
  private afterRun(): void {
    if (this.step.expect !== undefined && !this.judge(this.step.expect)) {
      this.phase = 'act';
      return;
    }
    this.complete();
  }

  private complete(): void {
    const isWrong = this.now.verdicts.some(({ isRight }) => !isRight);
    this.now.wrongPath = null;
    this.completed.add(this.step.id);
    this.now.endedAt = this.table.session.position;
    this.phase = isWrong && this.step.explain !== undefined && !this.isQuiet ? 'explain' : 'done';
    if (!this.isSuccess) this.isSuccess = this.judge(this.lesson.success);
  }

  private takeOffer(id: string): Result<null> {
    const offer = this.step.controls.offer?.find((each) => each.id === id);
    if (offer === undefined || offer.locked !== undefined) return problem('lesson-locked', id);
    for (const command of offer.commands) {
      const refusal = this.refusal(command);
      if (refusal !== null) return { ok: false, problem: refusal };
      this.beforeChange();
      const result = this.table.session.submit(command);
      if (!result.ok) return result;
      this.observe();
    }
    return done;
  }

  private hint(): Result<null> {
    const next = this.step.hints?.[this.now.hintCount];
    if (next === undefined) return problem('lesson-no-hint', 'hint');
    this.now.hintCount++;
    if (next.kind === 'solution') this.isAssisted = true;
    return done;
  }

  private solve(): Result<null> {
    if (this.phase === 'done') return problem('lesson-not-now', 'solve');
    this.isAssisted = true;
    const { step } = this;
    if (this.phase === 'predict') this.now.verdicts = askOracle(this.lesson, step, this.table, {});
    this.playHere();
    this.complete();
    return done;
  }

  private pick(event: number): Result<null> {
    const { explain } = this.step;
    if (this.phase !== 'explain' || explain === undefined) return problem('lesson-not-now', 'pick');
    const isRight = explain.pickEvent.some((pattern) => this.events.isMatch(pattern, event));
    this.now.picked = { event, isRight };
    if (isRight) this.phase = 'done';
    return done;
  }

  private next(): Result<null> {
    if (this.phase !== 'done' && this.phase !== 'explain') return problem('lesson-not-now', 'next');
    if (this.index + 1 >= this.steps.length) return problem('lesson-is-over', 'next');
    // The next step begins where this one ended, whatever was looked at since.
    const { session } = this.table;
    if (this.now.endedAt !== null && session.position.steps !== this.now.endedAt.steps) session.seek(this.now.endedAt);
    const { id } = this.step;
    if (!this.isLevelChosen) this.adaptLevel();
    this.steps = stepsOf(this.lesson, this.level);
    const order = this.lesson.steps.map((step) => step.id);
    const at = this.steps.findIndex((step) => order.indexOf(step.id) > order.indexOf(id));
    this.enter(at < 0 ? this.steps.length - 1 : at);
    return done;
  }

  /** Two answers count once: after a change of level the next two decide. */
  private adaptLevel(): void {
    const level = levelAfter(this.level, [...this.firsts.values()].slice(this.firstsAtLevel));
    if (level !== this.level) this.firstsAtLevel = this.firsts.size;
    this.level = level;
  }

  private setLevel(level: LessonLevel): Result<null> {
    this.level = level;
    const { id } = this.step;
    this.steps = stepsOf(this.lesson, level);
    return this.go(this.steps.some((step) => step.id === id) ? id : (this.steps[0]?.id ?? id));
  }

  /** To a step, in the state in which the reference solutions of the steps before it leave the cluster. */
  private go(id: string): Result<null> {
    const target = this.steps.findIndex((step) => step.id === id);
    if (target < 0) return problem('lesson-no-step', id);
    let from = target;
    while (from > 0 && this.steps[from]?.scenario === undefined) from--;
    this.enter(from, true);
    for (; this.index < target; this.enter(this.index + 1)) this.playHere();
    return done;
  }

  /** Plays the rest of the step by its reference solution, unseen. */
  private playHere(): void {
    this.isQuiet = true;
    const { run, ...rest } = this.step;
    const isRunOver = this.phase === 'act' || this.phase === 'explain';
    playStep(this.table, isRunOver || run === undefined ? rest : { ...rest, run }, (claim) => this.judge(claim));
    this.isQuiet = false;
  }

  private enter(index: number, isFresh = false): void {
    const step = this.steps[index];
    if (step?.scenario !== undefined || isFresh) {
      this.table.session.stopWhen = null;
      this.events.scanAll();
      this.table = this.open(scenarioOf(this.lesson, step));
      this.events.moveTo(this.table.world.kernel);
      for (const pattern of eventPatternsOf(this.lesson.success)) this.events.follow(pattern);
      this.arrive();
    }
    this.begin(index);
  }

  private arrive(): void {
    this.openedCount++;
    const steps = new QuietSteps();
    this.table.session.stopWhen = () => !steps.isQuiet(this.table.world.kernel) && this.observe();
  }

  private begin(index: number): void {
    this.index = index;
    this.now = new StepState(this.table);
    const { predict, run, expect } = this.step;
    if (predict !== undefined) this.phase = 'predict';
    else if (run !== undefined) this.phase = 'ready';
    else if (expect !== undefined) this.phase = 'act';
    else this.complete();
  }

  private facts(): LessonFacts {
    const { world, session } = this.table;
    return {
      reader: world.reader,
      events: this.events,
      nowMicros: session.position.micros,
      stepMicros: this.now.stepMicros,
      stepEvent: this.now.stepEvent,
      memory: this.now.memory,
      macros: this.lesson.predicates ?? {},
      isCompleted: (step) => this.completed.has(step),
    };
  }
}
