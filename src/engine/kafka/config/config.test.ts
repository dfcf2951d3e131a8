import { expect, test } from 'vitest';
import { brokerConfig } from './broker-config.ts';
import { consumerConfig, consumerProblem, producerConfig, producerInUse } from './client-config.ts';
import { completeBrokerConfigDef, completeProducerConfigDef } from './complete/definitions.ts';
import { settingsOf } from './config-def.ts';
import type { ConfigValues } from './config-values.ts';
import { brokerConfigDef, producerConfigDef, topicConfigDef } from './definitions.ts';
import type { Checked } from './refusal.ts';
import { checkTopicConfig, topicDefaults } from './topic-config.ts';
import { resolveTopicConfig } from './topic-config-source.ts';

function checkAccepted(checked: Checked<ConfigValues>): ConfigValues {
  if (!checked.ok) throw new Error(`${checked.problem}: ${checked.detail}`);
  return checked.value;
}

test('a broker without settings has Kafka’s defaults, and knows that nobody set them', () => {
  const values = checkAccepted(brokerConfig(settingsOf({ 'node.id': '1' })));
  expect(values.number('replica.lag.time.max.ms')).toBe(30000);
  expect(values.boolean('unclean.leader.election.enable')).toBe(false);
  expect(values.isSet('replica.lag.time.max.ms')).toBe(false);
  expect(values.number('broker.id')).toBe(1);
});

test('a follower may not wait longer than it may lag', () => {
  const checked = brokerConfig(settingsOf({ 'node.id': '1', 'replica.lag.time.max.ms': '499' }));
  expect(checked).toMatchObject({ ok: false, problem: 'IllegalArgumentException' });
  expect(checked.ok ? '' : checked.detail).toContain('to prevent frequent changes in ISR');
});

test('a value outside its range is refused with Kafka’s words', () => {
  expect(brokerConfig(settingsOf({ 'node.id': '1', 'min.insync.replicas': '0' }))).toEqual({
    ok: false,
    problem: 'ConfigException',
    detail: 'Invalid value 0 for configuration min.insync.replicas: Value must be at least 1',
  });
});

test('the broker’s keys give a topic its defaults, the shortest unit winning', () => {
  const broker = checkAccepted(brokerConfig(settingsOf({ 'node.id': '1', 'log.retention.hours': '1', 'log.retention.minutes': '10' })));
  expect(topicDefaults(broker).get('retention.ms')).toBe(600000);
  const topic = checkTopicConfig({
    set: settingsOf({ 'min.insync.replicas': '2' }),
    existing: {},
    defaults: topicDefaults(broker),
    isRemoteStorageSystemEnabled: false,
  });
  expect(checkAccepted(topic).number('min.insync.replicas')).toBe(2);
  expect(checkAccepted(topic).number('retention.ms')).toBe(600000);
});

test('a topic refuses a name that Kafka does not know', () => {
  const checked = checkTopicConfig({
    set: settingsOf({ 'message.format.version': '2.8' }),
    existing: {},
    defaults: new Map(),
    isRemoteStorageSystemEnabled: false,
  });
  expect(checked).toMatchObject({ problem: 'InvalidConfigurationException', detail: 'Unknown topic config name: message.format.version' });
});

test('a setting of one broker wins over a stronger synonym set for all', () => {
  const levels = {
    dynamicTopic: {},
    dynamicBroker: { 'log.retention.minutes': '1' },
    dynamicDefaultBroker: { 'log.retention.ms': '5' },
    staticBroker: {},
  };
  const resolved = resolveTopicConfig(topicConfigDef, 'retention.ms', levels);
  expect(resolved).toEqual({ value: '60000', source: 'DYNAMIC_BROKER_CONFIG' });
});

test('acks=1 turns idempotence off, unless it was asked for', () => {
  const silent = checkAccepted(producerConfig(settingsOf({ acks: '1' })));
  expect(silent.boolean('enable.idempotence')).toBe(false);
  expect(producerConfig(settingsOf({ acks: '1', 'enable.idempotence': 'true' }))).toMatchObject({ problem: 'ConfigException' });
});

test('a default delivery timeout is stretched to linger and request timeout; one that was set is refused', () => {
  const stretched = producerInUse(checkAccepted(producerConfig(settingsOf({ 'linger.ms': '100000' }))));
  expect(stretched).toMatchObject({ ok: true, value: { deliveryTimeoutMs: 130000, acks: -1, idempotent: true } });
  const short = producerInUse(checkAccepted(producerConfig(settingsOf({ 'delivery.timeout.ms': '30004' }))));
  expect(short).toMatchObject({ ok: false, problem: 'ConfigException' });
});

test('a consumer without a group commits nothing by itself', () => {
  expect(checkAccepted(consumerConfig(settingsOf({}))).boolean('enable.auto.commit')).toBe(false);
  expect(checkAccepted(consumerConfig(settingsOf({ 'group.id': 'g' }))).boolean('enable.auto.commit')).toBe(true);
});

test('heartbeats must come sooner than the session ends', () => {
  const values = checkAccepted(consumerConfig(settingsOf({ 'group.id': 'g', 'heartbeat.interval.ms': '45000' })));
  expect(consumerProblem(values)).toMatchObject({ problem: 'IllegalArgumentException' });
});

test('every modelled key is one of Kafka’s, in the same place of the definition', () => {
  for (const [modelled, complete] of [
    [brokerConfigDef, completeBrokerConfigDef],
    [producerConfigDef, completeProducerConfigDef],
  ] as const) {
    for (const key of modelled.keys) expect(complete.keys[key.index]).toEqual(key);
  }
});
