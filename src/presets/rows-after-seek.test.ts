/** What is shown after going to and fro is what is shown when one has come there straight: rows of all views, and every look at a thing. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../contract/scenario.ts';
import { Random } from '../engine/kernel/random.ts';
import { ClusterWorld } from '../engine/session/cluster-world.ts';
import { diskFiles } from '../engine/session/disk-files.ts';
import { inspect } from '../engine/session/inspect.ts';
import { Session } from '../engine/session/session.ts';
import { codecs } from '../protocol/compression/codecs.ts';
import { WorldProjections } from '../worker/projection.ts';
import { projections } from '../worker/projections.ts';

const folder = new URL('.', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const momentCount = 10;
/** What these show reaches beyond the moment, or back as far as the trace does: who came straight knows less of one, more of the other. */
const reachFurther = ['metrics', 'space-time'];

function opened(scenario: Scenario): Session {
  return new Session(new ClusterWorld(scenario, { codecs }), scenario.commands);
}

function fingerprint({ path, bytes }: ReturnType<typeof diskFiles>[number]): string {
  return `${path} ${createHash('md5').update(bytes).digest('hex')}`;
}

/** One text for each view and each thing, so that a difference names its place. */
function shown({ world, position }: Session): Readonly<Record<string, string>> {
  const { reader } = world as ClusterWorld;
  const query = { nowMicros: position.micros, cellCount: 12, firstRow: 0, rowCount: 200, spanMicros: 5_000_000, withWaits: true };
  const known = new WorldProjections(projections);
  const texts: Record<string, string> = {};
  for (const { name } of projections)
    if (!reachFurther.includes(name)) texts[name] = JSON.stringify(known.get(name)?.project(reader, query, { files: null, codecs }));
  const { brokers, producers, consumers } = reader.cluster.spec;
  const look = (kind: string, id: string): void => {
    texts[`${kind} ${id}`] = JSON.stringify(inspect(reader, kind, id));
  };
  for (const { id } of brokers) look('broker', String(id));
  for (const { name } of producers) look('producer', name);
  for (const { name } of consumers) look('consumer', name);
  for (const facts of reader.partitions()) {
    look('partition', facts.name);
    for (const { id } of brokers) look('replica', `${facts.name}@${String(id)}`);
  }
  for (const { id } of brokers) texts[`disk ${String(id)}`] = diskFiles(world as ClusterWorld, id).map(fingerprint).join();
  return texts;
}

describe.each(names)('%s', (name) => {
  test('rows and looks are the same after a seek and without one', () => {
    const scenario = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Scenario;
    const random = Random.forLabel(11, name);
    const lastMicros = 1_500_000 + scenario.commands.reduce((last, { at }) => Math.max(last, at.micros), 30_000_000);
    const times = Array.from({ length: momentCount }, () => random.below(lastMicros)).sort((one, other) => one - other);
    const straight = opened(scenario);
    const expected = times.map((micros) => {
      straight.seekMicros(micros);
      return shown(straight);
    });
    const wandering = opened(scenario);
    wandering.seekMicros(lastMicros);
    for (let turn = 0; turn < 2 * momentCount; turn++) {
      const moment = random.below(momentCount);
      wandering.seekMicros(times[moment]!);
      // Now and then nobody looks before going on.
      if (random.below(3) === 0) continue;
      expect(shown(wandering), `turn ${String(turn)}, at ${String(times[moment])} µs`).toEqual(expected[moment]);
    }
  });
});
