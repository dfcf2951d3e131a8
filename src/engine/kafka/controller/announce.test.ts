import { expect, test } from 'vitest';
import { Names } from '../../kernel/names.ts';
import type { EventSpec } from '../../kernel/event.ts';
import { MetadataDelta } from '../metadata/delta.ts';
import { controllerEvents as english } from '../../../texts/en/events-controller.ts';
import { controllerEvents as chinese } from '../../../texts/zh-Hans/events-controller.ts';
import { announceChanges, type Announcer } from './announce.ts';
import { controllerEvents } from './events.ts';
import { ControllerDriver } from './testing/controller-driver.ts';

/** What is told about the records that an action writes: each event as its name and its fields. */
function told(driver: ControllerDriver, act: () => void): readonly string[] {
  const names = new Names();
  const events: string[] = [];
  const context: Announcer = {
    name: (text) => names.intern(text),
    emit: (spec: EventSpec, args: Readonly<Record<string, number>>) => {
      const fields = spec.order.map((field) => {
        const isText = ['partition', 'topic', 'name', 'nodes'].includes(String(spec.fields[field]));
        return `${field}=${isText ? names.text(args[field] ?? 0) : String(args[field])}`;
      });
      events.push(`${spec.name} ${fields.join(' ')}`);
      return events.length;
    },
  };
  const { image } = driver;
  const from = driver.log.length;
  act();
  const delta = new MetadataDelta(image);
  const records = driver.log.slice(from);
  records.forEach((record, index) => {
    delta.apply(record, from + index);
  });
  announceChanges(context, delta, records);
  return events;
}

test('the death of a leader is told as one story: election, ISR, fence', () => {
  const driver = new ControllerDriver();
  for (const brokerId of [1, 2, 3]) driver.start(brokerId);
  driver.topic('t', [[1, 2, 3]]);
  expect(told(driver, () => { driver.fence(1); })).toEqual([
    'leaderElected partition=t-0 previousLeader=1 leader=2 leaderEpoch=1 isr=2, 3',
    'isrChanged partition=t-0 leader=2 previousIsr=1, 2, 3 isr=2, 3 partitionEpoch=1',
    'brokerFenced broker=1 brokerEpoch=3 changedPartitionCount=1',
  ]);
});

test('losing the last in-sync replica is told with who may come back', () => {
  const driver = new ControllerDriver({ minIsr: '2' });
  for (const brokerId of [1, 2]) driver.start(brokerId);
  driver.topic('t', [[1, 2]]);
  driver.fence(2);
  expect(told(driver, () => { driver.fence(1); }).slice(0, 4)).toEqual([
    'leaderLost partition=t-0 previousLeader=1 leaderEpoch=1 isr= elr=1, 2',
    'isrChanged partition=t-0 leader=-1 previousIsr=1 isr= partitionEpoch=2',
    'elrChanged partition=t-0 previousElr=2 elr=1, 2 isr= partitionEpoch=2',
    'lastKnownLeaderNoted partition=t-0 lastKnownLeader=1',
  ]);
  const elected = 'leaderElectedFromElr partition=t-0 leader=2 leaderEpoch=2 previousElr=1, 2 elr=1';
  expect(told(driver, () => { driver.heartbeat(2); })[1]).toBe(elected);
});

test('a new topic is one event, whatever the number of its partitions', () => {
  const driver = new ControllerDriver();
  driver.start(1);
  expect(told(driver, () => { driver.topic('t', [[1], [1]]); })).toEqual(['topicCreated topic=t partitionCount=2 replicationFactor=1']);
});

test('every event has a text in both languages, and texts name only fields that the event has', () => {
  const names = controllerEvents.map(({ name }) => name).sort();
  expect(Object.keys(english).sort()).toEqual(names);
  expect(Object.keys(chinese).sort()).toEqual(names);
  for (const texts of [english, chinese]) {
    for (const [name, { what, why }] of Object.entries(texts)) {
      const fields: readonly string[] = controllerEvents.find((event) => event.name === name)?.order ?? [];
      for (const [, field] of `${what} ${why}`.matchAll(/\{(\w+)/g)) expect(fields).toContain(field);
    }
  }
});
