import { expect, test } from 'vitest';
import { configs as english } from '../../../texts/en/configs.ts';
import { configs as chinese } from '../../../texts/zh-Hans/configs.ts';
import { uiActing } from '../../../texts/en/ui-acting.ts';
import { configCatalogue } from './config-catalogue.ts';
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

test('menus offer each key with default, valid values, unit and whether it can change; no key of Kafka’s own tests', () => {
  const rows = configCatalogue(['topic', 'broker', 'producer', 'consumer']);
  const row = (scope: string, key: string) => rows.find((candidate) => candidate.scope === scope && candidate.key === key);
  expect(row('topic', 'min.insync.replicas')).toMatchObject({ defaultValue: '1', valid: '[1,...]', isDynamic: true, source: 'LogConfig' });
  expect(row('producer', 'linger.ms')).toMatchObject({ defaultValue: '5', unit: 'ms', valid: '[0,...]', isDynamic: false });
  expect(row('broker', 'broker.session.timeout.ms')).toMatchObject({ defaultValue: '9000', isDynamic: false, source: 'KafkaConfig' });
  expect(row('topic', 'internal.segment.bytes')).toBeUndefined();
  for (const { unit } of rows) if (unit !== null) expect(Object.keys(uiActing)).toContain(`unit.${unit}`);
});
