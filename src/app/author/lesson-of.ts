/** Makes a lesson file of a draft. Nothing is made up about Kafka: right answers are read by the engine, in a fork, each time. */
import type { Command } from '../../contract/command.ts';
import type { CommandPattern, LessonFile, LessonPredicate, LessonStep, Prediction, StepPatch } from '../../contract/lesson.ts';
import type { AuthorTexts } from '../../texts/en/author.ts';
import type { Language } from '../../texts/types.ts';
import { higherLevels, isSilent, usualTerms } from './draft.ts';
import type { Draft, DraftGoal, DraftQuestion, DraftStep, DraftTerm, DraftText, HigherLevel } from './draft.ts';

/** Stands for a goal that nobody chose; no step has this name. */
export const noGoal = 'no-goal';

/** What the words of both languages are made of. */
export interface LessonWords {
  readonly texts: Readonly<Record<Language, AuthorTexts>>;
  /** What a command does, in a few words of a language. */
  readonly commandWords: (language: Language, command: Command) => string;
}

/** Collects texts by key while the lesson is put together. */
class TextBook {
  readonly en: Record<string, string> = {};
  readonly zh: Record<string, string> = {};

  put(key: string, text: DraftText, isBilingual: boolean): string {
    this.en[key] = isBilingual ? text.en : text.en || text['zh-Hans'];
    this.zh[key] = isBilingual ? text['zh-Hans'] : text['zh-Hans'] || text.en;
    return key;
  }
}

/** The lesson that a draft stands for. What is missing in it is found by the check, with its place. */
export function lessonOf(draft: Draft, { texts, commandWords }: LessonWords): LessonFile {
  const book = new TextBook();
  const own = (key: string, text: DraftText): string => book.put(key, text, draft.isBilingual);
  const given = (key: string, name: keyof AuthorTexts): string =>
    book.put(key, { en: texts.en[name], 'zh-Hans': texts['zh-Hans'][name] }, true);
  const spoken = (key: string, command: Command): string =>
    book.put(key, { en: commandWords('en', command), 'zh-Hans': commandWords('zh-Hans', command) }, true);
  const steps = draft.steps.map((step, index) => stepOf(step, index, { own, given, spoken }));
  const ended = steps.map(({ id }): LessonPredicate => ({ completed: id }));
  const minutes = draft.steps.map((step) => minutesOf(step));
  const talk = isSilent(draft.talk) ? given('talk', 'default-talk') : own('talk', draft.talk);
  return {
    format: 1,
    id: draft.id,
    rev: 1,
    title: own('title', draft.title),
    goal: own('goal', draft.goal),
    minutes: minutesInAll(draft),
    prereq: [],
    objectives: [{ bloom: 'apply', text: own('objective', draft.goal) }],
    misconceptions: [],
    terms: draft.terms.map((term, index) => termOf(term, `term.${String(index + 1)}`, { own, given })),
    claims: [],
    scenarios: { start: draft.scenario },
    panels: draft.panels,
    steps,
    ...levelsOf(draft, own),
    success: ended.length === 0 ? { completed: 'none' } : { all: ended },
    alternatives: [],
    wrong: [],
    instructor: {
      talk,
      board: own('board', draft.goal),
      discuss: [given('discuss', 'default-discuss')],
      expectedWrong: [],
      timing: minutes,
      handout: { questions: [given('question', 'default-question')], pictures: steps.slice(-2).map(({ id }) => id) },
    },
    retrieval: [],
    texts: { en: book.en, 'zh-Hans': book.zh },
  };
}

interface Keys {
  readonly own: (key: string, text: DraftText) => string;
  readonly given: (key: string, name: keyof AuthorTexts) => string;
  readonly spoken: (key: string, command: Command) => string;
}

/** What was typed; what is no number stays one that the check refuses at its place. */
function minutesOf({ minutes }: DraftStep): number {
  return /^\d+([.,]\d+)?$/.test(minutes.trim()) ? Number(minutes.trim().replace(',', '.')) : Number.NaN;
}

/** Minutes of all steps together. */
export function minutesInAll({ steps }: Draft): number {
  const typed = steps.map((step) => minutesOf(step)).filter((each) => !Number.isNaN(each));
  return Math.max(1, Math.round(typed.reduce((sum, each) => sum + each, 0)));
}

function termOf({ name, text }: DraftTerm, key: string, { own, given }: Pick<Keys, 'own' | 'given'>): LessonFile['terms'][number] {
  const usual = Object.entries(usualTerms).find(([each]) => each === name)?.[1];
  return { name, text: isSilent(text) && usual !== undefined ? given(key, usual) : own(key, text) };
}

/** Whether a step differs at a level. */
export function differs({ levels, who }: DraftStep, level: HigherLevel): boolean {
  const { skips, hidesOffers, say } = levels[level];
  return skips || (hidesOffers && who === 'learner') || !isSilent(say);
}

