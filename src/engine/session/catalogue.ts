import type { Catalogue } from '../../contract/engine-api.ts';
import { faults } from '../faults/index.ts';
import { invariants } from '../invariants/index.ts';
import { configCatalogue } from '../kafka/config/config-catalogue.ts';
import { allEvents } from './all-events.ts';

const scopes = ['broker', 'topic', 'producer', 'consumer'] as const;

/** What menus and forms are built from. */
export function buildCatalogue(): Catalogue {
  return {
    faults: faults.map(({ name, target, params }) => ({ name, target, params })),
    configs: configCatalogue(scopes),
    events: allEvents.map(({ name, level, interest, order }) => ({ name, level, interest, fields: order })),
    invariants: invariants.map(({ id, source }) => ({ id, source })),
    presets: [],
  };
}
