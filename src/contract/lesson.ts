/**
 * The lesson format: data only, no code (docs/LESSON-FORMAT.md). Every text is a key; the words of each language lie beside the lesson,
 * so that a page loads one
 * language. Right answers are never written: the engine finds them by playing a fork.
 */
import type { Command } from './command.ts';
import type { Scenario } from './scenario.ts';

/** A key of the lesson's texts. */
export type TextKey = string;

/** What a path, a count or arithmetic gives. Lists are in Kafka's own order. */
export type LessonResult = number | string | boolean | null | readonly (number | string)[];

/** Events of one kind, with the fields that are named, printed as text; docs/LESSON-FORMAT.md lists kinds and fields. */
export interface EventPattern {
  readonly event: string;
  /** Only those of this node. */
  readonly node?: number;
  readonly where?: Readonly<Record<string, string | number | boolean>>;
}

/** Since when events are counted: the step, or the lesson with all its branches and rewinds. */
export type Since = 'step' | 'lesson';

/** A value that is read from the engine, or made of such values. */
export type LessonValue =
  | number
  | string
  | boolean
  | readonly (number | string)[]
  | { readonly path: string }
  | { readonly count: EventPattern; readonly since?: Since }
  /** Of a number that each of these events of the step has. */
  | { readonly sum: EventPattern; readonly field: string }
  | { readonly f: '+' | '-' | '*' | '/' | 'mod' | 'min' | 'max' | 'len' | 'sum' | 'at'; readonly a: readonly LessonValue[] };

/** A claim over engine state and engine events; never over clicks. */
export type LessonPredicate =
  | { readonly all: readonly LessonPredicate[] }
  | { readonly any: readonly LessonPredicate[] }
  | { readonly not: LessonPredicate }
  | { readonly cmp: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'subset'; readonly l: LessonValue; readonly r: LessonValue }
  | { readonly event: EventPattern; readonly min?: number; readonly max?: number; readonly since?: Since }
  /** True once, and then for the rest of the step, when the claim held within so long of the step's start. */
  | { readonly eventually: LessonPredicate; readonly withinSimMs: number }
  | { readonly always: LessonPredicate }
  | { readonly held: LessonPredicate; readonly simMs: number }
  /** Both happened in the step, the first before the second. */
  | { readonly before: readonly [EventPattern, EventPattern] }
  /** The step of that name was brought to its end by the state of the engine. */
  | { readonly completed: string }
  /** One of the lesson's own named claims. */
  | { readonly ref: string };

/** Commands of a kind whose fields have these values; a list stands for any of its values. `params.node` reaches into a fault. */
export interface CommandPattern {
  readonly kind: Command['kind'];
  readonly where?: Readonly<Record<string, string | number | boolean | null | readonly (string | number)[]>>;
}

/** A verb that the lesson puts within reach, as a button; given in a locked form it says why not. */
export interface LessonOffer {
  readonly id: string;
  readonly text: TextKey;
  readonly commands: readonly Command[];
  /** Why it cannot be used in this step: shown with a padlock. */
  readonly locked?: TextKey;
}

/** Something that can be chosen, and the belief behind it when it is wrong. */
export interface PredictionOption {
  readonly id: string;
  readonly text: TextKey;
  /** Reason as somebody who believes it would give it. */
  readonly because?: TextKey;
  /** The documented misconception (`M14`) that leads here. */
  readonly mis?: string;
  /** What is said to whoever chose it and is wrong. */
  readonly why?: TextKey;
  readonly truth: LessonPredicate;
  /** The thing on the stage that it stands for: `broker:1`, `partition:orders-0`. */
  readonly element?: string;
}

/** A wrong value that a known belief leads to. */
export interface WrongValue {
  readonly value: LessonValue;
  readonly mis: string;
  readonly why: TextKey;
}

interface PredictionBase {
  readonly id: string;
  readonly ask: TextKey;
}

/** What the learner says will happen. */
export type Prediction =
  | (PredictionBase & { readonly kind: 'choice'; readonly options: readonly PredictionOption[] })
  | (PredictionBase & {
      readonly kind: 'number';
      readonly truth: LessonValue;
      readonly tolerance?: number;
      readonly unit?: TextKey;
      readonly wrong?: readonly WrongValue[];
    })
  /** Any number of the things, none included. */
  | (PredictionBase & { readonly kind: 'pick'; readonly options: readonly PredictionOption[] })
  /** Events in the order in which they will happen. */
  | (PredictionBase & {
      readonly kind: 'order';
      readonly items: readonly { readonly id: string; readonly text: TextKey; readonly event: EventPattern }[];
    })
  | (PredictionBase & {
      readonly kind: 'fill';
      readonly cells: readonly { readonly id: string; readonly text: TextKey; readonly element?: string; readonly truth: LessonValue }[];
      readonly wrong?: readonly (WrongValue & { readonly cell: string })[];
    })
  /** Arrows from one to the other: who sends such a message to whom. */
  | (PredictionBase & {
      readonly kind: 'draw';
      readonly nodes: readonly { readonly id: string; readonly text: TextKey; readonly node: number }[];
      readonly api: string;
      readonly isRequest: boolean;
    });

