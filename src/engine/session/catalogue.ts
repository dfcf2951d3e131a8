import type { Catalogue } from '../../contract/engine-api.ts';
import { faults } from '../faults/index.ts';
import { invariants } from '../invariants/index.ts';
import { configDefs } from '../kafka/config/definitions.ts';
import { configUnit, validText } from '../kafka/config/config-key.ts';
import { allEvents } from './all-events.ts';

const scopes = ['broker', 'topic', 'producer', 'consumer'] as const;

/** What menus and forms are built from. */
export function buildCatalogue(): Catalogue {
  return {
    faults: faults.map(({ name, target, params }) => ({ name, target, params })),
    configs: scopes.flatMap((scope) => configDefs[scope].keys.map((key) => ({
      key: key.name,
      scope,
      type: key.type,
      defaultValue: key.defaultText,
      unit: configUnit(key),
      valid: validText(key.validator),
      isDynamic: scope === 'topic' || (key.updateMode !== null && key.updateMode !== 'read-only'),
      source: scope,
    }))),
    events: allEvents.map(({ name, level, interest, order }) => ({ name, level, interest, fields: order })),
    invariants: invariants.map(({ id, source }) => ({ id, source })),
    presets: [],
  };
}
