/**
 * What a learner has done, on this machine alone: no account, nothing is sent. In shared-computer mode, and where storage is refused,
 * only while the page is open.
 */
import type { LessonLevel, LessonProgress, LessonView } from '../../contract/lesson.ts';
import type { Memory } from '../storage.ts';
import { isSharedComputer, readLearned, setSharedComputer, writeLearned } from './learning-memory.ts';

/** Progress by lesson id. */
export type Progress = Readonly<Record<string, LessonProgress>>;

/** Reads and keeps progress. */
export class ProgressBook {
  private readonly memory: Memory;
  private kept: Progress;

  constructor(memory: Memory) {
    this.memory = memory;
    this.kept = parseProgress(readLearned(memory, 'progress.v1'));
  }

  /** Whether it is forgotten when the page closes. */
  get isForgotten(): boolean {
    return this.isSharedComputer || !this.memory.isLasting;
  }

  get isSharedComputer(): boolean {
    return isSharedComputer(this.memory);
  }

  get all(): Progress {
    return this.kept;
  }

  /** A computer that others use too: nothing of this visit stays on it. */
  setShared(isShared: boolean): void {
    setSharedComputer(this.memory, isShared);
  }

  /** Takes in where a lesson stands. What was reached once stays reached. */
  note(view: LessonView, rev: number, nowMillis: number): void {
    const before = this.kept[view.lesson];
    const isSuccess = view.isSuccess || before?.isSuccess === true;
    const next: LessonProgress = {
      level: view.level,
      isSuccess,
      isAssisted: view.isSuccess ? view.isAssisted && before?.isSuccess !== true : (before?.isAssisted ?? view.isAssisted),
      isMastered: view.isMastered || before?.isMastered === true,
      firstRight: view.firstAsked > 0 ? view.firstRight : (before?.firstRight ?? 0),
      firstAsked: view.firstAsked > 0 ? view.firstAsked : (before?.firstAsked ?? 0),
      lastStep: view.step,
      rev,
      finishedAt: before?.finishedAt ?? (isSuccess ? nowMillis : null),
    };
    if (JSON.stringify(next) === JSON.stringify(before)) return;
    this.keep({ ...this.kept, [view.lesson]: next });
  }

  /** Takes in progress from elsewhere: what is already here and further stays. */
  merge(given: Progress): void {
    const further = Object.entries(given).filter(([id, each]) => this.kept[id]?.isSuccess !== true || each.isMastered);
    this.keep({ ...this.kept, ...Object.fromEntries(further) });
  }

  private keep(progress: Progress): void {
    this.kept = progress;
    writeLearned(this.memory, 'progress.v1', JSON.stringify(progress));
  }
}

const levels: readonly LessonLevel[] = ['worked', 'completion', 'independent'];

/** Reads what was stored, leaving out what is not progress. */
export function parseProgress(text: string): Progress {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return {}; // Somebody else wrote there.
  }
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(Object.entries(raw).flatMap(([id, value]) => (/^[A-Za-z0-9-]{1,40}$/.test(id) ? one(id, value) : [])));
}

function one(id: string, value: unknown): [string, LessonProgress][] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = new Map<string, unknown>(Object.entries(value));
  const flag = (name: string): boolean => fields.get(name) === true;
  const count = (name: string): number => Math.max(0, Math.min(1000, Number(fields.get(name)) || 0));
  const finishedAt = fields.get('finishedAt');
  const progress: LessonProgress = {
    level: levels.find((level) => level === fields.get('level')) ?? 'worked',
    isSuccess: flag('isSuccess'),
    isAssisted: flag('isAssisted'),
    isMastered: flag('isMastered'),
    firstRight: count('firstRight'),
    firstAsked: count('firstAsked'),
    lastStep: String(fields.get('lastStep') ?? '').slice(0, 60),
    rev: count('rev'),
    finishedAt: typeof finishedAt === 'number' ? finishedAt : null,
  };
  return [[id, progress]];
}
