import { constructAdmin, constructConsumer, constructProducer } from '../engine/kafka/config/complete/client-constructors.ts';
import { checkClientMetrics } from '../engine/kafka/config/complete/client-metrics.ts';
import { checkDynamicBrokerConfig, checkThreadPools } from '../engine/kafka/config/complete/dynamic-broker-config.ts';
import { checkGroupConfig } from '../engine/kafka/config/complete/group-config.ts';
import { kafkaConfig } from '../engine/kafka/config/complete/kafka-config.ts';
import { settingsOf, type ConfigSettings } from '../engine/kafka/config/config-def.ts';
import type { ConfigValues } from '../engine/kafka/config/config-values.ts';
import { topicConfigDef } from '../engine/kafka/config/definitions.ts';
import { configValueText } from '../engine/kafka/config/java-values.ts';
import type { ConfigRefusal } from '../engine/kafka/config/refusal.ts';
import { checkTopicConfig, initFileSize, localRetention, topicDefaults, topicValues } from '../engine/kafka/config/topic-config.ts';
import { resolveTopicConfig } from '../engine/kafka/config/topic-config-source.ts';
import { LogConfig } from '../engine/kafka/log/log-config.ts';
import { booleanField, field, stringFields, textField } from './support/fields.ts';
import type { Adapter, Json } from './registry.ts';

type Texts = Readonly<Record<string, string>>;

/** Configurations of every scope: the values in use, or the exception. */
export const adapter: Adapter = {
  kind: 'config-validation',
  answer(input) {
    const scope = textField(input, 'scope');
    return answers.get(scope)?.(input, stringFields(field(input, 'set'))) ?? { unsupported: `configuration of ${scope}` };
  },
};

/** What the rows' clients and brokers had besides the settings of the row. */
const clientBase: Texts = {
  'bootstrap.servers': 'localhost:9092',
  'key.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
  'key.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
  'value.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
};
const brokerBase: Texts = {
  'node.id': '1',
  'process.roles': 'broker',
  'controller.listener.names': 'CONTROLLER',
  'controller.quorum.bootstrap.servers': 'localhost:9093',
};

const answers: ReadonlyMap<string, (input: Json, set: Texts) => Json> = new Map([
  ['producer', answerProducer],
  ['consumer', answerConsumer],
  ['admin', (_: Json, set: Texts) => answerValues(constructAdmin(settings(clientBase, set)), set, clientBase)],
  ['broker', answerBroker],
  ['topic', answerTopic],
  ['group', (_: Json, set: Texts) => answerGroup(set)],
  ['clientMetrics', (_: Json, set: Texts) => valid(checkClientMetrics(set))],
  ['brokerDynamic', answerBrokerDynamic],
  ['brokerThreadPool', answerThreadPool],
  ['topicSource', answerTopicSource],
]);

function answerProducer(_: Json, set: Texts): Json {
  const producer = constructProducer(settings(clientBase, set));
  if (!producer.ok) return refusalOf(producer);
  const { values, inUse } = producer.value;
  return { values: shownValues(values, set, clientBase, ['acks', 'enable.idempotence']), inUse: { ...inUse } };
}

function answerConsumer(_: Json, set: Texts): Json {
  return answerValues(constructConsumer(settings(clientBase, set)), set, clientBase, ['enable.auto.commit']);
}

function answerBroker(_: Json, set: Texts): Json {
  const broker = kafkaConfig(settings(brokerBase, set));
  if (!broker.ok) return refusalOf(broker);
  const topic = topicValues(topicDefaults(broker.value), new Map());
  if (!topic.ok) return refusalOf(topic);
  return { values: shownValues(broker.value, set, brokerBase), topicDefaults: shownValues(topic.value, {}, {}) };
}

