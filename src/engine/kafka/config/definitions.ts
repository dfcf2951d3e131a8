import { ConfigDef } from './config-def.ts';
import { parseDefinitions } from './definition-lines.ts';
import { adminLines } from './definitions/admin.ts';
import { brokerLines } from './definitions/broker.ts';
import { clientCommonLines } from './definitions/client-common.ts';
import { consumerLines } from './definitions/consumer.ts';
import { producerLines } from './definitions/producer.ts';
import { topicLines } from './definitions/topic.ts';

/** Every key of a topic. Source: LogConfig.CONFIG. */
export const topicConfigDef = new ConfigDef(parseDefinitions([topicLines]));

/** Keys of brokers and controllers that have an effect in the engine. Source: AbstractKafkaConfig.CONFIG_DEF. */
export const brokerConfigDef = new ConfigDef(parseDefinitions([brokerLines]));

/** Keys of a producer that have an effect in the engine. Source: ProducerConfig. */
export const producerConfigDef = new ConfigDef(parseDefinitions([producerLines], [clientCommonLines]));

/** Keys of a consumer that have an effect in the engine. Source: ConsumerConfig. */
export const consumerConfigDef = new ConfigDef(parseDefinitions([consumerLines], [clientCommonLines]));

/** Keys of an admin client that have an effect in the engine. Source: AdminClientConfig. */
export const adminConfigDef = new ConfigDef(parseDefinitions([adminLines], [clientCommonLines]));

/** What can be configured. */
export type ConfigScope = 'topic' | 'broker' | 'producer' | 'consumer' | 'admin';

/** The definition of each scope. */
export const configDefs: Readonly<Record<ConfigScope, ConfigDef>> = {
  topic: topicConfigDef,
  broker: brokerConfigDef,
  producer: producerConfigDef,
  consumer: consumerConfigDef,
  admin: adminConfigDef,
};
