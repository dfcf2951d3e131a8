import { describe, expect, test } from 'vitest';
import type { EventRow } from '../contract/engine-api.ts';
import type { Scenario } from '../contract/scenario.ts';
import { defaultEnd, play } from '../headless/played.ts';
import { readSource } from '../headless/scenario-source.ts';

const preset = (name: string, withScript = false) => readSource(`preset:${name}`, { isLarge: false, withScript });

function playUntil(scenario: Scenario, millis?: number) {
  const events: EventRow[] = [];
  const end = millis === undefined ? defaultEnd(scenario) : ({ kind: 'time', micros: millis * 1000 } as const);
  const played = play(scenario, { end, recordsMax: 100, onEvent: (event) => events.push(event) });
  return { ...played, named: (name: string) => events.filter((event) => event.name === name) };
}

describe('where a record lies', () => {
  test('two segments have rolled when it opens, each filled up to segment.bytes; then retention.bytes takes the oldest', () => {
    const scenario = preset('segments-and-lookup', true);
    const opened = playUntil(scenario, scenario.open!.at.micros / 1000);
    const rolled = opened.named('segmentRolled').filter(({ node }) => node === 1);
    expect(rolled).toHaveLength(2);
    for (const { args } of rolled) expect(1_048_576 - Number(args['previousSizeBytes'])).toBeLessThan(4000);
    const { report, named } = playUntil(scenario);
    expect(named('segmentsDeleted').map(({ args }) => args['reason'])).toEqual(['size', 'size', 'size']);
    expect(report.partitions[0]?.logs[0]?.logStartOffset).toBeGreaterThan(0);
  });
});

describe('the last value of every key', () => {
  test('the cleaner has been there once when it opens; the tombstone of epsilon goes with the second cleaning that sees it', () => {
    const scenario = preset('compaction', true);
    const values = (millis: number): readonly (string | null)[] => {
      const [log] = playUntil(scenario, millis).report.partitions[0]?.logs ?? [];
      return (log?.records ?? []).filter(({ key }) => key === 'epsilon').map(({ value }) => value);
    };
    expect(playUntil(scenario, scenario.open!.at.micros / 1000).named('logCleaned')).toHaveLength(3);
    expect(values(12_000)).toEqual(['17.20', null]);
    expect(values(21_000)).toEqual([null]);
    expect(values(36_000)).toEqual([]);
  });
});

describe('a power cut before the flush', () => {
  test('one broker gets back what it lost; all three at once lose all sixteen acknowledged records', () => {
    const scenario = preset('power-cut', true);
    expect(playUntil(scenario, 25_000).report.ledger).toMatchObject({ acknowledged: 16, lost: 0 });
    expect(playUntil(scenario, 25_000).report.partitions[0]?.logs.map(({ logEndOffset }) => logEndOffset)).toEqual([16, 16, 16]);
    expect(playUntil(scenario).report.ledger).toMatchObject({ acknowledged: 16, lost: 16 });
  });

  test('with flush.messages 1 from the beginning nothing is lost', () => {
    const scenario = preset('power-cut', true);
    const topics = scenario.cluster.topics.map((topic) => ({ ...topic, configs: { ...topic.configs, 'flush.messages': '1' } }));
    expect(playUntil({ ...scenario, cluster: { ...scenario.cluster, topics } }, 60_000).report.ledger).toMatchObject({ lost: 0 });
  });
});
