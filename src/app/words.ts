/** Words for the page: its own texts by key, and the engine's codes and events through the catalogues. */
import { useContext, useMemo } from 'react';
import type { EventRow, Problem } from '../contract/engine-api.ts';
import type { UiKey } from '../texts/en/ui.ts';
import { codeText, eventText, nodeName, sourceText, spellOut, textAbout } from '../texts/event-text.ts';
import type { ClientNames } from '../texts/event-text.ts';
import { fill } from '../texts/format.ts';
import type { TextParams } from '../texts/format.ts';
import type { TextCatalogue } from '../texts/index.ts';
import type { Language } from '../texts/types.ts';
import { AppContext, TextContext } from './context.ts';
import type { App } from './context.ts';

/** Everything that can be said. */
export interface Words {
  readonly language: Language;
  /** A text of the page. */
  readonly t: (key: UiKey, params?: TextParams) => string;
  /** A text by a code of the engine's: `prefix.code`; the code itself, spelled out, when nobody wrote one. */
  readonly code: (prefix: string, code: string, params?: TextParams) => string;
  /** What happened, in a sentence. */
  readonly what: (event: EventRow) => string;
  /** A text that speaks of an event's fields, filled with them. */
  readonly about: (event: EventRow, text: string) => string;
  /** The rule behind it; empty when there is none. */
  readonly why: (event: EventRow) => string;
  /** Where an event comes from: Kafka's own name, or what stands for it where Kafka says nothing. */
  readonly source: (event: EventRow) => string;
  /** A node as it stands within a sentence: "broker 3". */
  readonly node: (node: number) => string;
  /** An error by Kafka's name, and what it means where we have words for it. */
  readonly error: (name: string) => string;
  readonly problem: (problem: Problem) => string;
  /** Our words for what a config key does, by the key of its text; empty when nobody wrote any. */
  readonly config: (key: string) => string;
  /** A scenario's title: a text's key, or the author's own words. */
  readonly title: (title: string) => string;
}

/** The words of the language that is shown. */
export function useWords(): Words {
  const catalogue = useContext(TextContext);
  const app = useContext(AppContext);
  if (catalogue === null) throw new Error('used outside of the page');
  return useMemo(() => sharedWords(catalogue, app), [catalogue, app]);
}

/** Stands for words that come in a moment: nothing collapses, and nobody listens to an unnamed button. */
const onItsWay = '…';

/** One object for all parts of a page: a part that only waits for another language need not be given its own. */
const shared = new WeakMap<TextCatalogue, { readonly app: App | null; readonly words: Words }>();

function sharedWords(catalogue: TextCatalogue, app: App | null): Words {
  const known = shared.get(catalogue);
  if (known?.app === app && known !== undefined) return known.words;
  const words = wordsOf(catalogue, (node) => clientOf(app?.frames.getState().events ?? [], node));
  shared.set(catalogue, { app, words });
  return words;
}

/** The words of a catalogue. */
export function wordsOf(catalogue: TextCatalogue, clients: ClientNames = () => undefined): Words {
  const ui: Readonly<Record<string, string | undefined>> = catalogue.ui;
  /** What is not loaded yet is on its way, and looks like it; what nobody wrote any words for is spelled out. */
  const missing = (otherwise: string): string => {
    catalogue.onMissing?.();
    return catalogue.onMissing === undefined ? otherwise : onItsWay;
  };
  const code = (prefix: string, name: string, params: TextParams = {}): string =>
    codeText(catalogue, prefix, name, params) ?? missing(spellOut(name));
  return {
    language: catalogue.language,
    t: (key, params) => fill(ui[key] ?? missing(''), params),
    code,
    what: (row) => eventText(catalogue, row, 'what', clients),
    about: (row, text) => textAbout(catalogue, row, text, clients),
    why: (row) => eventText(catalogue, row, 'why', clients),
    source: (row) => sourceText(catalogue, row.source),
    node: (node) => nodeName(catalogue, node, 'within', clients),
    error: (name) => fill(catalogue.ui['error.explained'], { error: name, words: codeText(catalogue, 'error', name) }),
    problem: (problem) => code('problem', problem.code, { ...problem.params, where: problem.where }),
    config: (key) => catalogue.configs[key] ?? missing(''),
    title: (title) => {
      // A title comes out of a link: it may be the name of anything that objects have.
      const key = `preset.${title}.title`;
      return Object.hasOwn(ui, key) ? (ui[key] ?? title) : title;
    },
  };
}

function clientOf(events: readonly EventRow[], node: number): string | undefined {
  const start = events.find((event) => event.name === 'clientAdded' && event.node === node);
  return typeof start?.args['client'] === 'string' ? start.args['client'] : undefined;
}
