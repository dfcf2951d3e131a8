/**
 * The contract between the page and the worker: types only, safe to read in one sitting. Every type survives structured clone.
 * The façade is frozen functions; the page asks for the next frame, so a slow tab gets fewer frames and never a queue.
 */
import type { Command } from './command.ts';
import type { Lesson, LessonLevel, LessonMove, LessonView } from './lesson.ts';
import type { Scenario } from './scenario.ts';

/** A point between two steps. */
export interface Position {
  /** Simulated microseconds since the scenario's start. */
  readonly micros: number;
  /** Kernel steps taken since the start: breaks ties within one instant. */
  readonly steps: number;
}

/** How simulated time follows the wall clock. */
export type Pace =
  | { readonly kind: 'paused' }
  /** `interest` slows down for what is worth seeing (requests in flight, elections, losses) and hurries through silence. */
  | { readonly kind: 'running'; readonly microsPerSecond: number; readonly followsInterest: boolean }
  | { readonly kind: 'unbounded' };

/** How far one step goes: a kernel step, the next message worth seeing, the next milestone, or a millisecond. */
export type StepSize = 'event' | 'message' | 'milestone' | 'tick';

/** A condition that stops the run, built from the engine's own events and invariants. */
export interface BreakCondition {
  /** An event's name (`isrShrunk`, `recordLost`, `produceFailed`, `invariantBroken`, …). */
  readonly event: string;
  /** Only when a field has this value, printed as text; null: any. */
  readonly where: Readonly<Record<string, string>> | null;
}

/** A problem for a person: catalogue code, parameters, and where it is. Text lives in texts/. */
export interface Problem {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** A JSON path or the name of what is wrong. */
  readonly where: string;
}

/** A value, or why there is none. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** One cell of a row is plain data that JSON carries, so numbers are finite; arrays of numbers are allowed (offsets, epochs). */
export type CellValue = string | number | boolean | null | readonly number[] | readonly string[];
/** A row of a table: flat cells under an id. */
export type Row = { readonly id: string } & { readonly [field: string]: CellValue };

/** What changed in one table since the last frame: rows that did not change do not travel. */
export interface RowPatch {
  readonly table: string;
  readonly upsert: readonly Row[];
  readonly remove: readonly string[];
}

/** What is on screen decides what is projected. */
export interface ViewSpec {
  /** Projection names with their query (the focused partition, the first offset shown …). */
  readonly projections: readonly { readonly name: string; readonly query: Readonly<Record<string, string | number | boolean | null>> }[];
}

