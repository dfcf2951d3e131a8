import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Command } from '../../contract/command.ts';
import { openTable } from '../../engine/session/lesson/lesson-table.ts';
import type { LessonTable } from '../../engine/session/lesson/lesson-table.ts';
import { readableNow } from '../../engine/session/lesson/readable-now.ts';
import { sharedScenario } from '../../engine/session/share.ts';
import { check } from '../../headless/commands/check.ts';
import preset from '../../presets/acked-and-lost.json';
import { readScenario } from '../../scenario/file.ts';
import { checkLessonLink, encodeLessonLink, writeLesson } from '../../scenario/lesson/lesson-link.ts';
import { author } from '../../texts/en/author.ts';
import { author as chineseAuthor } from '../../texts/zh-Hans/author.ts';
import { beginDraft, withPause, withStep } from './draft.ts';
import type { Draft, DraftQuestion, DraftText, Moment } from './draft.ts';
import { lessonOf, printed, valueOf } from './lesson-of.ts';

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
  });
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

test('values are typed as they are shown', () => {
  for (const value of [3, -1, true, false, [1, 2, 3], ['a', 'b'], 'Stable']) expect(valueOf(printed(value))).toEqual(value);
});
