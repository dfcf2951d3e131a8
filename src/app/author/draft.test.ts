import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Command } from '../../contract/command.ts';
import type { Problem } from '../../contract/engine-api.ts';
import { openTable } from '../../engine/session/lesson/lesson-table.ts';
import type { LessonTable } from '../../engine/session/lesson/lesson-table.ts';
import { readableNow } from '../../engine/session/lesson/readable-now.ts';
import { sharedScenario } from '../../engine/session/share.ts';
import { check } from '../../headless/commands/check.ts';
import preset from '../../presets/acked-and-lost.json';
import { readScenario } from '../../scenario/file.ts';
import { checkLessonText } from '../../scenario/lesson/read-lesson.ts';
import { checkLessonLink, encodeLessonLink, writeLesson } from '../../scenario/lesson/lesson-link.ts';
import { author } from '../../texts/en/author.ts';
import { author as chineseAuthor } from '../../texts/zh-Hans/author.ts';
import { beginDraft, noText, withPause, withStep } from './draft.ts';
import type { Draft, DraftQuestion, DraftText, Moment } from './draft.ts';
import { lessonOf, printed, valueOf } from './lesson-of.ts';
import { placed, placeOf, problemsAt } from './places.ts';

const say = (en: string): DraftText => ({ en, 'zh-Hans': '' });

function momentOf({ scenario, session, world }: LessonTable): Moment {
  const { micros } = session.position;
  return {
    start: sharedScenario(scenario, session, 'start'),
    withActions: sharedScenario(scenario, session, 'with-actions'),
    micros,
    readings: readableNow(world.reader, micros),
    panels: ['cluster', 'replication'],
    focus: null,
  };
}

function run({ session }: LessonTable, millis: number): void {
  session.advance({ maxSteps: 1_000_000, untilMicros: session.position.micros + millis * 1000 });
}

/** As an author does: two steps recorded, of which the learner has to do the second. */
function written(): Draft {
  const read = readScenario(JSON.stringify(preset));
  if (!read.ok) throw new Error(read.problem.code);
  const table = openTable(read.value);
  run(table, 3000);
  let draft = beginDraft(momentOf(table), 'A1');
  const submit = (command: Command): void => {
    expect(table.session.submit(command).ok).toBe(true);
  };
  const producer = read.value.cluster.producers[0]?.name ?? '';
  submit({ kind: 'send', producer, topic: 'orders', partition: 0, key: 'a', value: '1' });
  run(table, 2000);
  draft = withPause(draft, momentOf(table));
  submit({ kind: 'fault', fault: 'kill', params: { node: 3 } });
  run(table, 15_000);
  draft = withPause(draft, momentOf(table));
  const ask = (path: string, wrong: string): DraftQuestion => ({ ask: say('What is it then?'), path, wrong });
  const questions = [ask('part(orders,0).leo', ''), ask(`producer(${producer}).acked`, ''), ask('broker(3).alive', 'false')];
  draft = withStep(draft, 0, { title: say('One record'), say: say('A record is sent.'), questions });
  draft = withStep(draft, 1, {
    title: say('Broker 3 dies'),
    say: say('Kill broker 3.'),
    who: 'learner',
    goal: { path: 'broker(3).alive', cmp: '==', value: 'false' },
    minutes: '4,5',
    hints: [
      { kind: 'cue', text: say('Look at broker 3.') },
      { kind: 'solution', text: say('Its menu has Kill.') },
    ],
    levels: {
      completion: { skips: false, hidesOffers: true, say: say('Take broker 3 away.') },
      independent: { skips: true, hidesOffers: false, say: say('') },
    },
  });
  draft = { ...draft, terms: [...draft.terms, { name: 'broker', text: say('A server of the cluster.') }] };
  return { ...draft, title: say('Written in the app'), goal: say('Say what a dead broker changes.') };
}

const words = { texts: { en: author, 'zh-Hans': chineseAuthor }, commandWords: (_: string, command: Command) => command.kind };

