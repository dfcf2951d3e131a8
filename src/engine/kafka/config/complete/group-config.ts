import { javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';
import type { ConfigSettings } from '../config-def.ts';
import type { ConfigValues } from '../config-values.ts';
import type { ConfigValue } from '../java-values.ts';
import { accept, refuse, type Checked, type ConfigRefusal } from '../refusal.ts';
import { groupConfigDef } from './definitions.ts';

/** Two keys and how the first must stand to the second. */
type Rule = readonly [left: string, relation: '>=' | '<=' | '<' | '>', right: string];

const relationWords: Readonly<Record<Rule[1], string>> = {
  '>=': 'greater than or equal to',
  '<=': 'less than or equal to',
  '<': 'less than',
  '>': 'greater than',
};

/** Rules of one kind of group between the broker's own keys. Source: GroupCoordinatorConfig's constructor. */
function coordinatorRules(prefix: string): readonly Rule[] {
  const key = (name: string): string => `${prefix}.${name}`;
  const within = (name: string): readonly Rule[] => [
    [key(`max.${name}`), '>=', key(`min.${name}`)],
    [key(name), '>=', key(`min.${name}`)],
    [key(name), '<=', key(`max.${name}`)],
  ];
  return [
    ...within('heartbeat.interval.ms'),
    ...within('session.timeout.ms'),
    [key('heartbeat.interval.ms'), '<', key('session.timeout.ms')],
  ];
}

function assignmentIntervalRules(prefix: string): readonly Rule[] {
  const value = `${prefix}.assignment.interval.ms`;
  const min = `${prefix}.min.assignment.interval.ms`;
  const max = `${prefix}.max.assignment.interval.ms`;
  return [
    [max, '>=', min],
    [value, '>=', min],
    [value, '<=', max],
  ];
}

/** What the broker's keys of group coordination must satisfy; null when they do. Source: GroupCoordinatorConfig. */
export function groupCoordinatorProblem(values: ConfigValues): ConfigRefusal | null {
  const check = (rules: readonly Rule[]): ConfigRefusal | null => brokenRule(rules, values, values, 'IllegalArgumentException');
  const shareAssignorCount = values.list('group.share.assignors').length;
  const oneShareAssignor = `group.share.assignors must contain exactly one assignor, but found ${String(shareAssignorCount)}`;
  return (
    check(coordinatorRules('group.consumer')) ??
    check(assignmentIntervalRules('group.consumer')) ??
    check(coordinatorRules('group.share')) ??
    (shareAssignorCount === 1 ? null : refuse('IllegalArgumentException', oneShareAssignor)) ??
    check(assignmentIntervalRules('group.share')) ??
    check(coordinatorRules('group.streams')) ??
    check(assignmentIntervalRules('group.streams')) ??
    check([['group.streams.num.standby.replicas', '<=', 'group.streams.max.standby.replicas']])
  );
}

const shareGroupRules: readonly Rule[] = [
  ['group.share.max.delivery.count.limit', '>=', 'group.share.delivery.count.limit'],
  ['group.share.delivery.count.limit', '>=', 'group.share.min.delivery.count.limit'],
  ['group.share.max.partition.max.record.locks', '>=', 'group.share.partition.max.record.locks'],
  ['group.share.partition.max.record.locks', '>=', 'group.share.min.partition.max.record.locks'],
  ['group.share.record.lock.duration.ms', '>=', 'group.share.min.record.lock.duration.ms'],
  ['group.share.max.record.lock.duration.ms', '>=', 'group.share.record.lock.duration.ms'],
  ['group.share.max.share.sessions', '>=', 'group.share.max.size'],
];

/** What the broker's keys of share groups must satisfy. Source: ShareGroupConfig.validate. */
export function shareGroupProblem(values: ConfigValues): ConfigRefusal | null {
  return brokenRule(shareGroupRules, values, values, 'IllegalArgumentException');
}

/** Keys of a group that take their default from the broker. Source: GroupCoordinatorConfig.extractGroupConfigMap. */
const groupDefaults: readonly (readonly [string, string])[] = [
  ...['session.timeout.ms', 'heartbeat.interval.ms'].map((name): [string, string] => [`consumer.${name}`, `group.consumer.${name}`]),
  ...[
    'session.timeout.ms',
    'heartbeat.interval.ms',
    'record.lock.duration.ms',
    'delivery.count.limit',
    'partition.max.record.locks',
  ].map((name): [string, string] => [`share.${name}`, `group.share.${name}`]),
  ...['session.timeout.ms', 'heartbeat.interval.ms', 'num.standby.replicas', 'initial.rebalance.delay.ms'].map(
    (name): [string, string] => [`streams.${name}`, `group.streams.${name}`],
  ),
];

/** The broker's key behind a group's key; null when there is none. Source: GroupConfig.ALL_GROUP_CONFIG_SYNONYMS. */
export function groupKeySynonym(groupKey: string): string | null {
  return withoutBrokerKey.has(groupKey) ? null : `group.${groupKey}`;
}

const withoutBrokerKey: ReadonlySet<string> = new Set([
  'share.auto.offset.reset',
  'share.isolation.level',
  'share.renew.acknowledge.enable',
]);

/** A key of the group must lie within two keys of the broker. */
function withinBroker(groupKey: string): readonly Rule[] {
  const at = groupKey.indexOf('.') + 1;
  const [kind, name] = [groupKey.slice(0, at), groupKey.slice(at)];
  return [
    [groupKey, '>=', `group.${kind}min.${name}`],
    [groupKey, '<=', `group.${kind}max.${name}`],
  ];
}

/**
 * Judges the settings of a group as the controller does. Errors: InvalidConfigurationException for unknown names and for values outside the
 * broker's limits, ConfigException for values. Source: GroupConfig.validate.
 */
export function checkGroupConfig(set: ConfigSettings, broker: ConfigValues): Checked<ConfigValues> {
  const defaults = groupDefaults.map(([groupKey, brokerKey]): [string, ConfigValue] => [groupKey, broker.value(brokerKey)]);
  const settings = new Map<string, ConfigValue>([...defaults, ...set]);
  const unknown = javaHashMapOrder([...settings.keys()], javaStringHash).find((name) => groupConfigDef.key(name) === undefined);
  if (unknown !== undefined) return refuse('InvalidConfigurationException', `Unknown group config name: ${unknown}`);
  const parsed = groupConfigDef.parse(settings);
  if (!parsed.ok) return parsed;
  const values = parsed.value;
  // An interval between assignments is judged only where the group has its own.
  const assignmentInterval = (groupKey: string): readonly Rule[] => (set.has(groupKey) ? withinBroker(groupKey) : []);
  const limits = [
    ...withinBroker('consumer.heartbeat.interval.ms'),
    ...withinBroker('consumer.session.timeout.ms'),
    ...assignmentInterval('consumer.assignment.interval.ms'),
    ...withinBroker('share.heartbeat.interval.ms'),
    ...withinBroker('share.session.timeout.ms'),
    ...withinBroker('share.record.lock.duration.ms'),
    ...withinBroker('share.delivery.count.limit'),
    ...withinBroker('share.partition.max.record.locks'),
    ...assignmentInterval('share.assignment.interval.ms'),
    ...withinBroker('streams.heartbeat.interval.ms'),
    ...withinBroker('streams.session.timeout.ms'),
    ['streams.num.standby.replicas', '<=', 'group.streams.max.standby.replicas'],
    ...assignmentInterval('streams.assignment.interval.ms'),
  ] satisfies readonly Rule[];
  const sessions: readonly Rule[] = ['consumer', 'share', 'streams'].map((kind) => [
    `${kind}.session.timeout.ms`,
    '>',
    `${kind}.heartbeat.interval.ms`,
  ]);
  const problem = 'InvalidConfigurationException';
  return brokenRule(limits, values, broker, problem) ?? brokenRule(sessions, values, values, problem) ?? accept(values);
}

function brokenRule(rules: readonly Rule[], lefts: ConfigValues, rights: ConfigValues, problem: string): ConfigRefusal | null {
  for (const [left, relation, right] of rules) {
    if (holds(lefts.number(left), relation, rights.number(right))) continue;
    return refuse(problem, `${left} must be ${relationWords[relation]} ${right}`);
  }
  return null;
}

function holds(left: number, relation: Rule[1], right: number): boolean {
  switch (relation) {
    case '>=':
      return left >= right;
    case '<=':
      return left <= right;
    case '<':
      return left < right;
    case '>':
      return left > right;
  }
}
