import { describe, expect, test } from 'vitest';
import { brokerEvents as english } from '../../../texts/en/events-broker.ts';
import type { EventTexts } from '../../../texts/types.ts';
import { brokerEvents as chinese } from '../../../texts/zh-Hans/events-broker.ts';
import { replicationEvents } from './events.ts';

describe('what replication tells has words in both languages', () => {
  const catalogues: [string, EventTexts][] = [['en', english], ['zh-Hans', chinese]];
  test.each(catalogues)('%s has each event, no stray one, and only names fields of the event', (_, texts) => {
    expect(Object.keys(texts).sort()).toEqual(replicationEvents.map(({ name }) => name).sort());
    for (const event of replicationEvents) {
      const { what, why } = texts[event.name] ?? { what: '', why: '' };
      const named = [...`${what} ${why}`.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '');
      expect(named.filter((field) => !event.order.some((known) => known === field)), event.name).toEqual([]);
    }
  });
});
