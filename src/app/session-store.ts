/** What the person has chosen and opened: nothing of the simulation's own state. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { BreakCondition, Catalogue, ExplanationHop, InvariantViolation, Problem, StepSize } from '../contract/engine-api.ts';
import type { ExposureSpec } from '../contract/scenario.ts';
import type { Draft } from './author/draft.ts';
import type { ObjectRef } from './objects.ts';
import type { Lesson, LessonFile, LessonTexts } from '../contract/lesson.ts';
import type { EngineHome } from './services.ts';

/** Themes, and "as the system says". */
export const themes = ['system', 'light', 'dark', 'contrast', 'projector'] as const;
/** A theme that can be chosen. */
export type Theme = (typeof themes)[number];

/** Sheets of which at most one is open. */
export type SheetName = 'share' | 'keys' | 'marks' | 'simplified' | 'build';

/** A menu beside a thing on the stage. */
export interface OpenMenu {
  readonly ref: ObjectRef;
  readonly x: number;
  readonly y: number;
}

/** An answer to "Why?", open in place. */
export interface OpenWhy {
  readonly event: number;
  /** Newest first, as the engine gives it; null while it is asked. */
  readonly hops: readonly ExplanationHop[] | null;
}

/** Why nothing, or not what was wanted, is on the stage. */
export type Trouble =
  | { readonly kind: 'link'; readonly problem: Problem; readonly more?: readonly Problem[]; readonly fragment: string }
  | { readonly kind: 'file'; readonly problem: Problem; readonly more?: readonly Problem[]; readonly fileName: string }
  | { readonly kind: 'engine'; readonly detail: string };

/** How far a newcomer has come: the quiet picture, two hints, then never again. */
export type Visit = 'first' | 'hint-step' | 'hint-break' | 'done';

/** A lesson that is open: of the product, or of somebody's own file. */
export interface OpenLesson {
  readonly lesson: Lesson;
  readonly texts: LessonTexts;
  /** The file that it came in, with the words of both languages; absent: it is one of the product's. */
  readonly file?: LessonFile;
}

/** A stretch of time that a view shows. */
export interface ShownTimes {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** What the person has chosen and opened. */
export interface SessionState {
  readonly theme: Theme;
  readonly selection: ObjectRef | null;
  /** The partition in large; null: the first. */
  readonly focus: string | null;
  /** The consumer group that is looked at; null: the first. */
  readonly group: string | null;
  readonly panel: string;
  /** The views that the scenario asks for; null: all. */
  readonly offeredPanels: readonly string[] | null;
  /** What the scenario lets its reader see and do; null: everything. */
  readonly exposes: ExposureSpec | null;
  readonly stepSize: StepSize;
  readonly microsPerSecond: number;
  readonly isUnbounded: boolean;
  readonly followsInterest: boolean;
  readonly breaks: readonly BreakCondition[];
  readonly menu: OpenMenu | null;
  readonly why: OpenWhy | null;
  readonly sheet: SheetName | null;
  readonly isDrawerOpen: boolean;
  readonly phoneTab: 'picture' | 'events' | 'details';
  readonly logScope: 'all' | 'selected';
  readonly visit: Visit;
  readonly trouble: Trouble | null;
  /** The last thing that the engine would not do, shown in place until the next act. */
  readonly refusal: Problem | null;
  /** A newer page waits: calling this loads it. null: none does, or the person said later. */
  readonly takeUpdate: (() => void) | null;
  /** What did not hold when the person last asked; null: not asked, or put away. */
  readonly brokenInvariants: readonly InvariantViolation[] | null;
  readonly home: EngineHome;
  readonly remembers: boolean;
  readonly usesSingleKeys: boolean;
  readonly narration: 'off' | 'short' | 'full';
  /** Sentence for people who listen. */
  readonly spoken: string;
  /** What is being put into words for people who listen, until it is said. */
  readonly describing: 'scene' | 'changes' | null;
  readonly title: string;
  readonly comparing: number | null;
  /** Which times the view shows, where it shows stretches of the line of time; null: the view is of one moment. */
  readonly shownTimes: readonly ShownTimes[] | null;
  /** The lesson that is open, with the words of the language. */
  readonly lesson: OpenLesson | null;
  /** Whether the terms before a lesson's first step were read. */
  readonly hasReadTerms: boolean;
  /** What fills the window: the stage, or a page about lessons. */
  readonly page: 'stage' | 'lessons' | 'map' | 'handout';
  /** The lesson whose handout is shown. */
  readonly handout: string;
  /** The large layout for a projector. */
  readonly isPresenting: boolean;
  /** The pane for writing a lesson is beside the stage. */
  readonly isAuthoring: boolean;
  /** The lesson that is being written; it outlives its own preview. */
  readonly draft: Draft | null;
  readonly catalogue: Catalogue | null;
  /** Whether the known digest of a link differs from the replay's. */
  readonly isEngineChanged: boolean;
  /** Whether it was the same. */
  readonly isPromiseKept: boolean;
}

/** The store of what the person has chosen. */
export type SessionStore = StoreApi<SessionState>;

/** A store with the given beginnings. */
export function createSessionStore(initial: Partial<SessionState>): SessionStore {
  return createStore<SessionState>(() => ({
    theme: 'system',
    selection: null,
    focus: null,
    group: null,
    panel: 'cluster',
    offeredPanels: null,
    exposes: null,
    stepSize: 'milestone',
    microsPerSecond: 2_500,
    isUnbounded: false,
    followsInterest: true,
    breaks: [],
    menu: null,
    why: null,
    sheet: null,
    isDrawerOpen: false,
    phoneTab: 'picture',
    logScope: 'all',
    visit: 'done',
    trouble: null,
    refusal: null,
    takeUpdate: null,
    brokenInvariants: null,
    home: 'worker',
    remembers: true,
    usesSingleKeys: true,
    narration: 'short',
    spoken: '',
    describing: null,
    title: '',
    comparing: null,
    shownTimes: null,
    lesson: null,
    hasReadTerms: false,
    page: 'stage',
    handout: '',
    isPresenting: false,
    isAuthoring: false,
    draft: null,
    catalogue: null,
    isEngineChanged: false,
    isPromiseKept: false,
    ...initial,
  }));
}
