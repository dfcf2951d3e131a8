// What the page shows of each preset, beside what the headless runner says of the same scenario at the same simulated time.
import type { Page } from '@playwright/test';
import type { RunReport } from '../src/contract/report.ts';
import type { Scenario } from '../src/contract/scenario.ts';
import { play } from '../src/headless/played.ts';
import { readSource } from '../src/headless/scenario-source.ts';
import { encodeLink } from '../src/scenario/link.ts';
import { expect, test } from './fixture.ts';

const micros = 1_000_000;

function reportAt(scenario: Scenario, atMicros: number): RunReport {
  return play(scenario, { end: { kind: 'time', micros: atMicros }, recordsMax: 10, onEvent: null }).report;
}

/** What must be read on the page when the cluster is as the report says. */
async function checkShown(page: Page, report: RunReport): Promise<void> {
  for (const { leader, leaderEpoch, isr, logs } of report.partitions) {
    const inSync = [...isr].sort((one, other) => one - other).join(', ');
    const partition = new RegExp(
      `^Partition orders-0, .*\\b${leader < 0 ? 'no' : String(leader)}\\b.*epoch ${String(leaderEpoch)}, in sync \\{(.*)\\}`,
    );
    // Names follow the picture, which the clock belongs to.
    await expect(async () => {
      const name = (await page.getByRole('button', { name: partition }).getAttribute('aria-label')) ?? '';
      const shown = (partition.exec(name)?.[1] ?? '').split(', ').sort((one, other) => Number(one) - Number(other));
      expect(shown.join(', '), name).toBe(inSync);
    }).toPass();
    for (const { broker, highWatermark, logEndOffset } of logs) {
      const spoken = `orders-0 on broker ${String(broker)}, `;
      const numbers = `log end ${String(logEndOffset)}, high watermark ${String(highWatermark)}`;
      await expect(page.locator(`[aria-label^="${spoken}"]`)).toHaveAttribute('aria-label', new RegExp(numbers));
    }
  }
  const { ledger } = report;
  for (const [term, count] of [
    ['sent', ledger.sent],
    ['acknowledged', ledger.acknowledged],
    ['acked and lost', ledger.lost],
  ] as const) {
    await expect(page.locator('dt', { hasText: new RegExp(`^${term}$`) }).locator('xpath=following-sibling::dd[1]')).toHaveText(
      String(count),
    );
  }
}

for (const name of ['one-record', 'acked-and-lost', 'follower-behind']) {
  const scenario = readSource(`preset:${name}`, { isLarge: false, withScript: true });
  const last = Math.max(...scenario.commands.map(({ at }) => at.micros), scenario.open?.at.micros ?? 0);

  for (const atMicros of [Math.floor(last / 2), last + 10 * micros]) {
    test(`${name} at ${String(atMicros / micros)} s: the page shows what the runner says`, async ({ page }) => {
      const focus = scenario.open?.focus ?? null;
      const opened: Scenario = {
        ...scenario,
        open: { at: { micros: atMicros, steps: -1 }, panels: ['cluster'], ...(focus === null ? {} : { focus }) },
      };
      await page.goto(`./?visit=no#${encodeLink(opened)}`);
      await expect(page.getByRole('timer').first()).toContainText((atMicros / micros).toFixed(3), { timeout: 30_000 });
      await checkShown(page, reportAt(scenario, atMicros));
    });
  }
}

for (const width of [1024, 800]) {
  test(`at ${String(width)} px the answer to Why? lies clear of the drawer in which it was asked`, async ({ page }) => {
    await page.setViewportSize({ width, height: 768 });
    const scenario = readSource('preset:acked-and-lost', { isLarge: false, withScript: true });
    const opened: Scenario = { ...scenario, open: { at: { micros: 14 * micros, steps: -1 }, panels: ['cluster'] } };
    await page.goto(`./?visit=no&lang=en#${encodeLink(opened)}`);
    await page.locator('.drawer-handle').click();
    await page.getByText('Why?').last().click();
    await expect(page.locator('.chain li')).toHaveCount(6);
    // A click that something else would get is not done.
    await page.locator('.why').getByRole('button', { name: 'Close' }).click();
    await expect(page.locator('.why')).toHaveCount(0);
    await expect(page.locator('.drawer')).toBeVisible();
  });
}

test('Why? of a lost record leads back to who killed the leader, and each hop is a time to go to', async ({ page }) => {
  const scenario = readSource('preset:acked-and-lost', { isLarge: false, withScript: true });
  const opened: Scenario = { ...scenario, open: { at: { micros: 14 * micros, steps: -1 }, panels: ['cluster'] } };
  await page.goto(`./?visit=no&lang=en#${encodeLink(opened)}`);
  await page.getByText('Why?').last().click();
  const hops = page.locator('.chain li');
  await expect(hops).toHaveText([
    /You: kill broker 1/,
    /Broker 1 dies/,
    /Broker 1 is fenced/,
    /broker 2 leads after broker 1/,
    /Broker 2 leads orders-0/,
    /3 acknowledged records are lost/,
  ]);
  await hops.first().getByRole('button').click();
  await expect(page.getByRole('timer').first()).toContainText('6.000');
});
