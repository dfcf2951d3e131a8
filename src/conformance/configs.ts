import { completeConfigDefs } from '../engine/kafka/config/complete/definitions.ts';
import { groupKeySynonym } from '../engine/kafka/config/complete/group-config.ts';
import { validText, type ConfigKey } from '../engine/kafka/config/config-key.ts';
import { brokerKeySynonyms, topicKeyOf, topicSynonyms } from '../engine/kafka/config/topic-synonyms.ts';
import { groupConfigDef } from '../engine/kafka/config/complete/definitions.ts';
import { textField } from './support/fields.ts';
import type { Adapter, Json } from './registry.ts';

/** The tables of configuration keys: `input` names one of a section, the answer is its definition. */
export const adapter: Adapter = {
  kind: 'configs',
  answer(input) {
    const section = textField(input, 'section');
    const key = completeConfigDefs.get(section)?.key(textField(input, 'name'));
    if (key === undefined) return { unsupported: 'no such key' };
    return { ...definitionOf(key), ...(extras.get(section)?.(key) ?? {}) };
  },
};

function definitionOf(key: ConfigKey): Readonly<Record<string, Json>> {
  return {
    name: key.name,
    type: key.type,
    required: key.isRequired,
    default: key.defaultText,
    valid: validText(key.validator),
    importance: key.importance,
    ...(key.isInternal ? { internal: true } : {}),
    ...(key.isDeprecated ? { deprecated: true } : {}),
  };
}

const extras: ReadonlyMap<string, (key: ConfigKey) => Readonly<Record<string, Json>>> = new Map([
  ['broker', brokerExtras],
  ['topic', topicExtras],
  ['group', (key: ConfigKey) => ({ brokerSynonym: groupKeySynonym(key.name) })],
]);

function brokerExtras(key: ConfigKey): Readonly<Record<string, Json>> {
  const topicConfig = topicKeyOf(key.name);
  const groupConfig = groupConfigDef.keys.find(({ name }) => groupKeySynonym(name) === key.name)?.name;
  const synonyms = brokerKeySynonyms(key.name);
  return {
    update: key.updateMode,
    ...(topicConfig === null ? {} : { topicConfig }),
    ...(groupConfig === undefined ? {} : { groupConfig }),
    ...(synonyms.length === 1 ? {} : { synonyms }),
  };
}

function topicExtras(key: ConfigKey): Readonly<Record<string, Json>> {
  const synonyms = topicSynonyms.get(key.name) ?? [];
  return { brokerSynonyms: synonyms.map(({ brokerKey, factor }) => ({ broker: brokerKey, oneBecomes: String(factor) })) };
}
