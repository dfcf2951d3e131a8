import type { Adapter, Json } from './registry.ts';
import { isList, isObject } from './rows.ts';
import { Player } from './support/consumer-player.ts';

/** The consumer without a group, against scripted brokers: what it asks, what it gives, where it stands. */
export const adapter: Adapter = {
  kind: 'fetcher',
  answer: playConsumer,
};

/** Plays a row's steps with one consumer. */
export function playConsumer(input: Json): Json {
  const fields = isObject(input) ? input : {};
  const player = new Player(fields);
  const steps = (isList(fields['steps']) ? fields['steps'] : []).map((step) => player.play(step));
  return { steps, committedAtEnd: player.committed() };
}
