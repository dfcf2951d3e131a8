import { describe, expect, test } from 'vitest';
import type { Command } from '../../contract/command.ts';
import { isAllowed, isSameCommand } from './command-patterns.ts';
import { levelAfter } from './level-rule.ts';
import { mutationsOf } from './mutations.ts';
import { parsePath } from './paths.ts';
import { ClaimMemory } from './predicates.ts';

test('a path names a known subject, its arguments and a field, with an index only where the field takes one', () => {
  expect(parsePath('part(orders,0).hwOf[2]')).toEqual({ subject: 'part', args: ['orders', '0'], field: 'hwOf', index: '2' });
  expect(parsePath('group(billing).committed[orders-0]')).toEqual({
    subject: 'group',
    args: ['billing'],
    field: 'committed',
    index: 'orders-0',
  });
  expect(parsePath('truth.lostAcked')).toEqual({ subject: 'truth', args: [], field: 'lostAcked', index: null });
  for (const wrong of ['part(orders).hw', 'part(orders,0).hwOf', 'truth.lostAcked[1]', 'disk(1).bytes', 'truth', 'part(orders,0).colour'])
    expect(parsePath(wrong), wrong).toBeNull();
});

test('the level goes up after two right first predictions in a row, down after two wrong ones, and never off the ladder', () => {
  expect(levelAfter('worked', [true])).toBe('worked');
  expect(levelAfter('worked', [false, true, true])).toBe('completion');
  expect(levelAfter('completion', [true, false])).toBe('completion');
  expect(levelAfter('completion', [false, false])).toBe('worked');
  expect(levelAfter('independent', [true, true])).toBe('independent');
  expect(levelAfter('worked', [false, false])).toBe('worked');
});

describe('a command is allowed', () => {
  const kill: Command = { kind: 'fault', fault: 'kill', params: { node: 1 } };
  const acks: Command = { kind: 'configure-client', client: 'checkout', configs: { 'min.x': '1', acks: 'all' } };

  test('when its kind and every named field match, config keys with dots included', () => {
    expect(isAllowed(kill, [{ kind: 'fault', where: { fault: 'kill', 'params.node': [1, 2] } }])).toBe(true);
    expect(isAllowed(kill, [{ kind: 'fault', where: { 'params.node': 3 } }])).toBe(false);
    expect(isAllowed(kill, [{ kind: 'send' }])).toBe(false);
    expect(isAllowed(acks, [{ kind: 'configure-client', where: { 'configs.min.x': '1' } }])).toBe(true);
    expect(isAllowed(kill, [])).toBe(false);
  });

  test('whatever the order of its fields, and not with one more', () => {
    expect(isSameCommand(kill, { params: { node: 1 }, fault: 'kill', kind: 'fault' })).toBe(true);
    expect(isSameCommand(kill, { ...kill, params: { node: 1, more: 2 } })).toBe(false);
  });
});

test('a comparison turned round is one mutation, in each place where there is one', () => {
  const claim = { all: [{ cmp: '==', l: 1, r: 1 } as const, { event: { event: 'isrShrunk' } }, { completed: 'one' }] };
  expect(mutationsOf(claim)).toHaveLength(2);
});

test('a claim over time forgets what lies ahead after going back', () => {
  const memory = new ClaimMemory();
  const claim = { completed: 'one' };
  memory.note(claim, false, 100);
  memory.note(claim, true, 200);
  expect(memory.note(claim, true, 300)).toMatchObject({ trueSinceMicros: 200, firstTrueMicros: 200, firstFalseMicros: 100 });
  expect(memory.note(claim, false, 150)).toMatchObject({ trueSinceMicros: null, firstTrueMicros: null, firstFalseMicros: 100 });
});
