/** The scenarios that come with the product. Each is read as a file that somebody sent would be: by the format's own schema. */
import type { Preset } from './services.ts';

const texts = import.meta.glob<string>('../presets/*.json', { query: '?raw', import: 'default' });

/** In the order of menus; the first opens by itself. */
const order: readonly { readonly name: string; readonly minutes: number }[] = [
  { name: 'one-record', minutes: 1 },
  { name: 'acked-and-lost', minutes: 2 },
  { name: 'follower-behind', minutes: 3 },
  { name: 'rebalance', minutes: 3 },
  { name: 'segments-and-lookup', minutes: 3 },
  { name: 'compaction', minutes: 3 },
  { name: 'power-cut', minutes: 2 },
  { name: 'duplicate-kill', minutes: 1 },
  { name: 'duplicate-unsubscribe', minutes: 1 },
  { name: 'duplicate-slow', minutes: 1 },
  { name: 'duplicate-reassigned', minutes: 1 },
  { name: 'duplicate-session', minutes: 1 },
  { name: 'duplicate-commit-fails', minutes: 1 },
  { name: 'loss-acks-0', minutes: 2 },
  { name: 'loss-page-cache', minutes: 2 },
  { name: 'loss-commit-first', minutes: 2 },
  { name: 'loss-auto-commit', minutes: 2 },
  { name: 'one-commit', minutes: 2 },
  { name: 'offsets-in-zookeeper', minutes: 2 },
  { name: 'inside-producer', minutes: 2 },
];

/** Every preset. */
export const presets: readonly Preset[] = order.map(({ name, minutes }) => ({
  name,
  minutes,
  load: async () => {
    const text = await texts[`../presets/${name}.json`]?.();
    const { scenarioCodec } = await import('./scenario-codec.ts');
    const result = scenarioCodec.readScenario(text ?? '');
    if (!result.ok) throw new Error(`preset ${name}: ${result.problem.code} ${result.problem.where}`);
    return result.value;
  },
}));
