/** "Why?" leads from whatever happens in a preset back to what somebody did, or to a start; the stories that presets tell are found. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command } from '../contract/command.ts';
import type { Scenario } from '../contract/scenario.ts';
import { ClusterWorld } from '../engine/session/cluster-world.ts';
import { explainEvent } from '../engine/session/explain.ts';
import { Session } from '../engine/session/session.ts';

const folder = new URL('.', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));

interface ScriptedCommand {
  readonly at: { readonly micros: number };
  readonly command: Command;
}

function played(name: string, seconds: number): { readonly world: ClusterWorld; readonly session: Session } {
  const scenario = read(name) as Scenario;
  const script = (read(`scripts/${name}`) as readonly ScriptedCommand[]).map(({ at, command }) => ({ at: { ...at, steps: -1 }, command }));
  const own = scenario.commands.map(({ at, command }) => ({ at: { micros: at.micros, steps: -1 }, command }));
  const commands = [...own, ...script].sort((one, other) => one.at.micros - other.at.micros);
  const world = new ClusterWorld(scenario);
  const session = new Session(world, commands);
  session.seekMicros(seconds * 1e6);
  return { world, session };
}

/** The events of the answer, from what was asked to where it began; messages by their API. */
function reasons(name: string, seconds: number, asked: string): readonly string[] {
  const { world, session } = played(name, seconds);
  const event = world.kernel.trace.milestones.filter(({ spec }) => spec.name === asked).at(-1);
  if (event === undefined) throw new Error(`${asked} does not happen`);
  return explainEvent(world, session, event.id).map(({ event: { name: kind, args } }) =>
    kind === 'messageSent' ? String(args['api']) : kind === 'commandGiven' ? `you: ${String(args['command'])}` : kind,
  );
}

describe('why', () => {
  test.each(names)('every milestone of %s has a beginning', (name) => {
    const { world, session } = played(name, 40);
    const asked = world.kernel.trace.milestones.filter(({ micros }) => micros >= 0);
    expect(asked.length).toBeGreaterThan(0);
    for (const { id, spec, micros } of asked) {
      const chain = explainEvent(world, session, id);
      expect(['commandGiven', 'processStarted'], `${spec.name} at ${String(micros)}`).toContain(chain.at(-1)?.event.name);
    }
  });

  test('records are lost because the leader was killed: its silence had it fenced, and another was elected without them', () => {
    const chain = ['recordsLost', 'becameLeader', 'leaderElected', 'brokerFenced', 'processCrashed', 'you: kill'];
    expect(reasons('acked-and-lost.json', 14, 'recordsLost')).toEqual(chain);
  });

  test('the ISR shrinks because the link was cut over which the follower fetched', () => {
    const chain = ['isrShrunk', 'isrChanged', 'AlterPartition', 'isrShrinkRequested', 'linkCut', 'you: cut'];
    expect(reasons('follower-behind.json', 8, 'isrShrunk')).toEqual(chain);
  });

  test('a broker that started again is fenced for its power cut, as long as it has not registered', () => {
    expect(reasons('power-cut.json', 34, 'brokerFenced')).toEqual(['brokerFenced', 'powerLost', 'you: power-loss']);
  });

  test('a member expires because its process was ended without a word', () => {
    expect(reasons('one-commit.json', 61, 'groupMemberExpired')).toEqual(['groupMemberExpired', 'clientRemoved', 'you: remove-client']);
  });

  test('a member that hung finds its place gone: the coordinator had put it out', () => {
    const chain = reasons('duplicate-session.json', 30, 'partitionsLost');
    expect(chain).toEqual(['partitionsLost', 'membershipLost', 'groupMemberExpired', 'processPaused', 'you: pause']);
  });

  test('partitions are revoked because a member joined the group', () => {
    const chain = reasons('rebalance.json', 27, 'partitionsRevoked');
    expect(chain.slice(0, 5)).toEqual(['partitionsRevoked', 'SyncGroup', 'groupStable', 'generationStarted', 'rebalanceStarted']);
    expect(chain.slice(-2)).toEqual(['processStarted', 'you: add-consumer']);
  });
});
