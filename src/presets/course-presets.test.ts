import { describe, expect, test } from 'vitest';
import type { ApplicationReport, LedgerReport } from '../contract/report.ts';
import { play } from '../headless/played.ts';
import { checkSource, readSource } from '../headless/scenario-source.ts';
import { decodeLink, encodeLink } from '../scenario/link.ts';

/** What each preset comes to when its script is played, and how long that takes in seconds. */
interface Outcome {
  readonly seconds: number;
  readonly application?: Partial<ApplicationReport>;
  readonly ledger?: Partial<LedgerReport>;
}

/** Six ways to process twice (course note S3), and four to lose (S0). */
const outcomes: Readonly<Record<string, Outcome>> = {
  'duplicate-kill': { seconds: 20, application: { processed: 10, processedAgain: 7, skipped: 0 } },
  'duplicate-unsubscribe': { seconds: 15, application: { processed: 10, processedAgain: 10, skipped: 0 } },
  'duplicate-slow': { seconds: 30, application: { processed: 10, processedAgain: 10, skipped: 0 } },
  'duplicate-reassigned': { seconds: 15, application: { processed: 10, processedAgain: 10, skipped: 0 } },
  'duplicate-session': { seconds: 30, application: { processed: 10, processedAgain: 10, skipped: 0 } },
  'duplicate-commit-fails': { seconds: 45, application: { processed: 200, processedAgain: 200, skipped: 0 } },
  'loss-acks-0': { seconds: 30, ledger: { sent: 10, unconfirmed: 10, failed: 0 } },
  'loss-page-cache': { seconds: 40, ledger: { sent: 100, acknowledged: 100, lost: 100 } },
  'loss-commit-first': { seconds: 20, application: { processed: 4, processedAgain: 0, skipped: 6 } },
  'loss-auto-commit': { seconds: 20, application: { processed: 3, processedAgain: 0, skipped: 7 } },
};

describe.each(Object.entries(outcomes))('preset %s', (name, { seconds, application, ledger }) => {
  const source = `preset:${name}`;

  test('is what the format and Kafka accept, travels in a link, and opens before there is anything to undo', () => {
    expect(checkSource(source, { isLarge: false, withScript: true })).toMatchObject({ ok: true });
    const scenario = readSource(source, { isLarge: false, withScript: false });
    expect(decodeLink(encodeLink(scenario))).toEqual({ ok: true, value: scenario });
    for (const { at } of scenario.commands) expect(at.micros).toBeLessThanOrEqual(scenario.open?.at.micros ?? -1);
  });

  test('loses or repeats what it says, and breaks no promise of Kafka', () => {
    const scenario = readSource(source, { isLarge: false, withScript: true });
    const end = { kind: 'time', micros: seconds * 1_000_000 } as const;
    const { report, refusals } = play(scenario, { end, recordsMax: 1000, onEvent: null });
    expect(refusals).toEqual([]);
    expect(report.violatedInvariants).toEqual([]);
    if (application !== undefined) expect(report.applications[0]).toMatchObject(application);
    if (ledger !== undefined) expect(report.ledger).toMatchObject(ledger);
  });
});

test('with acks=0 six records that the producer believes sent are in no log', () => {
  const scenario = readSource('preset:loss-acks-0', { isLarge: false, withScript: true });
  const { report } = play(scenario, { end: { kind: 'time', micros: 30_000_000 }, recordsMax: 100, onEvent: null });
  const [partition] = report.partitions.filter(({ topic }) => topic === 'orders');
  expect(partition?.logs.map(({ logEndOffset }) => logEndOffset)).toEqual([4, 4, 4]);
});