/** A learner's answer: an option's id; a number as text; ids in order; cell to value; `from>to` pairs. */
export type Answer = string | readonly string[] | Readonly<Record<string, string>>;

/** One hint; they are given in order, each more than the one before. The solution marks the lesson as assisted. */
export interface LessonHint {
  readonly kind: 'cue' | 'principle' | 'action' | 'solution';
  readonly text: TextKey;
}

/** A state that shows a typical wrong way, and what is said in it. */
export interface WrongPath {
  readonly id: string;
  readonly if: LessonPredicate;
  readonly say: TextKey;
  readonly mis: string;
}

/** A command some time after the one before it (or after the step's beginning), of a reference solution. */
export interface LessonAct {
  readonly afterMillis: number;
  readonly command: Command;
}

/** One step: predict, run, and bring about what is expected, as far as the step has these. */
export interface LessonStep {
  readonly id: string;
  readonly title: TextKey;
  readonly say: TextKey;
  /** Configuration and facts in Kafka's own words, in the code face. */
  readonly facts?: TextKey;
  readonly engagement: 'view' | 'respond' | 'change' | 'construct' | 'present';
  /** Begins with this scenario of the lesson's, from its start; absent: goes on where the step before ended. */
  readonly scenario?: string;
  readonly panel?: string;
  /** The partition in large. */
  readonly focus?: string;
  /** The thing that the step speaks of: `broker:1`, `partition:orders-0`, `replica:orders-0@2`, `producer:checkout`. */
  readonly anchor?: string;
  readonly controls: {
    readonly offer?: readonly LessonOffer[];
    readonly allow?: readonly CommandPattern[];
    /** Why the rest is locked, in at most eight words. */
    readonly lockReason?: TextKey;
  };
  readonly predict?: readonly Prediction[];
  readonly run?: {
    /** What the lesson itself does when Run is pressed. */
    readonly commands?: readonly Command[];
    readonly until: LessonPredicate;
    readonly maxSimMillis: number;
  };
  /** The step is complete when this is true, whoever brought it about and how. */
  readonly expect?: LessonPredicate;
  /** Said when the step is complete: what it showed, and the rule. */
  readonly after?: TextKey;
  /** Where Kafka's code has the rule. */
  readonly source?: string;
  readonly hints?: readonly LessonHint[];
  readonly onWrong?: readonly WrongPath[];
  /** After a wrong prediction: the event that first contradicted it is picked from the log. */
  readonly explain?: { readonly prompt: TextKey; readonly pickEvent: readonly EventPattern[]; readonly model: TextKey };
  /** Rows of the curriculum map that the step is about. */
  readonly claims?: readonly number[];
  readonly solution?: readonly LessonAct[];
  /** Rewind target. */
  readonly checkpoint?: boolean;
}

/** What differs in a step at a higher level. */
export interface StepPatch {
  readonly step: string;
  readonly skip?: boolean;
  readonly say?: TextKey;
  /** Without the buttons: the learner finds the verb on the stage. */
  readonly hidesOffers?: boolean;
}

/** A question for later, made from a run of its own: each time with other numbers. */
export interface RetrievalCard {
  readonly id: string;
  readonly scenario: string;
  /** Numbers of the scenario (JSON pointer) that are drawn anew from `min` to `max`. */
  readonly vary?: readonly { readonly at: string; readonly min: number; readonly max: number }[];
  /** Played before it is asked. */
  readonly fromMillis: number;
  readonly run: NonNullable<LessonStep['run']>;
  readonly ask: Prediction;
}

/** What an instructor needs. */
export interface InstructorBlock {
  readonly talk: TextKey;
  readonly board: TextKey;
  readonly discuss: readonly TextKey[];
  readonly expectedWrong: readonly { readonly step: string; readonly prediction: string; readonly answer: Answer; readonly say: TextKey }[];
  /** Minutes for each step. */
  readonly timing: readonly number[];
  readonly handout: { readonly questions: readonly TextKey[]; readonly pictures: readonly string[] };
}

/** Another way to the same end: the acts of some steps. */
export interface AlternativeSolution {
  readonly name: string;
  readonly acts: Readonly<Record<string, readonly LessonAct[]>>;
}

/** A way that does not lead there, and the feedback that it must get. */
export interface WrongSolution {
  readonly step: string;
  readonly acts: readonly LessonAct[];
  /** How long it is followed. */
  readonly forMillis: number;
  /** The `onWrong` that must speak. */
  readonly feedback: string;
}

