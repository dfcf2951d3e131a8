/** Makes a lesson file of a draft. Nothing is made up about Kafka: right answers are read by the engine, in a fork, each time. */
import type { Command } from '../../contract/command.ts';
import type { CommandPattern, LessonFile, LessonPredicate, LessonStep, Prediction } from '../../contract/lesson.ts';
import type { AuthorTexts } from '../../texts/en/author.ts';
import type { Language } from '../../texts/types.ts';
import type { Draft, DraftGoal, DraftQuestion, DraftStep, DraftText } from './draft.ts';

/** Minutes that a step takes in class, until the author's own file says otherwise. */
const minutesPerStep = 2;

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
  const talk = draft.talk.en + draft.talk['zh-Hans'] === '' ? given('talk', 'default-talk') : own('talk', draft.talk);
  return {
    format: 1,
    id: draft.id,
    rev: 1,
    title: own('title', draft.title),
    goal: own('goal', draft.goal),
    minutes: Math.min(90, Math.max(1, steps.length * minutesPerStep)),
    prereq: [],
    objectives: [{ bloom: 'apply', text: own('objective', draft.goal) }],
    misconceptions: [],
    terms: [
      { name: 'offset', text: given('term.1', 'term-offset') },
      { name: 'leader', text: given('term.2', 'term-leader') },
      { name: 'high watermark', text: given('term.3', 'term-hw') },
    ],
    claims: [],
    scenarios: { start: draft.scenario },
    panels: draft.panels,
    steps,
    success: ended.length === 0 ? { completed: 'none' } : { all: ended },
    alternatives: [],
    wrong: [],
    instructor: {
      talk,
      board: own('board', draft.goal),
      discuss: [given('discuss', 'default-discuss')],
      expectedWrong: [],
      timing: steps.map(() => minutesPerStep),
      handout: { questions: [given('question', 'default-question')], pictures: [] },
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

function stepOf(step: DraftStep, index: number, { own, given, spoken }: Keys): LessonStep {
  const id = `s${String(index + 1)}`;
  const predict = step.questions.map((question, at) => predictionOf(question, step, `${id}.q${String(at + 1)}`, own));
  const isLearner = step.who === 'learner';
  const base = {
    id,
    title: own(`${id}.title`, step.title),
    say: own(`${id}.say`, step.say),
    engagement: isLearner ? ('change' as const) : predict.length > 0 ? ('respond' as const) : ('view' as const),
    ...(index === 0 ? { scenario: 'start' } : {}),
    ...(predict.length === 0 ? {} : { predict }),
    ...(step.after.en + step.after['zh-Hans'] === '' ? {} : { after: own(`${id}.after`, step.after) }),
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
    expect: step.goal === null ? { completed: 'no-goal' } : claimOf(step.goal),
    hints: [{ kind: 'action' as const, text: own(`${id}.hint`, step.say) }],
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
