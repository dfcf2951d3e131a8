/** "Why?" leads from whatever happens in a preset back to what somebody did, or to a start; the stories that presets tell are found. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ClusterWorld } from '../engine/session/cluster-world.ts';
import { explainEvent } from '../engine/session/explain.ts';
import { Session } from '../engine/session/session.ts';
import { readSource } from '../headless/scenario-source.ts';

const folder = new URL('.', import.meta.url);
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []));

function played(name: string, seconds: number): { readonly world: ClusterWorld; readonly session: Session } {
  const scenario = readSource(`preset:${name}`, { isLarge: false, withScript: true });
  const world = new ClusterWorld(scenario);
  const session = new Session(world, scenario.commands);
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
    expect(reasons('acked-and-lost', 14, 'recordsLost')).toEqual(chain);
  });

  test('the ISR shrinks because the link was cut over which the follower fetched', () => {
    const chain = ['isrShrunk', 'isrChanged', 'AlterPartition', 'isrShrinkRequested', 'linkCut', 'you: cut'];
    expect(reasons('follower-behind', 8, 'isrShrunk')).toEqual(chain);
  });

  test('a broker that started again is fenced for its power cut, as long as it has not registered', () => {
    expect(reasons('power-cut', 34, 'brokerFenced')).toEqual(['brokerFenced', 'powerLost', 'you: power-loss']);
  });

  test('a member expires because its process was ended without a word', () => {
    expect(reasons('one-commit', 61, 'groupMemberExpired')).toEqual(['groupMemberExpired', 'clientRemoved', 'you: remove-client']);
  });

  test('a member that hung finds its place gone: the coordinator had put it out', () => {
    const chain = reasons('duplicate-session', 30, 'partitionsLost');
    expect(chain).toEqual(['partitionsLost', 'membershipLost', 'groupMemberExpired', 'processPaused', 'you: pause']);
  });

  test('a group rebalances for who joins, and goes on without who died once its coordinator has found that out', () => {
    const joined = ['rebalanceStarted', 'groupMemberJoined', 'JoinGroup', 'processStarted', 'you: add-consumer'];
    expect(reasons('duplicate-kill', 12, 'rebalanceStarted')).toEqual(joined);
    expect(reasons('duplicate-kill', 12, 'generationStarted')).toEqual([
      'generationStarted',
      'groupMemberExpired',
      'processCrashed',
      'you: kill',
    ]);
  });

  test('partitions are revoked because a member joined the group', () => {
    const chain = reasons('rebalance', 27, 'partitionsRevoked');
    expect(chain.slice(0, 5)).toEqual(['partitionsRevoked', 'SyncGroup', 'groupStable', 'generationStarted', 'rebalanceStarted']);
    expect(chain.slice(-2)).toEqual(['processStarted', 'you: add-consumer']);
  });
});