test('a lesson that was recorded and written passes the check of the command line, as a file and as a link', () => {
  const lesson = lessonOf(written(), words);
  expect(lesson.steps.map(({ engagement }) => engagement)).toEqual(['respond', 'change']);
  expect(lesson.steps[1]?.solution?.map(({ command }) => command.kind)).toEqual(['fault']);
  const folder = mkdtempSync(join(tmpdir(), 'lesson-'));
  writeFileSync(join(folder, 'a1.lesson.json'), writeLesson(lesson));
  const said: string[] = [];
  const output = { line: (text: string) => void said.push(text), problem: (text: string) => void said.push(text) };
  expect(check([folder], output), said.join('\n')).toBe(0);
  expect(said).toEqual(['good: A1, 2 steps, 5 seeds']);
  const again = checkLessonLink(encodeLessonLink(lesson));
  expect(again.ok && JSON.parse(writeLesson(again.value))).toEqual(JSON.parse(writeLesson(lesson)));
});

test('a step for the learner without a goal, and a text that is missing, are refused with their place', () => {
  const draft = withStep({ ...written(), isBilingual: true }, 1, { goal: null });
  const text = writeLesson(lessonOf(draft, words));
  const folder = mkdtempSync(join(tmpdir(), 'lesson-'));
  writeFileSync(join(folder, 'a1.lesson.json'), text);
  const said: string[] = [];
  expect(check([folder], { line: (line) => void said.push(line), problem: (line) => void said.push(line) })).toBe(2);
  expect(said.join('\n')).toContain('steps[1].expect');
  expect(said.join('\n')).toContain('lesson-text-missing');
});

test('what the author says of terms, hints, levels and minutes is in the file', () => {
  const lesson = lessonOf(written(), words);
  expect(lesson.terms.map(({ name, text }) => [name, lesson.texts.en[text]])).toEqual([
    ['offset', author['term-offset']],
    ['leader', author['term-leader']],
    ['high watermark', author['term-hw']],
    ['broker', 'A server of the cluster.'],
  ]);
  expect(lesson.steps[1]?.hints?.map(({ kind, text }) => [kind, lesson.texts.en[text]])).toEqual([
    ['cue', 'Look at broker 3.'],
    ['solution', 'Its menu has Kill.'],
  ]);
  expect(lesson.levels).toEqual({
    completion: [{ step: 's2', say: 's2.say.completion', hidesOffers: true }],
    independent: [{ step: 's2', skip: true }],
  });
  expect(lesson.instructor.timing).toEqual([2, 4.5]);
  expect(lesson.minutes).toBe(7);
});

test('each problem is named at the field of the form that it comes from', () => {
  const draft = withStep({ ...written(), goal: noText, terms: [{ name: 'broker', text: noText }] }, 1, {
    goal: null,
    minutes: 'four',
    hints: [{ kind: 'cue', text: noText }],
    title: noText,
  });
  const checked = checkLessonText(writeLesson(lessonOf(draft, words)));
  const problems = checked.ok ? [] : placed(checked.problems, draft.isBilingual);
  // What has the wrong shape comes first: the words are looked at when the shape is right.
  expect(problems.map(({ place }) => place).sort()).toEqual(['instructor.timing[1]', 'terms']);
  const rest = { ...withStep(draft, 1, { minutes: '4' }), terms: [...written().terms, { name: 'x', text: noText }] };
  const again = checkLessonText(writeLesson(lessonOf(rest, words)));
  const places = again.ok ? [] : placed(again.problems, draft.isBilingual).map(({ place }) => place);
  expect(places.sort()).toEqual(['goal', 'steps[1].expect', 'steps[1].hints[0].text', 'steps[1].title', 'terms[4].text']);
  expect(problemsAt(placed(again.ok ? [] : again.problems, false), 'steps[1]', ['title', 'expect', 'hints'])).toEqual([]);
});

test('what the engine finds when it plays the lesson is named at the goal or the prediction that it is about', () => {
  const problem = (code: string, where: string, name = ''): Problem => ({ code, where, params: { name } });
  expect(placeOf(problem('lesson-check-null-run', 's2'))).toBe('steps[1].expect');
  expect(placeOf(problem('lesson-check-no-truth', 's1', 'q3'))).toBe('steps[0].predict[2]');
  expect(placeOf(problem('lesson-check-overdue', 's1'))).toBe('steps[0]');
  expect(placeOf(problem('lesson-check-success', 'success'))).toBe('success');
});

test('values are typed as they are shown', () => {
  for (const value of [3, -1, true, false, [1, 2, 3], ['a', 'b'], 'Stable']) expect(valueOf(printed(value))).toEqual(value);
});
