import type { Command } from '../contract/command.ts';
import type { EngineApi, EventRow, Problem, Result } from '../contract/engine-api.ts';
import type { Lesson, LessonMove, LessonView } from '../contract/lesson.ts';
import { rowForPage } from '../engine/session/explain.ts';
import { checkLessonPlay } from '../engine/session/lesson/lesson-check.ts';
import { LessonRun } from '../engine/session/lesson/lesson-run.ts';
import type { OpenTable } from '../engine/session/lesson/lesson-table.ts';
import { lessonRefusal } from '../engine/session/lesson/readable.ts';

/** More than a person reads in one step. */
const storyMax = 200;

/** The details that make a story, beside all milestones. */
const told: ReadonlySet<string> = new Set([
  'recordsAppended',
  'recordsReplicated',
  'highWatermarkAdvanced',
  'highWatermarkLearned',
  'recordsDelivered',
  'produceRefused',
  'batchAcknowledged',
  'batchRetried',
  'followerFellBehind',
  'groupOffsetsCommitted',
  'positionChanged',
  'fetchFailed',
]);

/** Seeds that a lesson is played with, as on the command line. */
const checkSeedCount = 5;

/** Plays a lesson that somebody writes, on tables of its own. */
export function checkLessonHere(lesson: Lesson): readonly Problem[] {
  const refusal = lessonRefusal(lesson);
  return refusal === null ? checkLessonPlay(lesson, { seedCount: checkSeedCount }) : [refusal];
}

/** The lesson that is open in the engine's host, if one is: what it allows, refuses and shows. */
export class LessonHost {
  private run: LessonRun | null = null;

  get isOpen(): boolean {
    return this.run !== null;
  }

  /** Whether the lesson waits for a state that time brings. */
  get isWaiting(): boolean {
    return this.run?.currentPhase === 'running';
  }

  /** What is open stays open when one of the lesson's clusters cannot be built, or something that it reads cannot be read. */
  open(lesson: Lesson, from: Parameters<EngineApi['openLesson']>[1], openTable: OpenTable): Result<null> {
    const problem = lessonRefusal(lesson);
    if (problem !== null) return { ok: false, problem };
    this.close();
    this.run = new LessonRun(lesson, openTable, from);
    return { ok: true, value: null };
  }

  close(): void {
    if (this.run !== null) this.run.currentTable.session.stopWhen = null;
    this.run = null;
  }

  view(): LessonView | null {
    return this.run?.view() ?? null;
  }

  move(move: LessonMove): Result<null> {
    const { run } = this;
    if (run === null) return { ok: false, problem: { code: 'lesson-not-open', params: {}, where: 'lesson' } };
    if (move.kind === 'leave') {
      this.close();
      return { ok: true, value: null };
    }
    return run.move(move);
  }

  refusal(command: Command): Problem | null {
    const refusal = this.run?.refusal(command) ?? null;
    if (refusal === null) this.run?.beforeChange();
    return refusal;
  }

  /** In a lesson only what was done in this step can be taken back. */
  undoRefusal(): Problem | null {
    const { run } = this;
    if (run === null) return null;
    run.beforeChange();
    const { at } = run.currentTable.session.commandsUntilNow.at(-1) ?? { at: { micros: -1 } };
    const isOwn = run.currentPhase === 'act' && at.micros >= run.view().stepMicros;
    return isOwn ? null : { code: 'lesson-no-undo', params: {}, where: 'undo' };
  }

  observe(): void {
    this.run?.observe();
  }

  /** Whether time may go on; where the step waits for Run, that is what it does. */
  letsTimeGo(): boolean {
    const { run } = this;
    if (run === null) return true;
    if (run.currentPhase === 'ready') run.move({ kind: 'run' });
    return run.timeRefusal() === null;
  }

  /** What happened in the step so far. */
  story(): readonly EventRow[] {
    const { run } = this;
    if (run === null) return [];
    const { world } = run.currentTable;
    const { trace, eventCount } = world.kernel;
    const rows: EventRow[] = [];
    trace.scan(run.firstEvent, eventCount, ({ id, spec }) => {
      if (rows.length >= storyMax || !(spec.level === 'milestone' || told.has(spec.name))) return;
      const row = trace.row(id);
      if (row !== null) rows.push(rowForPage(world, row));
    });
    return rows;
  }
}