function levelsOf(draft: Draft, own: Keys['own']): Pick<LessonFile, 'levels'> {
  const patches = (level: HigherLevel): readonly StepPatch[] =>
    draft.steps.flatMap((step, index) => {
      if (!differs(step, level)) return [];
      const { skips, hidesOffers, say } = step.levels[level];
      const id = `s${String(index + 1)}`;
      return [
        {
          step: id,
          ...(skips ? { skip: true } : {}),
          ...(isSilent(say) || skips ? {} : { say: own(`${id}.say.${level}`, say) }),
          ...(hidesOffers && step.who === 'learner' ? { hidesOffers: true } : {}),
        },
      ];
    });
  const written = higherLevels.map((level) => [level, patches(level)] as const).filter(([, list]) => list.length > 0);
  return written.length === 0 ? {} : { levels: Object.fromEntries(written) };
}

function stepOf(step: DraftStep, index: number, { own, given, spoken }: Keys): LessonStep {
  const id = `s${String(index + 1)}`;
  const predict = step.questions.map((question, at) => predictionOf(question, step, `${id}.q${String(at + 1)}`, own));
  const isLearner = step.who === 'learner';
  const hints = step.hints.map(({ kind, text }, at) => ({ kind, text: own(`${id}.hint${String(at + 1)}`, text) }));
  const base = {
    id,
    title: own(`${id}.title`, step.title),
    say: own(`${id}.say`, step.say),
    engagement: isLearner ? ('change' as const) : predict.length > 0 ? ('respond' as const) : ('view' as const),
    ...(index === 0 ? { scenario: 'start' } : {}),
    ...(predict.length === 0 ? {} : { predict }),
    ...(hints.length === 0 ? {} : { hints }),
    ...(isSilent(step.after) ? {} : { after: own(`${id}.after`, step.after) }),
  };
  if (!isLearner) {
    const commands = step.acts.map(({ command }) => command);
    const until: LessonPredicate = { cmp: '>=', l: { path: 'time.stepMs' }, r: step.lengthMillis };
    return { ...base, controls: {}, run: { commands, until, maxSimMillis: step.lengthMillis + 5000 } };
  }
  const offer = step.acts.slice(0, 10).map(({ command }, at) => {
    const name = `${id}.act${String(at + 1)}`;
    return { id: `act${String(at + 1)}`, text: spoken(name, command), commands: [command] };
  });
  return {
    ...base,
    controls: {
      ...(offer.length === 0 ? {} : { offer, allow: step.acts.map(({ command }): CommandPattern => patternOf(command)) }),
      lockReason: given(`${id}.lock`, 'default-lock'),
    },
    expect: step.goal === null ? { completed: noGoal } : claimOf(step.goal),
    // Whoever has to act and is stuck gets at least the task again.
    ...(hints.length > 0 || isSilent(step.say) ? {} : { hints: [{ kind: 'action' as const, text: own(`${id}.hint`, step.say) }] }),
    solution: step.acts,
  };
}

/** Any act of the kind, and of faults the same fault: other routes to the same state pass too. */
function patternOf(command: DraftStep['acts'][number]['command']): CommandPattern {
  return command.kind === 'fault' ? { kind: 'fault', where: { fault: command.fault } } : { kind: command.kind };
}

function claimOf({ path, cmp, value }: DraftGoal): LessonPredicate {
  return { cmp, l: { path }, r: valueOf(value) };
}

function predictionOf(question: DraftQuestion, step: DraftStep, key: string, own: Keys['own']): Prediction {
  const { path, wrong } = question;
  const base = { id: key.split('.').at(-1) ?? key, ask: own(`${key}.ask`, question.ask) };
  const others = wrong.split(/[,，]/).map((each) => each.trim());
  const options = [...new Set([printed(step.readings[path]), ...others])].filter((each) => each !== '');
  if (wrong.trim() === '') return { ...base, kind: 'number', truth: { path } };
  // The recorded value has no place of its own: what is true is judged in the fork.
  options.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  const right = printed(step.readings[path]);
  return {
    ...base,
    kind: 'choice',
    options: options.slice(0, 6).map((value, at) => ({
      id: `o${String(at + 1)}`,
      text: own(`${key}.o${String(at + 1)}`, { en: value, 'zh-Hans': value }),
      ...(value === right ? {} : { mis: 'slip' }),
      truth: { cmp: '==' as const, l: { path }, r: valueOf(value) },
    })),
  };
}

/** A value as somebody types it: a number, yes or no, a list in brackets, or a word. */
export function valueOf(text: string): number | string | boolean | readonly (number | string)[] {
  const word = text.trim();
  if (word === 'true' || word === 'false') return word === 'true';
  if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word);
  if (/^\[.*\]$/.test(word)) {
    const parts = word.slice(1, -1).split(/[\s;]+/);
    return parts.filter((part) => part !== '').map((part) => (/^-?\d+$/.test(part) ? Number(part) : part));
  }
  return word;
}

/** A value as it is shown and typed: lists in brackets, with spaces between. */
export function printed(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? `[${value.map(String).join(' ')}]` : String(value as string | number | boolean);
}
