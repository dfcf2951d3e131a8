import { ConfigDef } from '../config-def.ts';
import { parseDefinitions } from '../definition-lines.ts';
import { adminLines } from '../definitions/admin.ts';
import { brokerLines } from '../definitions/broker.ts';
import { clientCommonLines } from '../definitions/client-common.ts';
import { otherAdminLines } from '../definitions/complete/admin.ts';
import { otherBrokerLines } from '../definitions/complete/broker.ts';
import { otherClientCommonLines } from '../definitions/complete/client-common.ts';
import { otherConsumerLines } from '../definitions/complete/consumer.ts';
import { groupLines } from '../definitions/complete/group.ts';
import { brokerDynamicOnlyLines, clientMetricsLines, ipQuotaLines, userAndClientQuotaLines } from '../definitions/complete/other.ts';
import { otherProducerLines } from '../definitions/complete/producer.ts';
import { consumerLines } from '../definitions/consumer.ts';
import { producerLines } from '../definitions/producer.ts';
import { topicConfigDef } from '../definitions.ts';

/**
 * Every key that Kafka 4.3 has, those without an effect in the engine included. The browser does not load this folder:
 * it is for judging whole configuration files and for comparing ourselves with Kafka.
 */
const clientLines = [clientCommonLines, otherClientCommonLines];

/** Every key of a broker or controller. */
export const completeBrokerConfigDef = new ConfigDef(parseDefinitions([brokerLines, otherBrokerLines]));

/** Every key of a producer. */
export const completeProducerConfigDef = new ConfigDef(parseDefinitions([producerLines, otherProducerLines], clientLines));

/** Every key of a consumer. */
export const completeConsumerConfigDef = new ConfigDef(parseDefinitions([consumerLines, otherConsumerLines], clientLines));

/** Every key of an admin client. */
export const completeAdminConfigDef = new ConfigDef(parseDefinitions([adminLines, otherAdminLines], clientLines));

/** Keys of a consumer that mean nothing to a share consumer. Source: ShareConsumerConfig. */
const notOfShareConsumers: ReadonlySet<string> = new Set([
  'auto.offset.reset',
  'enable.auto.commit',
  'group.instance.id',
  'group.protocol',
  'group.remote.assignor',
  'heartbeat.interval.ms',
  'interceptor.classes',
  'isolation.level',
  'partition.assignment.strategy',
  'session.timeout.ms',
]);

/** Every key of a share consumer. */
export const shareConsumerConfigDef = new ConfigDef(completeConsumerConfigDef.keys.filter(({ name }) => !notOfShareConsumers.has(name)));

/** Every key of a group. Source: GroupConfig. */
export const groupConfigDef = new ConfigDef(parseDefinitions([groupLines]));

/** Keys of a client metrics subscription. Source: ClientMetricsConfigs. */
export const clientMetricsConfigDef = new ConfigDef(parseDefinitions([clientMetricsLines]));

/** Quotas of users and clients. Source: QuotaConfig. */
export const userAndClientQuotaConfigDef = new ConfigDef(parseDefinitions([userAndClientQuotaLines]));

/** Quotas of addresses. Source: QuotaConfig. */
export const ipQuotaConfigDef = new ConfigDef(parseDefinitions([ipQuotaLines]));

/** Keys of a broker that only exist while it runs. Source: QuotaConfig.brokerQuotaConfigs. */
export const brokerDynamicOnlyConfigDef = new ConfigDef(parseDefinitions([brokerDynamicOnlyLines]));

/** Keys of a broker that can change while it runs. Source: DynamicConfig.Broker. */
export const dynamicBrokerConfigDef = new ConfigDef([
  ...brokerDynamicOnlyConfigDef.keys,
  ...completeBrokerConfigDef.keys.filter(({ updateMode }) => updateMode !== 'read-only'),
]);

/** Every definition by the name under which Kafka's documentation lists it. */
export const completeConfigDefs: ReadonlyMap<string, ConfigDef> = new Map([
  ['broker', completeBrokerConfigDef],
  ['topic', topicConfigDef],
  ['group', groupConfigDef],
  ['producer', completeProducerConfigDef],
  ['consumer', completeConsumerConfigDef],
  ['shareConsumer', shareConsumerConfigDef],
  ['admin', completeAdminConfigDef],
  ['clientMetrics', clientMetricsConfigDef],
  ['userAndClientQuota', userAndClientQuotaConfigDef],
  ['ipQuota', ipQuotaConfigDef],
  ['brokerDynamicOnly', brokerDynamicOnlyConfigDef],
]);
