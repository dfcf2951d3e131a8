import type { ConfigDef, ConfigSettings } from './config-def.ts';
import type { ConfigValues } from './config-values.ts';
import { brokerConfigDef } from './definitions.ts';
import { accept, firstRefusal, refuse, requirement, type Checked, type ConfigRefusal } from './refusal.ts';
import { topicDefaults } from './topic-config.ts';

/**
 * The configuration of a simulated broker or controller, judged by the rules of KafkaConfig that its keys take part in.
 * Source: KafkaConfig.validateValues.
 */
export function brokerConfig(settings: ConfigSettings, definition: ConfigDef = brokerConfigDef): Checked<ConfigValues> {
  const parsed = definition.parse(withNodeId(settings));
  if (!parsed.ok) return parsed;
  const values = parsed.value;
  const refusal = firstRefusal([
    () => checkNodeId(values),
    () => checkLogTimes(values),
    () => checkReplicaFetchTimes(values),
    () => checkCordonedLogDirs(values),
  ]);
  return refusal ?? accept(values);
}

/** node.id and broker.id name the same thing: one set alone gives the other. Source: AbstractKafkaConfig.populateSynonyms. */
export function withNodeId(settings: ConfigSettings): ConfigSettings {
  const brokerId = settings.get('broker.id');
  const nodeId = settings.get('node.id');
  if (brokerId === undefined && nodeId !== undefined) return new Map([...settings, ['broker.id', nodeId]]);
  if (brokerId !== undefined && nodeId === undefined) return new Map([...settings, ['node.id', brokerId]]);
  return settings;
}

/** The two names must not disagree. */
export function checkNodeId(values: ConfigValues): ConfigRefusal | null {
  if (values.number('node.id') === values.number('broker.id')) return null;
  return refuse('ConfigException', 'You must set `node.id` to the same value as `broker.id`.');
}

/** Times of rolling and retention, in whichever unit they were set. */
export function checkLogTimes(values: ConfigValues): ConfigRefusal | null {
  const defaults = topicDefaults(values);
  const millis = (name: string): number => Number(defaults.get(name) ?? 0);
  return firstRefusal([
    () => requirement(millis('segment.ms') >= 1, 'log.roll.ms must be greater than or equal to 1'),
    () => requirement(millis('segment.jitter.ms') >= 0, 'log.roll.jitter.ms must be greater than or equal to 0'),
    () => {
      const isValid = millis('retention.ms') >= 1 || millis('retention.ms') === -1;
      return requirement(isValid, 'log.retention.ms must be unlimited (-1) or, greater than or equal to 1');
    },
  ]);
}

/** A follower that waits longer than it may lag would leave the ISR and come back all the time. */
export function checkReplicaFetchTimes(values: ConfigValues): ConfigRefusal | null {
  const waitMillis = values.number('replica.fetch.wait.max.ms');
  const socketRule = 'replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms to prevent unnecessary socket timeouts';
  const lagRule =
    'replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent frequent changes in ISR';
  return firstRefusal([
    () => requirement(waitMillis <= values.number('replica.socket.timeout.ms'), socketRule),
    () => requirement(waitMillis <= values.number('replica.lag.time.max.ms'), lagRule),
  ]);
}

/** The directories of a broker's logs. Source: AbstractKafkaConfig.logDirs. */
export function logDirs(values: ConfigValues): readonly string[] {
  return values.optionalList('log.dirs') ?? values.list('log.dir');
}

/** Directories that take no new replicas (KIP-1066) must be directories of the broker; `*` means all. */
export function checkCordonedLogDirs(values: ConfigValues): ConfigRefusal | null {
  const cordoned = values.list('cordoned.log.dirs');
  if (cordoned.includes('*')) {
    return requirement(cordoned.length === 1, 'When cordoned.log.dirs is set to *, it must not contain other values');
  }
  const unknown = cordoned.filter((dir) => !logDirs(values).includes(dir));
  const rule = `All entries in cordoned.log.dirs must be present in log.dirs or log.dir. Missing entries : ${unknown.join(', ')}`;
  return requirement(unknown.length === 0, rule);
}
