import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { EventRow } from '../../contract/engine-api.ts';
import type { RunReport } from '../../contract/report.ts';
import { play } from '../../headless/played.ts';
import { readSource } from '../../headless/scenario-source.ts';

/** What one run came to: only what a case speaks of is compared. */
interface Facts {
  /** By application: records processed, times that one was processed once more, records that were passed without. */
  readonly apps?: Readonly<Record<string, { readonly processed: number; readonly again: number; readonly skipped: number }>>;
  /** The committed offset of the first group's partition 0; -1: none. */
  readonly committed?: number;
  /** Exceptions that reached consumers' programs, each named once, in order. */
  readonly exceptions?: readonly string[];
  /** Calls of a consumer's rebalance listener, with the number of partitions. */
  readonly callbacks?: Readonly<Record<string, readonly string[]>>;
  readonly sent?: number;
  readonly acknowledged?: number;
  readonly failed?: number;
  readonly unconfirmed?: number;
  /** Acknowledged, and gone. */
  readonly lost?: number;
  readonly duplicated?: number;
  /** The callback had an exception, and the record stands in the log. */
  readonly failedButWritten?: number;
  /** Records in the leader's log of `orders`, all partitions, copies counted. */
  readonly inLog?: number;
  /** Records that were sent and are not there. */
  readonly missing?: number;
  /** Values in the order of the log of partition 0. */
  readonly order?: readonly string[];
  /** Exceptions of send() and its callbacks, each named once, in order. */
  readonly sendExceptions?: readonly string[];
  /** Partitions of each member, ascending. */
  readonly assignmentSizes?: readonly number[];
  /** Next offsets of one consumer. */
  readonly positions?: Readonly<Record<string, readonly number[]>>;
  /** Keys whose first and last record stand in different partitions. */
  readonly movedKeys?: readonly string[];
  /** How many records each consumer was handed. */
  readonly delivered?: Readonly<Record<string, number>>;
  readonly logStartOffset?: number;
  readonly logEndOffset?: number;
}

interface DeliveryCase {
  readonly reference: string;
  readonly cause: string;
  readonly expect: Facts;
  /** The row of the recorded cases that it repeats. */
  readonly golden?: string;
  readonly prevention?: string;
  readonly prevented?: Facts;
}

const cases = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8')) as readonly DeliveryCase[];

/** Cases of the reference that need transactions. */
const needTransactions = ['P22', 'C27', 'C28', 'C29', 'C30', 'C31', 'C32', 'C33'];

function factsOf(name: string): Required<Facts> {
  const file = new URL(`./${name}.json`, import.meta.url).pathname;
  const scenario = readSource(file, { isLarge: false, withScript: false });
  const events: EventRow[] = [];
  const end = { kind: 'time', micros: scenario.open?.at.micros ?? 0 } as const;
  const { report, refusals } = play(scenario, { end, recordsMax: 2000, onEvent: (event) => events.push(event) });
  expect(refusals).toEqual([]);
  expect(report.violatedInvariants).toEqual([]);
  const named = (event: string): EventRow[] => events.filter(({ name: of, micros }) => of === event && micros >= 0);
  const orders = report.partitions.filter(({ topic }) => topic === 'orders').sort((a, b) => a.partition - b.partition);
  const leaderLogs = orders.map(({ leader, logs }) => logs.find(({ broker }) => broker === leader) ?? logs[0]);
  const records = leaderLogs.map((log) => log?.records.filter(({ ledgerId }) => ledgerId > 0) ?? []);
  const ids = records.flat().map(({ ledgerId }) => ledgerId);
  const partitionsOfKeys = new Map<string, Set<number>>();
  records.forEach((list, partition) => {
    for (const { key } of list) if (key !== null) partitionsOfKeys.set(key, (partitionsOfKeys.get(key) ?? new Set()).add(partition));
  });
  const exceptionsOf = (...names: readonly string[]): string[] => [
    ...new Set(
      names
        .flatMap(named)
        .sort((a, b) => a.id - b.id)
        .map(({ args }) => String(args['exception'])),
    ),
  ];
  return {
    ...report.ledger,
    apps: Object.fromEntries(
      report.applications.map(({ application, processed, processedAgain, skipped }) => [
        application,
        { processed, again: processedAgain, skipped },
      ]),
    ),
    committed: report.groups[0]?.committed.find(({ topicPartition }) => topicPartition === 'orders-0')?.offset ?? -1,
    exceptions: exceptionsOf('consumerError', 'programFailed'),
    callbacks: Object.fromEntries(report.consumers.map(({ name: consumer }) => [consumer, callbacksOf(events, consumer)])),
    delivered: Object.fromEntries(report.consumers.map(({ name: consumer }) => [consumer, deliveredTo(report, consumer)])),
    inLog: ids.length,
    missing: report.ledger.sent - new Set(ids).size,
    order: records[0]?.map(({ value }) => value ?? '') ?? [],
    sendExceptions: exceptionsOf('sendFailed'),
    assignmentSizes: (report.groups[0]?.members ?? []).map(({ assignment }) => assignment.length).sort((a, b) => a - b),
    positions: Object.fromEntries(
      report.consumers.map(({ name: consumer, positions }) => [consumer, positions.map(({ offset }) => offset ?? -1)]),
    ),
    movedKeys: [...partitionsOfKeys]
      .filter(([, partitions]) => partitions.size > 1)
      .map(([key]) => key)
      .sort(),
    logStartOffset: leaderLogs[0]?.logStartOffset ?? -1,
    logEndOffset: leaderLogs[0]?.logEndOffset ?? -1,
  };
}

