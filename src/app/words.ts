/** Words for the page: its own texts by key, and the engine's codes and events through the catalogues. */
import { useContext, useMemo } from 'react';
import type { EventRow, Problem } from '../contract/engine-api.ts';
import type { UiKey } from '../texts/en/ui.ts';
import { fill, printDuration, printList, printSet } from '../texts/format.ts';
import type { TextParams } from '../texts/format.ts';
import type { TextCatalogue } from '../texts/index.ts';
import type { Language } from '../texts/types.ts';
import { TextContext } from './context.ts';

/** Everything that can be said. */
export interface Words {
  readonly language: Language;
  /** A text of the page. */
  readonly t: (key: UiKey, params?: TextParams) => string;
  /** A text by a code of the engine's: `prefix.code`; the code itself, spelled out, when nobody wrote one. */
  readonly code: (prefix: string, code: string, params?: TextParams) => string;
  /** What happened, in a sentence. */
  readonly what: (event: EventRow) => string;
  /** The rule behind it; empty when there is none. */
  readonly why: (event: EventRow) => string;
  readonly problem: (problem: Problem) => string;
  /** Our words for what a config key does; empty when nobody wrote any. */
  readonly config: (key: string) => string;
  /** A scenario's title: a text's key, or the author's own words. */
  readonly title: (title: string) => string;
}

/** The words of the language that is shown. */
export function useWords(): Words {
  const catalogue = useContext(TextContext);
  if (catalogue === null) throw new Error('used outside of the page');
  return useMemo(() => wordsOf(catalogue), [catalogue]);
}

/** The words of a catalogue. */
export function wordsOf(catalogue: TextCatalogue): Words {
  const ui: Readonly<Record<string, string>> = catalogue.ui;
  const code = (prefix: string, name: string, params: TextParams = {}): string => {
    const text = ui[`${prefix}.${name}`] ?? catalogue.codes[`${prefix}.${name}`] ?? catalogue.codes[name];
    return text === undefined ? spellOut(name) : fill(text, params);
  };
  const event = (row: EventRow, part: 'what' | 'why'): string => {
    const text = catalogue.events[row.name]?.[part];
    if (text !== undefined) return fill(text, eventParams(row));
    return part === 'why' ? '' : `${spellOut(row.name)} ${Object.entries(eventParams(row)).map(([name, value]) => `${name} ${String(value)}`).join(', ')}`.trim();
  };
  return {
    language: catalogue.language,
    t: (key, params) => fill(catalogue.ui[key], params),
    code,
    what: (row) => event(row, 'what'),
    why: (row) => event(row, 'why'),
    problem: (problem) => code('problem', problem.code, { ...problem.params, where: problem.where }),
    config: (key) => catalogue.configs[key] ?? '',
    title: (title) => { const known = ui[title] ?? ui[`preset.${title}.title`]; return known ?? title; },
  };
}

/** Fields of an event as text prints them: sets as Kafka writes them, durations with their unit. */
function eventParams(row: EventRow): TextParams {
  const params: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(row.args)) {
    if (typeof value === 'object') params[name] = row.kinds[name] === 'list' ? printList(value) : printSet(value);
    else params[name] = row.kinds[name] === 'micros' && typeof value === 'number' ? printDuration(value) : value;
  }
  return params;
}

/** `isrShrunk` as words: "isr shrunk". A stopgap that is honest about what it names. */
function spellOut(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_.]/g, ' ');
}
