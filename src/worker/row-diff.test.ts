import { expect, test } from 'vitest';
import { RowDiff } from './row-diff.ts';

test('that a table has no rows is told once, so that it is not taken for one that is still to come', () => {
  const diff = new RowDiff();
  expect(diff.patch('groups', [])).toEqual({ table: 'groups', upsert: [], remove: [] });
  expect(diff.patch('groups', [])).toBeNull();
  expect(diff.patch('groups', [{ id: 'billing' }])).toEqual({ table: 'groups', upsert: [{ id: 'billing' }], remove: [] });
  expect(diff.patch('groups', [])).toEqual({ table: 'groups', upsert: [], remove: ['billing'] });
});