function deliveredTo({ producers }: RunReport, consumer: string): number {
  const counts = producers.flatMap(({ sends }) => {
    return sends.flatMap(({ count, deliveries }) => deliveries.filter((d) => d.consumer === consumer).map(({ times }) => times * count));
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What a consumer's rebalance listener was called with. */
function callbacksOf(events: readonly EventRow[], consumer: string): readonly string[] {
  const calls: Readonly<Record<string, string>> = { partitionsAssigned: 'assigned', partitionsRevoked: 'revoked', partitionsLost: 'lost' };
  const node = events.find(({ name, args }) => name === 'clientAdded' && args['client'] === consumer)?.node;
  return events.flatMap((event) => {
    const call = event.node === node ? calls[event.name] : undefined;
    return call === undefined ? [] : [`${call} ${String(event.args['partitionCount'])}`];
  });
}

interface GoldenRow {
  readonly id: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

const goldenFile = readFileSync(new URL('../../../conformance/delivery-cases.jsonl.gz', import.meta.url));
const goldenRows = gunzipSync(goldenFile)
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as GoldenRow);

/** What a recorded row says, in the words of a case. */
function goldenFacts({ id, expected }: GoldenRow, facts: Required<Facts>): readonly (readonly [string, unknown, unknown])[] {
  const isConsumer = id.startsWith('delivery-C');
  const [app = { processed: 0, again: 0, skipped: 0 }] = Object.values(facts.apps);
  const ours: Readonly<Record<string, unknown>> = {
    lost: isConsumer ? app.skipped : facts.missing,
    duplicates: isConsumer ? app.again : facts.duplicated,
    committed: facts.committed,
    produced: facts.sent,
    sent: facts.sent,
    inLog: facts.inLog,
    acknowledged: facts.acknowledged,
    read: app.processed,
    callbacksOfFirst: facts.callbacks['billing-1'],
    assignmentSizes: facts.assignmentSizes,
    logStart: facts.logStartOffset,
    logEnd: facts.logEndOffset,
    moved: facts.movedKeys.length,
    errors: facts.sendExceptions,
    thrown: facts.sendExceptions[0],
    future: facts.sendExceptions[0],
    readAfterRestart: facts.exceptions.length > 0 ? -1 : facts.delivered['billing-2'],
  };
  // What was committed before the restart: there the successor commits too.
  const isPassed = (key: string): boolean => (key === 'committed' && 'readAfterRestart' in expected) || expected[key] === 'none';
  return Object.keys(expected)
    .filter((key) => key in ours && !isPassed(key))
    .map((key) => [key, ours[key], expected[key]] as const);
}

describe.each(cases)('$reference: $cause', ({ reference, expect: wanted, golden, prevention, prevented }) => {
  test('loses and repeats what the reference says', () => {
    const facts = factsOf(reference);
    expect(facts).toMatchObject(wanted);
    const row = goldenRows.find(({ id }) => id === golden);
    expect(row === undefined).toBe(golden === undefined);
    if (row === undefined) return;
    const compared = goldenFacts(row, facts);
    expect(compared.length).toBeGreaterThan(0);
    for (const [key, ours, theirs] of compared) expect([key, ours]).toEqual([key, theirs]);
  });

  test.runIf(prevented !== undefined)(`is prevented: ${prevention ?? ''}`, () => {
    expect(factsOf(`${reference}-prevented`)).toMatchObject(prevented ?? {});
  });
});

test('every case of the reference is played, but for those that need transactions', () => {
  const numbers = (letter: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${letter}${String(i + 1)}`);
  const played = new Set(cases.map(({ reference }) => reference.split('-')[0]));
  const missing = [...numbers('P', 22), ...numbers('C', 36)].filter((reference) => !played.has(reference));
  expect(missing).toEqual(needTransactions);
});

test('every recorded row that needs no transaction is repeated by a case', () => {
  const repeated = cases.map(({ golden }) => golden);
  expect(goldenRows.map(({ id }) => id).filter((id) => !repeated.includes(id))).toEqual(['delivery-C27']);
});
