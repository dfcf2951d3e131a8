import { describe, expect, test } from 'vitest';
import type { Command } from '../contract/command.ts';
import type { EventRow } from '../contract/engine-api.ts';
import type { ClientCall } from '../contract/scenario.ts';
import { faults } from '../engine/faults/index.ts';
import { allEvents } from '../engine/session/all-events.ts';
import { defaultEnd, play } from '../headless/played.ts';
import { readSource } from '../headless/scenario-source.ts';
import { catalogue as english } from './en/catalogue.ts';
import { codeText, eventText, nodeName, sourceText } from './event-text.ts';
import { marks } from './marks.ts';
import { catalogue as chinese } from './zh-Hans/catalogue.ts';

const both = [english, chinese];
const ownParams = ['act', 'errorWords', 'who', 'whom'];

/** Names of values that a text asks for. */
const places = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)(?=[}?!])/g)].map((match) => match[1] ?? ''))].sort();

describe.each(allEvents.map((spec) => [spec.name, spec] as const))('event %s', (name, spec) => {
  test('has words in both languages, filled with nothing that it does not have', () => {
    for (const { events } of both) {
      expect(events[name]?.what).toBeTruthy();
      const known: readonly string[] = [...ownParams, ...spec.order];
      expect(places(`${events[name]?.what ?? ''}${events[name]?.why ?? ''}`).filter((place) => !known.includes(place))).toEqual([]);
    }
  });

  test('says the same values in both languages', () => {
    for (const part of ['what', 'why'] as const)
      expect(places(chinese.events[name]?.[part] ?? ''), part).toEqual(places(english.events[name]?.[part] ?? ''));
  });
});

const isMarked = ({ name, level, interest }: { readonly name: string; readonly level: string; readonly interest: number }): boolean =>
  level === 'milestone' && interest >= 2 && !name.startsWith('link');

test('what gets a mark above the line of time has words for it, and nothing else has: the same values in both languages', () => {
  const marked = allEvents.filter(isMarked).map((spec) => spec.name);
  for (const texts of Object.values(marks)) expect(Object.keys(texts).sort()).toEqual([...marked].sort());
  for (const name of marked) expect(places(marks['zh-Hans'][name] ?? ''), name).toEqual(places(marks.en[name] ?? ''));
});

test('a mark is short, and speaks of fields that its event has', () => {
  for (const texts of Object.values(marks)) {
    for (const spec of allEvents.filter(isMarked)) {
      const text = texts[spec.name] ?? '';
      expect(text.length, spec.name).toBeLessThan(50);
      for (const place of places(text)) expect([...Object.keys(spec.fields), 'act'], spec.name).toContain(place);
    }
  }
});

test('no text stands for an event that the engine does not know', () => {
  const known = allEvents.map((spec) => spec.name);
  for (const { events } of both) expect(Object.keys(events).filter((name) => !known.includes(name))).toEqual([]);
});

describe.each(['preset:one-record', 'preset:acked-and-lost', 'preset:follower-behind', 'src/texts/testing/many-faults.json'])(
  'the events of %s',
  (source) => {
    const scenario = readSource(source, { isLarge: false, withScript: true });
    const events: EventRow[] = [];
    play(scenario, { end: defaultEnd(scenario), recordsMax: 0, onEvent: (event) => events.push(event) });
    const clients = (node: number): string | undefined => {
      const start = events.find((event) => event.name === 'clientAdded' && event.node === node);
      return start === undefined ? undefined : String(start.args['client']);
    };

    test('are told without a gap: no braces are left but those of sets', () => {
      for (const catalogue of both) {
        const told = new Set(
          events.flatMap((event) => [eventText(catalogue, event, 'what', clients), eventText(catalogue, event, 'why', clients)]),
        );
        for (const text of told) {
          expect(text.replace(/\{(?:\d+(?:, \d+)*)?\}/g, '')).not.toMatch(/[{}]/);
          expect(text).not.toMatch(/\{\{|undefined|null|[ （(：]-1\b|Node \d|节点\d/);
        }
      }
    });

    test('begin every English sentence with a capital letter, a name or a call, and end it', () => {
      for (const event of events) expect(eventText(english, event, 'what', clients)).toMatch(/[.]$/);
      for (const event of events) expect(eventText(chinese, event, 'what', clients)).toMatch(/[。]$/);
    });
  },
);

const clientCalls: Readonly<Record<ClientCall, true>> = {
  flush: true,
  pause: true,
  resume: true,
  'seek-to-beginning': true,
  'seek-to-end': true,
  'commit-sync': true,
  'commit-async': true,
  'enforce-rebalance': true,
  unsubscribe: true,
  subscribe: true,
};

/** What the log calls a kind of command: what is done to a message or called of a client has words of its own. */
function actCodes(kind: string): readonly string[] {
  if (kind === 'message') return ['drop', 'delay', 'duplicate', 'hold', 'release'].map((action) => `message-${action}`);
  return kind === 'call-client' ? Object.keys(clientCalls).map((call) => `call-${call}`) : [kind];
}

test('every fault has its name, what it does, and what the log says of it', () => {
  for (const catalogue of both)
    for (const { name } of faults)
      for (const code of [name, `${name}.about`, `${name}.short`]) expect(codeText(catalogue, 'fault', code), code).not.toBeNull();
});

test('every act has words for the log and for the other history', () => {
  const kinds: Readonly<Record<Exclude<Command['kind'], 'fault'>, true>> = {
    send: true,
    workload: true,
    'configure-client': true,
    'configure-topic': true,
    'configure-broker': true,
    'create-topic': true,
    'delete-topic': true,
    'add-partitions': true,
    reassign: true,
    elect: true,
    'delete-records': true,
    'add-producer': true,
    'add-consumer': true,
    'remove-client': true,
    'close-client': true,
    'change-program': true,
    'seek-consumer': true,
    'call-client': true,
    'set-processing': true,
    'change-library': true,
    'set-costs': true,
    message: true,
  };
  for (const catalogue of both)
    for (const kind of Object.keys(kinds)) {
      const codes = actCodes(kind);
      for (const code of codes) expect(codeText(catalogue, 'act', code), code).not.toBeNull();
    }
});

test('a node has a name at the start of a sentence and within one', () => {
  const names = [1, 101, 900, 1001].map((node) => [
    nodeName(english, node, 'start', () => 'checkout'),
    nodeName(english, node, 'within', () => 'checkout'),
  ]);
  expect(names).toEqual([
    ['Broker 1', 'broker 1'],
    ['The controller', 'the controller'],
    ['The administrator', 'the administrator'],
    ['checkout', 'checkout'],
  ]);
});

test("where an event comes from is a name of Kafka's or said in both languages", () => {
  const own = new Set(allEvents.map(({ source }) => source).filter((source) => !/[A-Z]/.test(source)));
  expect([...own].sort()).toEqual(['ground truth', 'network', 'the application', 'you']);
  for (const source of own) {
    expect(sourceText(english, source)).toMatch(/^[a-z ]+$/);
    expect(sourceText(chinese, source)).toMatch(/^[一-鿿]+$/);
  }
  expect(sourceText(chinese, 'ReplicationControlManager.handleBrokerFenced')).toBe('ReplicationControlManager.handleBrokerFenced');
});