/** A rendered event: codes and parameters; the page renders text from its catalogue. */
export interface EventRow {
  readonly id: number;
  readonly name: string;
  readonly micros: number;
  readonly node: number;
  readonly level: 'milestone' | 'detail';
  readonly interest: number;
  /** Already resolved to what text needs: names for ids, numbers for numbers. */
  readonly args: Readonly<Record<string, string | number | readonly number[]>>;
  /** The field kinds, so that text formats units. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly trigger: number;
  readonly because: number;
  readonly source: string;
}

/** One hop of an answer to "Why?". */
export interface ExplanationHop {
  readonly event: EventRow;
  /** How it led to the hop before it. */
  readonly link: 'trigger' | 'because' | 'asked';
}

/** One finished branch of history and the one that is being shown. */
export interface BranchInfo {
  readonly id: number;
  readonly parent: number | null;
  readonly forkedAt: Position | null;
  /** What the learner did differently at the fork, as a command; null for the root. */
  readonly firstCommand: Command | null;
  readonly computedUntil: Position;
  readonly isCurrent: boolean;
}

/** What the page shows next. */
export interface Frame {
  readonly at: Position;
  /** The wall clock of the simulated world at simulated time 0, in epoch milliseconds. */
  readonly epochMillis: number;
  /** Simulated microseconds per wall second right now: lets the page glide between frames without asking. 0 when paused. */
  readonly microsPerSecond: number;
  readonly isRunning: boolean;
  /** Why the pace is what it is; code of a text. */
  readonly paceReason: string;
  /** Why the run stopped, once; code of a text with the event that did it. */
  readonly stopped: { readonly reason: 'break' | 'end' | 'asked' | 'invariant' | 'error' | 'lesson'; readonly event: number } | null;
  readonly patches: readonly RowPatch[];
  /** Milestones newly known since the last frame (they may lie in the known future after a rewind). */
  readonly events: readonly EventRow[];
  /** True when `events` replaces what the page knew (after a fork or open). */
  readonly eventsReset: boolean;
  /** The same of the history beside the current one; null: nothing is compared. */
  readonly beside: { readonly events: readonly EventRow[]; readonly isReset: boolean } | null;
  readonly branches: readonly BranchInfo[] | null;
  /** Running digest at `at`, hexadecimal. */
  readonly digest: string;
  readonly computedUntil: Position;
  readonly stepsTotal: number;
  readonly canUndo: boolean;
  /** Where the lesson stands; null: none is open. */
  readonly lesson: LessonView | null;
  /** How many scenarios were opened: when it changes, everything that was known is of another cluster. */
  readonly openedCount: number;
}

/**
 * A frame on its way between the threads. Rows travel as one text: reading 100 KB of JSON costs the page's main thread about half of what
 * reading the same objects from a message does (`npm run bench:ui`).
 */
export type SentFrame = Omit<Frame, 'patches'> & { readonly patchesJson: string };

/** What menus are built from. */
export interface Catalogue {
  readonly faults: readonly {
    readonly name: string;
    readonly target: 'broker' | 'controller' | 'link' | 'partition' | 'client' | 'message' | 'disk';
    readonly params: readonly { readonly name: string; readonly kind: 'millis' | 'percent' | 'node' | 'count'; readonly initial: number }[];
  }[];
  readonly configs: readonly {
    readonly key: string;
    readonly scope: 'broker' | 'topic' | 'producer' | 'consumer';
    readonly type: string;
    readonly defaultValue: string | null;
    readonly unit: string | null;
    /** The valid values as Kafka prints them; null: any value of the type. */
    readonly valid: string | null;
    /** Whether it can change while the program runs. */
    readonly isDynamic: boolean;
    /** The class of Kafka's that defines it. */
    readonly source: string;
    /** The key of its explanation in the texts. */
    readonly textKey: string;
  }[];
  readonly events: readonly {
    readonly name: string;
    readonly level: string;
    readonly interest: number;
    readonly fields: readonly string[];
  }[];
  readonly invariants: readonly { readonly id: string; readonly source: string }[];
  readonly presets: readonly string[];
}

/** A promise of Kafka that did not hold: a mistake of the engine. */
export interface InvariantViolation {
  /** Its number in the catalogue of invariants: `I10`; the texts say what it promises. */
  readonly id: string;
  /** What fills the text that says how it was broken. */
  readonly params: Readonly<Record<string, string | number>>;
  /** The last event before it was seen. */
  readonly event: number;
  readonly micros: number;
}

/** A file by name with its bytes: one of a broker's disk, or the beginning of one that somebody opened. */
export interface NamedFile {
  /** Relative to the log directory, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What the worker offers. Every call answers at once; `nextFrame` waits until something on screen changed. */
export interface EngineApi {
  open(scenario: Scenario): Result<Frame>;
  /** Opens a lesson in place of what is open; its steps open scenarios of their own. */
  openLesson(lesson: Lesson, from: { readonly level: LessonLevel; readonly step: string | null }): Result<null>;
  /** What the learner does with the lesson. */
  lessonMove(move: LessonMove): Result<null>;
  /** Plays a lesson as `headless check` does, beside what is open: everything that does not play as it says. */
  checkLesson(lesson: Lesson): readonly Problem[];
  /** What happened in the lesson's step so far, details that matter included. */
  lessonStory(): readonly EventRow[];
  submit(command: Command): Result<{ readonly at: Position; readonly forked: boolean }>;
  undo(): Result<null>;
  setPace(pace: Pace): void;
  setBreaks(conditions: readonly BreakCondition[]): void;
  step(size: StepSize): void;
  stepBack(size: StepSize): void;
  seek(to: { readonly micros: number } | Position): void;
  seekToEvent(event: number): void;
  nextInteresting(): void;
  switchBranch(branch: number): void;
  /** Opens a second history beside the current one, on the same clock; null closes it. */
  compare(branch: number | null): void;
  /**
   * All rows of what is watched at another time, of both histories that are compared; what is shown stays as it is. Empty while time runs,
   * while nothing is compared, and for a time that is not known.
   */
  rowsAt(micros: number): readonly RowPatch[];
  watch(spec: ViewSpec): void;
  nextFrame(): Promise<Frame>;
  explain(event: number): readonly ExplanationHop[];
  /** "Why not?": codes and parameters of an answer made from state. */
  ask(
    question: string,
    params: Readonly<Record<string, string | number>>,
  ): readonly { readonly code: string; readonly params: Readonly<Record<string, string | number>>; readonly event: number }[];
  inspect(kind: string, id: string): Readonly<Record<string, CellValue>> | null;
  /** Plays the history that is shown once more, up to now, with every invariant checked after each step. */
  checkInvariants(): readonly InvariantViolation[];
  /** A broker's log directories as Kafka would have written them, at the position that is shown: what `headless run --export` writes. */
  diskFiles(broker: number): readonly NamedFile[];
  /**
   * Opens somebody's log files beside the cluster, for the Storage view to show; an empty list closes them. `sizeBytes` says how long each
   * file really is, where only its beginning came.
   */
  openLogFiles(files: readonly (NamedFile & { readonly sizeBytes: number })[]): void;
  catalogue(): Catalogue;
  share(from: 'start' | 'with-actions' | 'frozen'): Scenario;
}
