import { createElement } from 'react';
import type { ComponentType } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Compare as Code } from '../../panels/code/Compare.tsx';
import { Compare as Group } from '../../panels/group/Compare.tsx';
import { Compare as Offsets } from '../../panels/offsets/Compare.tsx';
import { Compare as Producer } from '../../panels/producer/Compare.tsx';
import { Compare as Storage } from '../../panels/storage/Compare.tsx';
import { catalogue } from '../../texts/en/catalogue.ts';
import { AppContext, TextContext } from '../context.ts';
import type { App } from '../context.ts';
import { createFrameStore } from '../frame-store.ts';
import { createSessionStore } from '../session-store.ts';
import { frameOf } from '../testing/described.ts';

/** What a view says of the other history, when so many tables of it came. */
function said(Compare: ComponentType, tables: readonly string[]): string {
  const state = frameOf(Object.fromEntries(tables.map((table) => [`other:${table}`, []])));
  const frames = { ...createFrameStore(), getState: () => state, getInitialState: () => state };
  const app = { frames, session: createSessionStore({}) } as unknown as App;
  const page = createElement(AppContext, { value: app }, createElement(TextContext, { value: catalogue }, createElement(Compare)));
  return renderToStaticMarkup(page).split('is-other')[1]?.split('compare-list')[0] ?? '';
}

const waiting = 'running the other history';

test.each([
  { name: 'code', Compare: Code, tables: ['code.program'], none: 'No consumer is there' },
  { name: 'producer', Compare: Producer, tables: ['producer.facts'], none: 'There is no producer yet' },
  { name: 'storage', Compare: Storage, tables: ['storage.log'], none: 'There is no topic yet' },
  { name: 'group', Compare: Group, tables: ['group.groups'], none: 'No consumer names a group yet' },
  { name: 'offsets', Compare: Offsets, tables: ['offsets.partitions'], none: 'No consumer names a group yet' },
])('a history that has nothing for the $name view is said to have none, once its rows came', ({ Compare, tables, none }) => {
  expect(said(Compare, [])).toContain(waiting);
  expect(said(Compare, tables)).not.toContain(waiting);
  expect(said(Compare, tables)).toContain(none);
});
