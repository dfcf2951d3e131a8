/** Words for the page: its own texts by key, and the engine's codes and events through the catalogues. */
import { useContext, useMemo } from 'react';
import type { EventRow, Problem } from '../contract/engine-api.ts';
import type { UiKey } from '../texts/en/ui.ts';
import { fill, printDuration } from '../texts/format.ts';
import type { TextParams } from '../texts/format.ts';
import type { TextCatalogue } from '../texts/index.ts';
import type { Language } from '../texts/types.ts';
import { AppContext, TextContext } from './context.ts';

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
  const app = useContext(AppContext);
  if (catalogue === null) throw new Error('used outside of the page');
  return useMemo(
    () =>
      wordsOf(
        catalogue,
        nodeNames(catalogue, () => app?.frames.getState().events ?? []),
      ),
    [catalogue, app],
  );
}

/** The words of a catalogue. */
export function wordsOf(catalogue: TextCatalogue, names?: NodeNames): Words {
  const ui: Readonly<Record<string, string>> = catalogue.ui;
  const code = (prefix: string, name: string, params: TextParams = {}): string => {
    const text = ui[`${prefix}.${name}`] ?? catalogue.codes[`${prefix}.${name}`] ?? catalogue.codes[name];
    return text === undefined ? spellOut(name) : fill(text, params);
  };
  const nodeName = (node: number, isMember: boolean): string => {
    const name = names?.(node);
    if (name !== undefined) return name;
    return isMember ? String(node) : fill(catalogue.ui['object.node'], { node });
  };
  const act = (row: EventRow): string => actWords(row, code);
  const event = (row: EventRow, part: 'what' | 'why'): string => {
    const text = catalogue.events[row.name]?.[part];
    if (text !== undefined) return fill(text, eventParams(row, nodeName, act));
    return part === 'why'
      ? ''
      : `${spellOut(row.name)} ${Object.entries(eventParams(row, nodeName, act))
          .map(([name, value]) => `${name} ${String(value)}`)
          .join(', ')}`.trim();
  };
  return {
    language: catalogue.language,
    t: (key, params) => fill(catalogue.ui[key], params),
    code,
    what: (row) => event(row, 'what'),
    why: (row) => event(row, 'why'),
    problem: (problem) => code('problem', problem.code, { ...problem.params, where: problem.where }),
    config: (key) => catalogue.configs[key] ?? '',
    title: (title) => {
      const known = ui[title] ?? ui[`preset.${title}.title`];
      return known ?? title;
    },
  };
}

/** Names of nodes that a sentence begins with or speaks of. */
export type NodeNames = (node: number) => string | undefined;

/** Brokers have numbers up to 1000, controllers from 3000; clients are known by the event of their start. */
function nodeNames(catalogue: TextCatalogue, events: () => readonly EventRow[]): NodeNames {
  return (node) => {
    if (node > 1000 && node < 3000) return clientOf(events(), node);
    if (node >= 3000) return catalogue.ui['object.controller'];
    return node > 0 && node <= 1000 ? fill(catalogue.ui['object.broker'], { broker: node }) : undefined;
  };
}

function clientOf(events: readonly EventRow[], node: number): string | undefined {
  const start = events.find((event) => event.name === 'clientAdded' && event.node === node);
  return typeof start?.args['client'] === 'string' ? start.args['client'] : undefined;
}

/** What a person did, as the log says it: "pause 3". */
function actWords(row: EventRow, code: Words['code']): string {
  const { command, target, detail } = row.args;
  const name = String(command ?? '');
  const what = String(target ?? '');
  const [from = '', to = ''] = what.split(' ');
  const fault = code('fault', `${name}.short`, { target: what, from, to });
  return fault.endsWith(' short') ? code('act', name, { what, detail: String(detail ?? '') }) : fault;
}

/** Fields of nodes whose sentences already say "broker". */
const saysBroker: ReadonlySet<string> = new Set(['leader', 'follower', 'broker', 'previousLeader', 'newLeader']);

/** Fields of an event as text prints them: nodes as numbers with commas, durations with their unit, other ends by name. */
function eventParams(row: EventRow, nodeName: (node: number, isMember: boolean) => string, act: (row: EventRow) => string): TextParams {
  const params: Record<string, string | number> = { who: nodeName(row.node, false) };
  if (row.name === 'commandGiven') params['act'] = act(row);
  for (const [name, value] of Object.entries(row.args)) {
    // Texts put their own brackets around nodes: a set or a list.
    if (typeof value === 'object') params[name] = value.join(', ');
    else if (row.kinds[name] === 'node' && typeof value === 'number' && !saysBroker.has(name)) params[name] = nodeName(value, true);
    else params[name] = row.kinds[name] === 'micros' && typeof value === 'number' ? printDuration(value) : value;
  }
  return params;
}

/** `isrShrunk` as words: "isr shrunk". A stopgap that is honest about what it names. */
function spellOut(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_.]/g, ' ');
}
