import type { Problem } from '../../contract/engine-api.ts';
import type { ConsumerLibrary, ClusterSpec, ConfigOverrides } from '../../contract/scenario.ts';
import { costRange } from '../kafka/hardware/cost-model.ts';
import { takenNodes } from '../kafka/node-ids.ts';
import { refusedConfigs } from './scenario-knowledge.ts';

/** Why a configuration is refused, in Kafka's words, and where it stands; null when it is fine. */
export function configProblem(
  scope: 'broker' | 'topic' | 'producer' | 'consumer',
  configs: ConfigOverrides,
  where = 'configs',
  library: ConsumerLibrary = 'java',
): Problem | null {
  const [first] = refusedConfigs(scope, configs, library);
  return first === undefined
    ? null
    : { code: 'bad-config', where: `${where}.${first.key}`, params: { key: first.key, message: first.reason } };
}

/** Why costs are refused, and which; null when they are fine. */
export function costsProblem(costs: Readonly<Record<string, number>>, where: string): Problem | null {
  for (const [name, value] of Object.entries(costs)) {
    const range = costRange(name);
    const at = `${where}.${name}`;
    if (range === null) return { code: 'scenario-unknown-cost', where: at, params: { cost: name } };
    if (value >= range.min && value <= range.max) continue;
    return { code: 'scenario-cost-out-of-range', where: at, params: { value, minimum: range.min, maximum: range.max } };
  }
  return null;
}

/** Why a cluster cannot be configured as it is said; null when it can. */
export function clusterConfigProblem(spec: ClusterSpec): Problem | null {
  const taken = takenNodes(spec.controllers ?? 1);
  for (const [i, { id }] of spec.brokers.entries()) {
    if (taken.includes(id)) return { code: 'scenario-node-taken', where: `cluster.brokers[${String(i)}].id`, params: { id } };
  }
  const shared = spec.configs ?? {};
  const sharedProblem = configProblem('broker', shared, 'cluster.configs');
  if (sharedProblem !== null) return sharedProblem;
  const costProblem = costsProblem(spec.costs ?? {}, 'cluster.costs');
  if (costProblem !== null) return costProblem;
  const named = [
    ...spec.brokers.map(({ id, configs = {} }) =>
      configProblem('broker', { ...shared, ...configs }, `cluster.brokers.${String(id)}.configs`),
    ),
    ...spec.topics.map(({ name, configs = {} }) => configProblem('topic', configs, `cluster.topics.${name}.configs`)),
    ...spec.producers.map(({ name, configs = {}, library }) =>
      configProblem('producer', configs, `cluster.producers.${name}.configs`, library),
    ),
    ...spec.consumers.map(({ name, configs = {}, library }) =>
      configProblem('consumer', configs, `cluster.consumers.${name}.configs`, library),
    ),
  ];
  return named.find((problem) => problem !== null) ?? null;
}