/** The levels, from most help to least. */
export type LessonLevel = 'worked' | 'completion' | 'independent';

/** A lesson. */
export interface Lesson {
  readonly format: 1;
  readonly id: string;
  readonly rev: number;
  readonly title: TextKey;
  readonly goal: TextKey;
  readonly minutes: number;
  readonly prereq: readonly string[];
  readonly objectives: readonly { readonly bloom: 'remember' | 'understand' | 'apply' | 'analyze' | 'create'; readonly text: TextKey }[];
  readonly misconceptions: readonly string[];
  /** Glossary keys, shown as cards before the first step. */
  readonly terms: readonly { readonly name: string; readonly text: TextKey }[];
  /** Rows of the curriculum map. */
  readonly claims: readonly number[];
  readonly scenarios: Readonly<Record<string, Scenario>>;
  /** Visible views. */
  readonly panels: readonly string[];
  /** Claims by name, for `ref`. */
  readonly predicates?: Readonly<Record<string, LessonPredicate>>;
  readonly steps: readonly LessonStep[];
  readonly levels?: { readonly completion?: readonly StepPatch[]; readonly independent?: readonly StepPatch[] };
  readonly success: LessonPredicate;
  readonly alternatives: readonly AlternativeSolution[];
  readonly wrong: readonly WrongSolution[];
  readonly instructor: InstructorBlock;
  readonly retrieval: readonly RetrievalCard[];
}

/** The words of a lesson in one language. */
export type LessonTexts = Readonly<Record<TextKey, string>>;

/** A lesson as one file. */
export interface LessonFile extends Lesson {
  readonly texts: Readonly<Record<'en' | 'zh-Hans', LessonTexts>>;
}

/** The right answer, as the fork has it, in the shape of an answer. */
export interface Verdict {
  readonly prediction: string;
  readonly right: Answer;
  readonly isRight: boolean;
  /** The belief that leads to this answer, when it is known, and what is said of it. */
  readonly mis: string | null;
  readonly why: TextKey | null;
}

/** What a step waits for. */
export type LessonPhase =
  /** The learner has to commit. */
  | 'predict'
  /** Run is open. */
  | 'ready'
  | 'running'
  /** The learner acts until the expected state is there. */
  | 'act'
  /** The event that contradicted the prediction is to be picked. */
  | 'explain'
  | 'done';

/** Where a lesson stands: all that the page needs beside the lesson's own file. */
export interface LessonView {
  readonly lesson: string;
  readonly level: LessonLevel;
  readonly step: string;
  readonly stepIndex: number;
  /** The steps of this level, in order. */
  readonly steps: readonly string[];
  readonly completed: readonly string[];
  readonly phase: LessonPhase;
  readonly answers: Readonly<Record<string, Answer>>;
  /** Shown when the run has ended: not before. */
  readonly verdicts: readonly Verdict[] | null;
  readonly hintCount: number;
  /** The `onWrong` that speaks. */
  readonly wrongPath: string | null;
  /** The run ended at its time limit, without what it was to reach. */
  readonly isOverdue: boolean;
  readonly picked: { readonly event: number; readonly isRight: boolean } | null;
  readonly isAssisted: boolean;
  readonly isSuccess: boolean;
  readonly isMastered: boolean;
  /** First predictions: how many were right, of how many. */
  readonly firstRight: number;
  readonly firstAsked: number;
  /** When this step began. */
  readonly stepMicros: number;
  readonly openedCount: number;
}

/** What the learner, or the presenter, does with a lesson. */
export type LessonMove =
  | { readonly kind: 'commit'; readonly answers: Readonly<Record<string, Answer>> }
  | { readonly kind: 'run' }
  | { readonly kind: 'offer'; readonly offer: string }
  | { readonly kind: 'hint' }
  /** Plays the reference solution: assisted. */
  | { readonly kind: 'solve' }
  | { readonly kind: 'pick'; readonly event: number }
  | { readonly kind: 'next' }
  | { readonly kind: 'again' }
  | { readonly kind: 'go'; readonly step: string }
  | { readonly kind: 'level'; readonly level: LessonLevel }
  /** A presenter goes on without a prediction: assisted. */
  | { readonly kind: 'skip' }
  /** Out of the lesson, with the same cluster, and nothing locked. */
  | { readonly kind: 'leave' };

/** A lesson's progress on this machine. */
export interface LessonProgress {
  readonly level: LessonLevel;
  readonly isSuccess: boolean;
  readonly isAssisted: boolean;
  readonly isMastered: boolean;
  readonly firstRight: number;
  readonly firstAsked: number;
  readonly lastStep: string;
  readonly rev: number;
  /** Epoch milliseconds at which it was finished; null: not yet. */
  readonly finishedAt: number | null;
}
