import type { ConfigScope } from './definitions.ts';
import { topicKeyOf } from './topic-synonyms.ts';

/** Keys that mean something else to this program than to others, and so have a text of their own. */
const ownTexts: Readonly<Record<ConfigScope, readonly string[]>> = {
  topic: [],
  broker: ['request.timeout.ms', 'fetch.max.bytes'],
  producer: ['compression.type'],
  consumer: ['fetch.max.bytes'],
  admin: ['retries'],
};

/** Under which key the catalogues of texts explain a configuration key. */
export function configTextKey(scope: ConfigScope, name: string): string {
  if (ownTexts[scope].includes(name)) return `${scope}/${name}`;
  return (scope === 'broker' ? topicKeyOf(name) : null) ?? name;
}
