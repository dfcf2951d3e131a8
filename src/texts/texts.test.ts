import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { batchFieldNames } from '../engine/kafka/storage/batch-layout.ts';
import { logFindingCodes } from '../engine/kafka/storage/log-finding.ts';
import { author } from './en/author.ts';
import { uiFaults } from './en/ui-faults.ts';
import { uiLessons } from './en/ui-lessons.ts';
import { uiPage } from './en/ui-page.ts';
import { uiStage } from './en/ui-stage.ts';
import { catalogue as english } from './en/catalogue.ts';
import { presenter } from './en/presenter.ts';
import { codeText } from './event-text.ts';
import { fill, printCount, printDuration, printSeconds } from './format.ts';
import { fidelityText } from './fidelity-text.ts';
import { chooseLanguage, loadTexts } from './index.ts';
import { differences } from './simplified.ts';
import { author as chineseAuthor } from './zh-Hans/author.ts';
import { catalogue as chinese } from './zh-Hans/catalogue.ts';
import { presenter as chinesePresenter } from './zh-Hans/presenter.ts';

const places = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)(?=[}?!])/g)].map((match) => match[1] ?? ''))].sort();

describe('both languages', () => {
  test('have the same texts of the page, filled with the same values', () => {
    const zh: Readonly<Record<string, string>> = chinese.ui;
    expect(Object.keys(zh).sort()).toEqual(Object.keys(english.ui).sort());
    for (const [key, text] of Object.entries(english.ui)) {
      expect(places(zh[key] ?? ''), key).toEqual(places(text));
      expect(`${text}${zh[key] ?? ''}`, key).not.toContain('{{');
    }
  });

  test('are whole when all their parts are loaded, and say when they are not', async () => {
    for (const whole of [english, chinese]) {
      expect(await loadTexts(whole.language)).toEqual(whole);
      let missed = 0;
      const first = await loadTexts(whole.language, ['matrix'], () => (missed += 1));
      expect([first.ui['bar.share'], first.ui['matrix.name']]).toEqual([whole.ui['bar.share'], whole.ui['matrix.name']]);
      expect(codeText(first, 'problem', 'no-such-thing')).toBe(null);
      expect(missed).toBe(1);
    }
  });

  test('name nodes and what was done in their first part, for the log of a lesson', () => {
    const first: Readonly<Record<string, string>> = { ...uiPage, ...uiStage, ...uiLessons, ...uiFaults };
    for (const key of ['object.node', 'object.admin', 'object.broker', 'object.controller-start', 'command.all-brokers', 'error.explained'])
      expect(first[key], key).toBeDefined();
    expect(Object.keys(english.ui).filter((key) => /^(?:act\.|panel\.|fault\..*\.short$)/.test(key) && first[key] === undefined)).toEqual(
      [],
    );
  });

  test('have the same texts for instructors, which load apart', () => {
    for (const [en, zh] of [
      [presenter, chinesePresenter],
      [author, chineseAuthor],
    ] as readonly (readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>])[]) {
      expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
      for (const [key, text] of Object.entries(en)) {
        expect(places(zh[key] ?? ''), key).toEqual(places(text));
        expect(`${text}${zh[key] ?? ''}`, key).not.toMatch(
          /[!！]|[\u4e00-\u9fff] [A-Za-z0-9{]|[A-Za-z0-9}] [\u4e00-\u9fff]|[\u4e00-\u9fff],/,
        );
      }
    }
  });

  test('say the same events, each with its rule', () => {
    expect(Object.keys(chinese.events).sort()).toEqual(Object.keys(english.events).sort());
    for (const [name, text] of Object.entries({ ...english.events, ...chinese.events }))
      expect(text.what.length * text.why.length, name).toBeGreaterThan(0);
  });

  test('name the same problems and explain the same configuration', () => {
    expect(Object.keys(chinese.codes).sort()).toEqual(Object.keys(english.codes).sort());
    expect(Object.keys(chinese.configs).sort()).toEqual(Object.keys(english.configs).sort());
  });

  test('fill what the engine asks for by code with the same values', () => {
    for (const [code, text] of Object.entries(english.codes)) expect(places(chinese.codes[code] ?? ''), code).toEqual(places(text));
  });

  test('set no space by hand between Chinese and Latin letters: the layout does', () => {
    const { ui, codes, configs, events } = chinese;
    const texts = [ui, codes, configs].flatMap((group) => Object.values(group));
    for (const text of [...texts, ...Object.values(events).flatMap(({ what, why }) => [what, why])])
      expect(text).not.toMatch(/[\u4e00-\u9fff] [A-Za-z0-9{]|[A-Za-z0-9}] [\u4e00-\u9fff]/);
  });

  test('use no exclamation mark, no emoji and, in Chinese, no half-width comma between words', () => {
    for (const text of [...Object.values(english.ui), ...Object.values(chinese.ui)])
      expect(text.replace(/\{\w+!/g, '{')).not.toMatch(/[!！\u{1F300}-\u{1FAFF}]/u);
    for (const text of Object.values(chinese.ui)) expect(text).not.toMatch(/[\u4e00-\u9fff],/);
  });
});

test('a text is filled, a number chooses its word, and a forgotten value is seen', () => {
  expect(fill('{count} {count|record|records}', { count: 1 })).toBe('1 record');
  expect(fill('{count} {count|record|records}', { count: 2 })).toBe('2 records');
  expect(fill('{a?there}{b?not}', { a: 'x', b: null })).toBe('there');
  expect(fill('{a?at {a}}{b!nowhere}', { a: 3 })).toBe('at 3nowhere');
  expect(fill('{isOne|one|many}', { isOne: true })).toBe('one');
  expect(fill('{forgotten}')).toBe('{forgotten}');
});

test('times have their unit and are cut, never rounded up', () => {
  expect(printSeconds(42_384_999)).toBe('42.384');
  expect(printSeconds(10_862_000, 1)).toBe('10.8');
  expect(printDuration(850)).toBe('850 µs');
  expect(printDuration(9_000_000)).toBe('9 s');
  expect(printDuration(200_000_000)).toBe('3 min 20 s');
  expect(printCount(1204)).toBe('1,204');
});

test('the language is the first wish that we speak', () => {
  expect(chooseLanguage([null, 'fr-FR', 'zh-CN', 'en'])).toBe('zh-Hans');
  expect(chooseLanguage(['fr', undefined])).toBe('en');
});

test('docs/FIDELITY.md and the app list the same differences from Kafka, in both languages', () => {
  const document = readFileSync(new URL('../../docs/FIDELITY.md', import.meta.url), 'utf8');
  const table = document.slice(document.indexOf('| Kind |'), document.indexOf('\n\nCauses'));
  expect(document).toBe(fidelityText(table));
  for (const difference of differences) expect(difference['zh-Hans']).toMatch(/[\u4e00-\u9fff].*。$/);
});

test('whatever is found in an opened log file is said in words, and every field of a batch is explained', () => {
  for (const code of logFindingCodes) expect(english.codes[`finding.${code}`], code).toBeDefined();
  const findings = Object.keys(english.codes).filter((key) => key.startsWith('finding.'));
  expect(findings).toHaveLength(logFindingCodes.length);
  for (const name of batchFieldNames) expect(english.codes[`field.${name}`], name).toBeDefined();
  expect(Object.keys(english.codes).filter((key) => key.startsWith('field.'))).toHaveLength(batchFieldNames.length);
});
