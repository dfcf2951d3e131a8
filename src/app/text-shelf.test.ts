import { expect, test } from 'vitest';
import { needTexts, onTexts, openTexts, switchTexts } from './text-shelf.ts';
import { wordsOf } from './words.ts';

test('a page that begins with few words gets the others when they are asked for, in its language', async () => {
  const first = await openTexts('en', []);
  const came = new Promise<string>((resolve) => {
    onTexts((texts) => {
      resolve(wordsOf(texts).t('storage.empty-segment'));
    });
  });
  expect(wordsOf(first).t('transport.play')).toBe('Run');
  // Nothing wrong is shown meanwhile, and nothing without a name.
  expect(wordsOf(first).t('storage.empty-segment')).toBe('…');
  expect((await came).length).toBeGreaterThan(3);
});

test('a part comes once, and a language that is switched brings the same parts', async () => {
  await openTexts('en', ['matrix']);
  const heard: string[] = [];
  onTexts((texts) => heard.push(wordsOf(texts).t('matrix.partitions')));
  await needTexts(['matrix']);
  expect(heard).toEqual([]);
  await needTexts(['storage']);
  await switchTexts('zh-Hans');
  expect(heard).toEqual(['partitions', '分区']);
});

test('who needs a part that is on its way already waits for it too', async () => {
  await openTexts('en', []);
  const heard: string[] = [];
  onTexts((texts) => heard.push(wordsOf(texts).t('matrix.partitions')));
  const first = needTexts(['matrix']);
  await needTexts(['matrix']);
  expect(heard).toEqual(['partitions']);
  await first;
});
