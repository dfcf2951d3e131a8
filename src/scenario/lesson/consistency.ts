/** What a lesson must hold beside its shape: names that exist, words in both languages, a belief behind each distractor. */
import type { Lesson, LessonFile, LessonStep, LessonTexts, Prediction } from '../../contract/lesson.ts';
import { problem } from '../problems.ts';
import type { SharingProblem } from '../problems.ts';
import { claimReferences } from './references.ts';
import { textKeysOf } from './text-keys.ts';

/** Everything of a lesson that does not fit together. */
export function lessonInconsistencies(lesson: Lesson): readonly SharingProblem[] {
  return [...names(lesson), ...beliefs(lesson), ...balance(lesson)];
}

/** Words that are missing in a language, that nobody asks for, or that are filled with other values. */
export function textInconsistencies(lesson: Lesson, texts: LessonFile['texts']): readonly SharingProblem[] {
  const keys = textKeysOf(lesson);
  const asked = new Set(keys.map(({ key }) => key));
  const missing = (['en', 'zh-Hans'] as const).flatMap((language) =>
    keys
      .filter(({ key }) => wordsAt(texts[language], key).trim() === '')
      .map(({ key, where }) => problem('lesson-text-missing', where, { key, language })),
  );
  const stray = (['en', 'zh-Hans'] as const).flatMap((language) =>
    Object.keys(texts[language])
      .filter((key) => !asked.has(key))
      .map((key) => problem('lesson-text-stray', `texts.${language}.${key}`, { key })),
  );
  const unequal = [...asked].filter((key) => placesOf(texts.en, key) !== placesOf(texts['zh-Hans'], key));
  return [...missing, ...stray, ...unequal.map((key) => problem('lesson-text-places', `texts.zh-Hans.${key}`, { key }))];
}

/** A key may be the name of anything that objects have. */
function wordsAt(texts: LessonTexts, key: string): string {
  return Object.hasOwn(texts, key) ? (texts[key] ?? '') : '';
}

function placesOf(texts: LessonTexts, key: string): string {
  return [...new Set([...wordsAt(texts, key).matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort().join();
}

function names(lesson: Lesson): readonly SharingProblem[] {
  const steps = lesson.steps.map(({ id }) => id);
  const scenarios = Object.keys(lesson.scenarios);
  const none = scenarios.length === 0 ? [problem('scenario-too-few', 'scenarios', { minimum: 1 })] : [];
  const known = (list: readonly string[], name: string, where: string): readonly SharingProblem[] =>
    list.includes(name) ? [] : [problem('lesson-unknown-name', where, { name })];
  return [
    ...none,
    ...duplicates(steps, 'steps'),
    ...lesson.steps.flatMap((step, at) => [
      ...(step.scenario === undefined ? [] : known(scenarios, step.scenario, `steps[${String(at)}].scenario`)),
      ...(step.panel === undefined ? [] : known(lesson.panels, step.panel, `steps[${String(at)}].panel`)),
      ...duplicates(
        (step.predict ?? []).map(({ id }) => id),
        `steps[${String(at)}].predict`,
      ),
      ...claimNames(step, lesson, `steps[${String(at)}]`),
      ...(step.onWrong ?? []).flatMap(({ id }) =>
        lesson.wrong.some((wrong) => wrong.step === step.id && wrong.feedback === id)
          ? []
          : [problem('lesson-untested-feedback', `steps[${String(at)}].onWrong`, { name: id })],
      ),
    ]),
    ...lesson.wrong.flatMap(({ step }, at) => known(steps, step, `wrong[${String(at)}].step`)),
    ...lesson.alternatives.flatMap(({ acts }, at) =>
      Object.keys(acts).flatMap((step) => known(steps, step, `alternatives[${String(at)}].acts`)),
    ),
    ...lesson.retrieval.flatMap(({ scenario }, at) => known(scenarios, scenario, `retrieval[${String(at)}].scenario`)),
    ...(lesson.levels?.completion ?? []).flatMap(({ step }, at) => known(steps, step, `levels.completion[${String(at)}].step`)),
    ...(lesson.levels?.independent ?? []).flatMap(({ step }, at) => known(steps, step, `levels.independent[${String(at)}].step`)),
    ...lesson.instructor.expectedWrong.flatMap(({ step }, at) => known(steps, step, `instructor.expectedWrong[${String(at)}].step`)),
    ...claimReferences(lesson),
  ];
}

function claimNames(step: LessonStep, lesson: Lesson, where: string): readonly SharingProblem[] {
  return (step.claims ?? []).flatMap((row) =>
    lesson.claims.includes(row) ? [] : [problem('lesson-unknown-name', `${where}.claims`, { name: String(row) })],
  );
}

function duplicates(ids: readonly string[], where: string): readonly SharingProblem[] {
  return ids.filter((id, at) => ids.indexOf(id) < at).map((name) => problem('scenario-duplicate', where, { name }));
}

/** Each distractor names the belief that leads to it; each belief is one that the lesson is about. */
function beliefs(lesson: Lesson): readonly SharingProblem[] {
  return lesson.steps.flatMap((step, at) => {
    const where = `steps[${String(at)}]`;
    const named = [...(step.onWrong ?? []).map(({ mis }) => mis), ...(step.predict ?? []).flatMap(beliefsOf)];
    const unknown = named.filter((mis) => mis !== 'slip' && !lesson.misconceptions.includes(mis));
    // Where only one option may be true, all others but one need a belief.
    const bare = (step.predict ?? []).filter(
      (prediction) => prediction.kind === 'choice' && prediction.options.filter(({ mis }) => mis === undefined).length > 1,
    );
    return [
      ...unknown.map((name) => problem('lesson-unknown-name', where, { name })),
      ...bare.map(({ id }) => problem('lesson-no-belief', `${where}.predict`, { name: id })),
    ];
  });
}

function beliefsOf(prediction: Prediction): readonly string[] {
  if (prediction.kind === 'choice' || prediction.kind === 'pick')
    return prediction.options.flatMap(({ mis }) => (mis === undefined ? [] : [mis]));
  return prediction.kind === 'number' || prediction.kind === 'fill' ? (prediction.wrong ?? []).map(({ mis }) => mis) : [];
}

/** No lesson ends at looking: at least three predictions, one step to answer in and one to act in. */
function balance(lesson: Lesson): readonly SharingProblem[] {
  const predictions = lesson.steps.reduce((sum, { predict = [] }) => sum + predict.length, 0);
  const problems: SharingProblem[] = [];
  if (predictions < 3) problems.push(problem('scenario-too-few', 'steps', { minimum: 3 }));
  for (const kinds of [['respond'], ['change', 'construct']])
    if (!lesson.steps.some(({ engagement }) => kinds.includes(engagement)))
      problems.push(problem('lesson-no-engagement', 'steps', { name: kinds[0] ?? '' }));
  return problems;
}
