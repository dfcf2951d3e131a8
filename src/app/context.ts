/** What every part of the page can reach: the stores, the engine's client, the texts. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Row } from '../contract/engine-api.ts';
import type { TextCatalogue } from '../texts/index.ts';
import type { Language } from '../texts/types.ts';
import type { EngineClient } from './engine-client.ts';
import { tableOf } from './frame-store.ts';
import type { FrameState, FrameStore } from './frame-store.ts';
import type { PageClock } from './page-clock.ts';
import type { Services } from './services.ts';
import type { SessionState, SessionStore } from './session-store.ts';
import type { Memory } from './storage.ts';

/** The parts of the running page. */
export interface App {
  readonly frames: FrameStore;
  readonly session: SessionStore;
  readonly clock: PageClock;
  readonly client: EngineClient;
  readonly services: Services;
  readonly memory: Memory;
  readonly setLanguage: (language: Language) => void;
}

/** The page's parts; absent outside of it. */
export const AppContext = createContext<App | null>(null);
/** The texts of the language that is shown. */
export const TextContext = createContext<TextCatalogue | null>(null);
/** Whose frames a part of the page shows: null, the newest; else those that follow once the picture is painted. */
export const FramesContext = createContext<FrameStore | null>(null);
/** Which of two histories a part of the page shows: `''`, or the prefix of the other one's tables. */
export const SideContext = createContext<'' | 'other:'>('');

/** The page's parts. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('used outside of the page');
  return app;
}

/** What the person has chosen. */
export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useApp().session, select);
}

/** What the newest frame says. */
export function useFrame<T>(select: (state: FrameState) => T): T {
  const { frames } = useApp();
  return useStore(useContext(FramesContext) ?? frames, select);
}

/** Rows by table name, of the side that is shown. */
export interface TableHooks<Tables extends { readonly [name in keyof Tables]: { readonly id: string } }> {
  readonly useRows: <K extends keyof Tables & string>(table: K) => readonly Tables[K][];
  readonly useRow: <K extends keyof Tables & string>(table: K, id: string) => Tables[K] | undefined;
  readonly rowsOf: <K extends keyof Tables & string>(state: FrameState, table: K, side?: string) => readonly Tables[K][];
  readonly rowOf: <K extends keyof Tables & string>(state: FrameState, table: K, id: string, side?: string) => Tables[K] | undefined;
  readonly byIdOf: <K extends keyof Tables & string>(state: FrameState, table: K, side?: string) => ReadonlyMap<string, Tables[K]>;
}

/**
 * Typed access to a panel's own tables. The names and types are those of its rows.ts, which its projection fills: one place that trusts
 * it.
 */
export function tableHooks<Tables extends { readonly [name in keyof Tables]: { readonly id: string } }>(): TableHooks<Tables> {
  const asRows = <K extends keyof Tables>(rows: readonly Row[]): readonly Tables[K][] => rows as unknown as readonly Tables[K][];
  const asMap = <K extends keyof Tables>(byId: ReadonlyMap<string, Row>): ReadonlyMap<string, Tables[K]> =>
    byId as unknown as ReadonlyMap<string, Tables[K]>;
  const asRow = <K extends keyof Tables>(row: Row | undefined): Tables[K] | undefined => row as unknown as Tables[K] | undefined;
  return {
    useRows: (table) => {
      const side = useContext(SideContext);
      return asRows(useFrame((state) => tableOf(state, side + table).rows));
    },
    useRow: (table, id) => {
      const side = useContext(SideContext);
      return asRow(useFrame((state) => tableOf(state, side + table).byId.get(id)));
    },
    rowsOf: (state, table, side = '') => asRows(tableOf(state, side + table).rows),
    rowOf: (state, table, id, side = '') => asRow(tableOf(state, side + table).byId.get(id)),
    byIdOf: (state, table, side = '') => asMap(tableOf(state, side + table).byId),
  };
}
