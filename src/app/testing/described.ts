/** A view's sentences without a page: its hook is called once, over the rows that its projection makes. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Row } from '../../contract/engine-api.ts';
import { catalogue as english } from '../../texts/en/catalogue.ts';
import { catalogue as chinese } from '../../texts/zh-Hans/catalogue.ts';
import { AppContext, TextContext } from '../context.ts';
import type { App } from '../context.ts';
import { createFrameStore } from '../frame-store.ts';
import type { FrameState } from '../frame-store.ts';

/** The state of a page that has these tables. */
export function frameOf(tables: Readonly<Record<string, readonly Row[]>>): FrameState {
  const known = Object.entries(tables).map(([name, rows]) => [name, { rows, byId: new Map(rows.map((row) => [row.id, row])) }] as const);
  return { ...createFrameStore().getState(), isKnown: true, tables: new Map(known) };
}

/** What a person hears who asks for the scene. */
export function described(useDescription: () => string, tables: Readonly<Record<string, readonly Row[]>>, language: 'en' | 'zh'): string {
  const state = frameOf(tables);
  const frames = { ...createFrameStore(), getState: () => state, getInitialState: () => state };
  let heard = '';
  function Listener(): null {
    heard = useDescription();
    return null;
  }
  renderToStaticMarkup(
    createElement(
      AppContext,
      { value: { frames } as unknown as App },
      createElement(TextContext, { value: language === 'en' ? english : chinese }, createElement(Listener)),
    ),
  );
  return heard;
}
