/**
 * What a learner has done, on this machine alone: no account, nothing is sent. In shared-computer mode, and where storage is refused,
 * only while the page is open.
 */
import type { LessonLevel, LessonProgress, LessonView } from '../../contract/lesson.ts';
import type { Memory } from '../storage.ts';
import { cardsKey } from './card-book.ts';

const key = 'progress.v1';
const sharedKey = 'shared-computer';

/** Progress by lesson id. */
export type Progress = Readonly<Record<string, LessonProgress>>;

/** Reads and keeps progress. */
export class ProgressBook {
  private readonly memory: Memory;
  private kept: Progress;
  private isShared: boolean;

  constructor(memory: Memory) {
    this.memory = memory;
    this.isShared = memory.read(sharedKey) === '1';
    this.kept = this.isShared ? {} : parseProgress(memory.read(key) ?? '{}');
  }

  /** Whether it is forgotten when the page closes. */
  get isForgotten(): boolean {
    return this.isShared || !this.memory.isLasting;
  }

  get isSharedComputer(): boolean {
    return this.isShared;
  }

  get all(): Progress {
    return this.kept;
  }

  /** A computer that others use too: nothing of this visit stays on it. */
  setShared(isShared: boolean): void {
    this.isShared = isShared;
    this.memory.write(sharedKey, isShared ? '1' : '');
    this.write(isShared ? '{}' : JSON.stringify(this.kept));
    if (isShared) this.memory.write(cardsKey, '{}');
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
    this.kept = { ...this.kept, [view.lesson]: next };
    if (!this.isShared) this.write(JSON.stringify(this.kept));
  }

  /** A file for another machine. */
  export(): string {
    return `${JSON.stringify({ format: 1, kind: 'kafkascope-progress', lessons: this.kept }, null, 2)}\n`;
  }

  /** Takes in such a file; false when it is none. What is already here and further stays. */
  import(text: string): boolean {
    try {
      const raw: unknown = JSON.parse(text);
      if (typeof raw !== 'object' || raw === null || !('lessons' in raw)) return false;
      const given = parseProgress(JSON.stringify(raw.lessons));
      const further = Object.entries(given).filter(([id, each]) => this.kept[id]?.isSuccess !== true || each.isMastered);
      this.kept = { ...this.kept, ...Object.fromEntries(further) };
      if (!this.isShared) this.write(JSON.stringify(this.kept));
      return true;
    } catch {
      return false; // Not JSON: the page says so.
    }
  }

  private write(text: string): void {
    this.memory.write(key, text);
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
