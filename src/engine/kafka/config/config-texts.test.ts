import { expect, test } from 'vitest';
import { configs as english } from '../../../texts/en/configs.ts';
import { configs as chinese } from '../../../texts/zh-Hans/configs.ts';
import { configTextKey } from './config-text-key.ts';
import { configDefs, type ConfigScope } from './definitions.ts';

const scopes: readonly ConfigScope[] = ['topic', 'broker', 'producer', 'consumer', 'admin'];
const wanted = new Set(scopes.flatMap((scope) => configDefs[scope].keys.map(({ name }) => configTextKey(scope, name))));

test('every key that the engine models is explained in both languages', () => {
  for (const texts of [english, chinese]) {
    expect([...wanted].filter((key) => !Object.hasOwn(texts, key))).toEqual([]);
  }
});

test('no text explains a key that is not there', () => {
  expect(Object.keys(english).filter((key) => !wanted.has(key))).toEqual([]);
});