function answerTopic(input: Json, set: Texts): Json {
  const broker = kafkaConfig(settings(brokerBase, stringFields(field(input, 'broker'))));
  if (!broker.ok) return refusalOf(broker);
  const checked = checkTopicConfig({
    set: settingsOf(set),
    existing: stringFields(field(input, 'existing')),
    defaults: topicDefaults(broker.value),
    isRemoteStorageSystemEnabled: broker.value.boolean('remote.log.storage.system.enable'),
  });
  if (!checked.ok) return refusalOf(checked);
  const values = checked.value;
  const log = new LogConfig(allTexts(values));
  return {
    values: shownValues(values, set, {}),
    inUse: {
      segmentSize: log.segmentSize,
      maxSegmentMs: log.maxSegmentMs,
      compact: log.compact,
      delete: log.delete,
      localRetentionMs: localRetention(values, 'ms'),
      localRetentionBytes: localRetention(values, 'bytes'),
      initFileSize: initFileSize(values),
      compression: null,
    },
  };
}

function answerGroup(set: Texts): Json {
  const broker = kafkaConfig(settings(brokerBase, {}));
  if (!broker.ok) return refusalOf(broker);
  return answerValues(checkGroupConfig(settingsOf(set), broker.value), set, {});
}

function answerBrokerDynamic(input: Json, set: Texts): Json {
  return valid(checkDynamicBrokerConfig({ set, isPerBroker: booleanField(input, 'perBroker'), staticSettings: settingsOf(brokerBase) }));
}

function answerThreadPool(input: Json, set: Texts): Json {
  const current = stringFields(field(input, 'current'));
  const before = kafkaConfig(settings(brokerBase, current));
  const after = kafkaConfig(settings({ ...brokerBase, ...current }, set));
  if (!before.ok) return refusalOf(before);
  if (!after.ok) return refusalOf(after);
  const refusal = checkThreadPools(before.value, after.value);
  return refusal === null ? { valid: true } : refusalOf(refusal);
}

function answerTopicSource(input: Json): Json {
  const levels = {
    dynamicTopic: stringFields(field(input, 'dynamicTopic')),
    dynamicBroker: stringFields(field(input, 'dynamicBroker')),
    dynamicDefaultBroker: stringFields(field(input, 'dynamicDefaultBroker')),
    staticBroker: stringFields(field(input, 'static')),
  };
  return { ...resolveTopicConfig(topicConfigDef, textField(input, 'name'), levels) };
}

function answerValues(
  checked: { readonly ok: true; readonly value: ConfigValues } | ConfigRefusal,
  set: Texts,
  base: Texts,
  always: readonly string[] = [],
): Json {
  return checked.ok ? { values: shownValues(checked.value, set, base, always) } : refusalOf(checked);
}

function valid(checked: { readonly ok: true } | ConfigRefusal): Json {
  return checked.ok ? { valid: true } : refusalOf(checked);
}

/** Rows list what the row set and what is not the default, without what every row has and without the servers' addresses. */
function shownValues(values: ConfigValues, set: Texts, base: Texts, always: readonly string[] = []): Json {
  const shown: Record<string, Json> = {};
  for (const key of values.definition.keys) {
    const text = values.text(key.name);
    if (text === null || key.name === 'bootstrap.servers') continue;
    const isChanged = text !== configValueText(key.defaultValue, key.type) && base[key.name] === undefined;
    if (isChanged || set[key.name] !== undefined || always.includes(key.name)) shown[key.name] = text;
  }
  return shown;
}

function allTexts(values: ConfigValues): Texts {
  const texts: Record<string, string> = {};
  for (const name of values.names()) {
    const text = values.text(name);
    if (text !== null) texts[name] = text;
  }
  return texts;
}

function refusalOf(refusal: ConfigRefusal): Json {
  const { problem, detail, cause } = refusal;
  return { error: problem, message: detail, ...(cause === undefined ? {} : { cause: refusalOf(cause) }) };
}

function settings(base: Texts, set: Texts): ConfigSettings {
  return settingsOf({ ...base, ...set });
}
