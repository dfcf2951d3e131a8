/** What the engine knows that a scenario must respect: which configuration Kafka refuses, and which faults there are. */
import type { ConsumerLibrary } from '../../contract/scenario.ts';
import { faults } from '../faults/index.ts';
import { brokerConfig } from '../kafka/config/broker-config.ts';
import { javaConfigs, unknownToLibrary } from '../kafka/config/client-library.ts';
import { consumerConfig, consumerProblem, producerConfig, producerInUse } from '../kafka/config/client-config.ts';
import { settingsOf } from '../kafka/config/config-def.ts';
import type { ConfigSettings } from '../kafka/config/config-def.ts';
import { configDefs } from '../kafka/config/definitions.ts';
import type { ConfigRefusal } from '../kafka/config/refusal.ts';
import { checkTopicConfig, topicDefaults } from '../kafka/config/topic-config.ts';
import { costRange } from '../kafka/hardware/cost-model.ts';
import { takenNodes } from '../kafka/node-ids.ts';

/** What the cluster itself gives every node, so that a scenario need not. */
const givenToBrokers: ConfigSettings = new Map([['node.id', '1']]);

type Scope = 'broker' | 'topic' | 'producer' | 'consumer';

/** A key that is refused, and Kafka's reason. */
export interface RefusedConfig {
  readonly key: string;
  readonly reason: string;
}

/** Names of all faults. */
export const faultNames: readonly string[] = faults.map(({ name }) => name);

/**
 * What Kafka refuses of a configuration: unknown names, which clients and brokers only warn of but a learner wants to hear of, then
 * the first impossible value or pair of values.
 */
export function refusedConfigs(
  scope: Scope,
  given: Readonly<Record<string, string>>,
  library: ConsumerLibrary = 'java',
): readonly RefusedConfig[] {
  const isClient = scope === 'producer' || scope === 'consumer';
  const refused = isClient ? unknownToLibrary(scope, library, given) : null;
  if (refused !== null) return [refused];
  const configs = isClient ? javaConfigs(scope, library, given) : given;
  const unknown = Object.keys(configs).filter((key) => configDefs[scope].key(key) === undefined);
  if (unknown.length > 0) return unknown.map((key) => ({ key, reason: `Unknown ${scope} config name: ${key}` }));
  const refusal = refusalOf(scope, settingsOf(configs));
  if (refusal === null) return [];
  const named = Object.keys(configs).find((key) => refusal.detail.includes(key));
  return [{ key: named ?? Object.keys(configs)[0] ?? '', reason: refusal.detail }];
}

function refusalOf(scope: Scope, set: ConfigSettings): ConfigRefusal | null {
  switch (scope) {
    case 'broker':
      return failed(brokerConfig(new Map([...givenToBrokers, ...set])));
    case 'topic': {
      const broker = brokerConfig(givenToBrokers);
      if (!broker.ok) return broker;
      return failed(checkTopicConfig({ set, existing: {}, defaults: topicDefaults(broker.value), isRemoteStorageSystemEnabled: false }));
    }
    case 'producer': {
      const values = producerConfig(set);
      return values.ok ? failed(producerInUse(values.value)) : values;
    }
    case 'consumer': {
      const values = consumerConfig(set);
      return values.ok ? consumerProblem(values.value) : values;
    }
  }
}

function failed(checked: { readonly ok: true } | ConfigRefusal): ConfigRefusal | null {
  return checked.ok ? null : checked;
}

/** Everything that a reader of scenarios asks the engine about. */
export const scenarioKnowledge = { refusedConfigs, faults: faultNames, costRange, takenNodes } as const;
