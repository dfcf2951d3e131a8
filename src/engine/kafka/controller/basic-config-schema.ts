import { errors } from '../errors.ts';
import type { ApiError } from '../metadata/decision.ts';
import { configResourceTypes } from '../metadata/records.ts';
import { ConfigSchema, type ResourceSettings, type TopicConfigKey } from './config-schema.ts';

const keys: readonly TopicConfigKey[] = [
  key('cleanup.policy', 'delete', 'log.cleanup.policy'),
  key('min.insync.replicas', '1', 'min.insync.replicas'),
  key('retention.ms', '604800000', 'log.retention.ms'),
  key('segment.bytes', '1073741824', 'log.segment.bytes'),
  key('unclean.leader.election.enable', 'false', 'unclean.leader.election.enable'),
];

/** The settings that the controller itself looks at, and few others: for tests that need no more. */
export class BasicConfigSchema extends ConfigSchema {
  topicKeys(): readonly TopicConfigKey[] {
    return keys;
  }

  topicKey(name: string): TopicConfigKey | null {
    return keys.find((known) => known.name === name) ?? null;
  }

  isList(resourceType: number, name: string): boolean {
    return resourceType === configResourceTypes.TOPIC && name === 'cleanup.policy';
  }

  defaultValue(resourceType: number, name: string): string | null {
    return resourceType === configResourceTypes.TOPIC ? (this.topicKey(name)?.defaultValue ?? null) : null;
  }

  problemOf({ resourceType, values }: ResourceSettings): ApiError | null {
    if (resourceType !== configResourceTypes.TOPIC) return null;
    for (const [name, value] of values) {
      const problem = this.topicKey(name) === null ? `Unknown topic config name: ${name}` : valueProblem(name, value);
      if (problem !== null) return { errorCode: errors.INVALID_CONFIG, errorMessage: problem };
    }
    return null;
  }
}

function key(name: string, defaultValue: string, synonym: string): TopicConfigKey {
  return { name, defaultValue, synonyms: [{ name: synonym, factor: 1 }], isInternal: false };
}

function valueProblem(name: string, value: string): string | null {
  const invalid = (why: string): string => `Invalid value ${value} for configuration ${name}: ${why}`;
  switch (name) {
    case 'cleanup.policy': {
      const isKnown = value.split(',').every((policy) => ['compact', 'delete'].includes(policy));
      return isKnown ? null : invalid('String must be one of: compact, delete');
    }
    case 'unclean.leader.election.enable':
      return ['true', 'false'].includes(value.toLowerCase()) ? null : invalid('Expected value to be either true or false');
    case 'min.insync.replicas':
      if (!/^-?\d+$/.test(value)) return invalid('Not a number of type INT');
      return Number(value) >= 1 ? null : invalid('Value must be at least 1');
    default:
      return /^-?\d+$/.test(value) ? null : invalid(`Not a number of type ${name === 'segment.bytes' ? 'INT' : 'LONG'}`);
  }
}
