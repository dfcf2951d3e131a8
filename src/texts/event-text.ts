/** An event of the engine as a sentence. The engine gives codes and numbers; here they meet the words of a language. */
import type { EventRow } from '../contract/engine-api.ts';
import { fill, printDuration, printSet } from './format.ts';
import type { TextParams } from './format.ts';
import type { TextCatalogue } from './index.ts';

/** Name of a client by its node, which only the run knows; undefined: none has started there. */
export type ClientNames = (node: number) => string | undefined;

/** Brokers have Kafka's ids from 1 on, controllers follow from 101, then the administrator and clients. */
const firstControllerNode = 101;
const zooKeeperNode = 800;
const adminNode = 900;
const firstClientNode = 1001;

/** A text by a code of the engine's: `prefix.code`, or null when nobody wrote one. */
export function codeText(catalogue: TextCatalogue, prefix: string, code: string, params: TextParams = {}): string | null {
  const ui: Readonly<Record<string, string>> = catalogue.ui;
  const text = ui[`${prefix}.${code}`] ?? catalogue.codes[`${prefix}.${code}`] ?? catalogue.codes[code];
  if (text === undefined) catalogue.onMissing?.();
  return text === undefined ? null : fill(text, params);
}

/** What happened, or the rule behind it; empty when nothing more is known. */
export function eventText(catalogue: TextCatalogue, row: EventRow, part: 'what' | 'why', clients: ClientNames): string {
  const text = catalogue.events[row.name]?.[part];
  if (text !== undefined) return fill(text, eventParams(catalogue, row, clients));
  catalogue.onMissing?.();
  return part === 'why' || catalogue.onMissing !== undefined ? '' : spellOut(row.name);
}

/** A text of one's own about an event, filled with its fields. */
export function textAbout(catalogue: TextCatalogue, row: EventRow, text: string, clients: ClientNames): string {
  return fill(text, eventParams(catalogue, row, clients));
}

/** A node as a sentence begins with it, or as it stands within one. */
export function nodeName(catalogue: TextCatalogue, node: number, place: 'start' | 'within', clients: ClientNames): string {
  const { ui } = catalogue;
  const isWithin = place === 'within';
  if (node >= firstClientNode) return clients(node) ?? fill(ui['object.node'], { node });
  if (node >= adminNode) return isWithin ? ui['object.admin-within'] : ui['object.admin'];
  if (node === zooKeeperNode) return 'ZooKeeper';
  if (node >= firstControllerNode) return isWithin ? ui['object.controller-within'] : ui['object.controller-start'];
  return fill(isWithin ? ui['object.broker-within'] : ui['object.broker'], { broker: node });
}

/** Fields of nodes whose sentences already say "broker". */
const saysBroker: ReadonlySet<string> = new Set([
  'leader',
  'follower',
  'broker',
  'previousLeader',
  'lastKnownLeader',
  'coordinator',
  'replica',
]);

/** Fields of an event as text prints them: nodes by name, sets in braces, durations with their unit; what is not there is null. */
function eventParams(catalogue: TextCatalogue, row: EventRow, clients: ClientNames): TextParams {
  const within = (node: number): string => nodeName(catalogue, node, 'within', clients);
  const params: Record<string, TextParams[string]> = {
    who: nodeName(catalogue, row.node, 'start', clients),
    whom: within(row.node),
    errorWords: null,
  };
  if (row.name === 'commandGiven') params['act'] = actText(catalogue, row, within);
  for (const [name, value] of Object.entries(row.args)) {
    if (typeof value === 'object') params[name] = printSet(value);
    else if (typeof value === 'string') params[name] = stringParam(catalogue, name, value);
    else if (row.kinds[name] === 'flag') params[name] = value !== 0;
    else if (value < 0) params[name] = null;
    else if (row.kinds[name] === 'node' && !saysBroker.has(name)) params[name] = within(value);
    else params[name] = row.kinds[name] === 'micros' ? printDuration(value) : value;
    if (row.kinds[name] === 'error') params['errorWords'] = codeText(catalogue, 'error', String(value));
  }
  return params;
}

/** Most strings are names of the scenario's or of Kafka's; a few say something of their own. */
function stringParam(catalogue: TextCatalogue, name: string, value: string): string {
  if (name === 'reason') return codeText(catalogue, 'reason', value) ?? value.replace(/\.$/, '');
  if (name !== 'resource') return value;
  if (value === 'brokers') return catalogue.ui['command.all-brokers'];
  const [, broker] = /^broker (\d+)$/.exec(value) ?? [];
  return broker === undefined ? value : fill(catalogue.ui['object.broker'], { broker });
}

/** What a person did, as the log says it: "pause broker 3". */
function actText(catalogue: TextCatalogue, row: EventRow, within: (node: number) => string): string {
  const name = String(row.args['command'] ?? '');
  const what = String(row.args['target'] ?? '');
  const detail = String(row.args['detail'] ?? '');
  const [one = '', other = ''] = what.split(' ').map((node) => (/^\d+$/.test(node) ? within(Number(node)) : node));
  if (name === 'message') return codeText(catalogue, 'act', `message-${what}`) ?? spellOut(name);
  const params = { what: name === 'configure-broker' ? brokersOf(catalogue, what, one) : what, detail, isCancelled: detail === '' };
  // What is done most is looked for first: the words of faults may not be there yet.
  return (
    actsText(catalogue, name, params) ??
    codeText(catalogue, 'fault', `${name}.short`, { target: one, from: one, to: other }) ??
    spellOut(name)
  );
}

function actsText(catalogue: TextCatalogue, name: string, params: TextParams): string | null {
  const ui: Readonly<Record<string, string | undefined>> = catalogue.ui;
  const text = ui[`act.${name}`];
  return text === undefined ? null : fill(text, params);
}

/** Where an event comes from: Kafka's own names, or words of ours where nothing of Kafka says it. */
export function sourceText(catalogue: TextCatalogue, source: string): string {
  const ui: Readonly<Record<string, string | undefined>> = catalogue.ui;
  return ui[`source.${source}`] ?? source;
}

function brokersOf(catalogue: TextCatalogue, id: string, name: string): string {
  return id === '' ? catalogue.ui['command.all-brokers-within'] : name;
}

/** `isrShrunk` as words: "isr shrunk". A stopgap that is honest about what it names. */
export function spellOut(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_.]/g, ' ');
}
