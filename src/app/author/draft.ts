/** A lesson while it is written: what was recorded, and what the author says about it. Turned into a lesson file by `lessonOf`. */
import type { Command } from '../../contract/command.ts';
import type { CellValue } from '../../contract/engine-api.ts';
import type { LessonAct, LessonHint, LessonLevel } from '../../contract/lesson.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { Language } from '../../texts/types.ts';

/** A text of the author's own, by language. */
export type DraftText = Readonly<Record<Language, string>>;

/** What could be read at a moment, by path. */
export type Readings = Readonly<Record<string, CellValue>>;

/** A value that somebody reads from the engine, and compares. */
export interface DraftGoal {
  readonly path: string;
  readonly cmp: '==' | '!=' | '<' | '<=' | '>' | '>=';
  readonly value: string;
}

/** A question about a value after the step: typed, or chosen among values of which one will be true. */
export interface DraftQuestion {
  readonly ask: DraftText;
  readonly path: string;
  /** Wrong values to choose from, separated by commas; empty: the number is typed. */
  readonly wrong: string;
}

/** One rung of the ladder of hints. */
export interface DraftHint {
  readonly kind: LessonHint['kind'];
  readonly text: DraftText;
}

/** A word that learners read before the first step; one of the usual words may stand without a text of the author's own. */
export interface DraftTerm {
  readonly name: string;
  readonly text: DraftText;
}

/** The levels with less help than the first. */
export const higherLevels = ['completion', 'independent'] as const satisfies readonly LessonLevel[];
/** One of them. */
export type HigherLevel = (typeof higherLevels)[number];

/** What differs in a step at a higher level. */
export interface DraftPatch {
  readonly skips: boolean;
  /** The learner finds the verb on the stage. */
  readonly hidesOffers: boolean;
  /** Other words; none: the same. */
  readonly say: DraftText;
}

/** What lies between two pauses. */
export interface DraftStep {
  readonly title: DraftText;
  readonly say: DraftText;
  readonly after: DraftText;
  /** Who acts: the lesson, when Run is pressed, or the learner. */
  readonly who: 'lesson' | 'learner';
  readonly acts: readonly LessonAct[];
  readonly lengthMillis: number;
  /** Minutes in class, as they are typed. */
  readonly minutes: string;
  /** From the smallest help to the solution. */
  readonly hints: readonly DraftHint[];
  readonly levels: Readonly<Record<HigherLevel, DraftPatch>>;
  readonly questions: readonly DraftQuestion[];
  /** What the learner has to bring about. */
  readonly goal: DraftGoal | null;
  /** What could be read when the step ended, and what of it was otherwise when it began. */
  readonly readings: Readings;
  readonly changed: readonly string[];
}

/** A lesson that is being written. */
export interface Draft {
  readonly id: string;
  readonly title: DraftText;
  readonly goal: DraftText;
  readonly talk: DraftText;
  readonly terms: readonly DraftTerm[];
  /** Whether the author writes both languages; otherwise one text serves for both. */
  readonly isBilingual: boolean;
  readonly panels: readonly string[];
  /** The cluster with everything that was done before the recording. */
  readonly scenario: Scenario;
  readonly startMicros: number;
  /** Where the last pause was. */
  readonly pauseMicros: number;
  readonly pauseReadings: Readings;
  readonly steps: readonly DraftStep[];
}

/** Nothing said yet. */
export const noText: DraftText = { en: '', 'zh-Hans': '' };

/** Whether nothing is said in any language. */
export const isSilent = (text: DraftText): boolean => text.en + text['zh-Hans'] === '';

/** Terms that most lessons need, and which of our own texts says what each is. */
export const usualTerms = { offset: 'term-offset', leader: 'term-leader', 'high watermark': 'term-hw' } as const;

/** Minutes that a step takes in class, until its author says otherwise. */
const usualMinutes = '2';

const samePatch: DraftPatch = { skips: false, hidesOffers: false, say: noText };

/** What is recorded, or was done until now. */
export interface Moment {
  readonly start: Scenario;
  readonly withActions: Scenario;
  readonly micros: number;
  readonly readings: Readings;
  readonly panels: readonly string[];
  readonly focus: string | null;
}

/** Begins a recording at a moment of a run: what was done before belongs to the lesson's cluster. */
export function beginDraft({ start, withActions, micros, readings, panels, focus }: Moment, id: string): Draft {
  const { expect: _expect, exposes: _exposes, open: _open, ...base } = start;
  const later = start.commands.filter(({ at }) => at.micros > micros);
  const scenario: Scenario = {
    ...base,
    commands: [...withActions.commands, ...later],
    open: { at: { micros, steps: -1 }, panels, ...(focus === null ? {} : { focus }) },
  };
  return {
    id,
    title: noText,
    goal: noText,
    talk: noText,
    terms: Object.keys(usualTerms).map((name) => ({ name, text: noText })),
    isBilingual: false,
    panels,
    scenario,
    startMicros: micros,
    pauseMicros: micros,
    pauseReadings: readings,
    steps: [],
  };
}

/** What was done since the last pause. */
export function actsSincePause(draft: Draft, withActions: Scenario): readonly { readonly micros: number; readonly command: Command }[] {
  const known = new Set(draft.scenario.commands.map((each) => JSON.stringify(each)));
  return withActions.commands
    .filter((each) => each.at.micros >= draft.pauseMicros && !known.has(JSON.stringify(each)))
    .map(({ at, command }) => ({ micros: at.micros, command }));
}

/** Marks a pause: what was done since the last one becomes a step. */
export function withPause(draft: Draft, moment: Pick<Moment, 'withActions' | 'micros' | 'readings'>): Draft {
  const { withActions, micros, readings } = moment;
  let before = draft.pauseMicros;
  const acts = actsSincePause(draft, withActions).map((act) => {
    const afterMillis = Math.max(0, Math.round((act.micros - before) / 1000));
    before = act.micros;
    return { afterMillis, command: act.command };
  });
  const changed = Object.keys(readings).filter((path) => JSON.stringify(readings[path]) !== JSON.stringify(draft.pauseReadings[path]));
  const step: DraftStep = {
    title: noText,
    say: noText,
    after: noText,
    who: 'lesson',
    acts,
    lengthMillis: Math.max(1, Math.round((micros - draft.pauseMicros) / 1000)),
    minutes: usualMinutes,
    hints: [],
    levels: { completion: samePatch, independent: samePatch },
    questions: [],
    goal: null,
    readings,
    changed,
  };
  return { ...draft, steps: [...draft.steps, step], pauseMicros: micros, pauseReadings: readings };
}

/** The draft with a step written anew. */
export function withStep(draft: Draft, index: number, change: Partial<DraftStep>): Draft {
  return { ...draft, steps: draft.steps.map((step, at) => (at === index ? { ...step, ...change } : step)) };
}
