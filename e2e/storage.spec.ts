// The Storage view in a browser: what is downloaded is what the headless runner exports, and what is opened is looked at byte for byte.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { Scenario } from '../src/contract/scenario.ts';
import { diskFiles } from '../src/engine/session/disk-files.ts';
import { play } from '../src/headless/played.ts';
import { readSource } from '../src/headless/scenario-source.ts';
import { encodeLink } from '../src/scenario/link.ts';
import { expect, test } from './fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

function presetOf(name: string): Scenario {
  return readSource(`preset:${name}`, { isLarge: false, withScript: false });
}

/** The files of broker 1 at the position at which the preset opens. */
function exported(name: string): ReadonlyMap<string, Uint8Array> {
  const scenario = presetOf(name);
  const end = { kind: 'time', micros: scenario.open?.at.micros ?? 0 } as const;
  const { world } = play(scenario, { end, recordsMax: 0, onEvent: null });
  return new Map(diskFiles(world, 1).map(({ path, bytes }) => [path, bytes]));
}

/** What a machine finds against the page as it stands. */
async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { run } = (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe;
    const { violations } = await run({ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${String(failureSummary)}`),
    );
  });
}

/** Goes back in time, cuts the power of the broker whose disk is shown, and compares with what was before. */
async function compareAfterPowerCut(page: Page): Promise<void> {
  const clock = page.getByRole('timer').first();
  const shown = await clock.innerText();
  await page.keyboard.press('b');
  await expect(clock).not.toHaveText(shown);
  await page.locator('.storage-power button').first().click();
  await page
    .locator('header')
    .getByRole('button', { name: /Compare|对比/ })
    .click();
  await page.locator('.compare-sides > section.is-other .storage-ledger').waitFor();
}

async function openView(page: Page, name: string, query = ''): Promise<void> {
  await page.goto(`./?visit=no${query}#${encodeLink(presetOf(name))}`);
  await page.locator('.storage-batch').first().waitFor({ timeout: 60_000 });
}

test.setTimeout(180_000);

test('the archive of a broker’s disk holds the very bytes that the headless runner exports', async ({ page }) => {
  await openView(page, 'compaction');
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: /Download files of broker 1/ }).click();
  const path = await (await waiting).path();
  const files = unzipSync(new Uint8Array(readFileSync(path)));
  const wanted = exported('compaction');
  expect(Object.keys(files).sort()).toEqual([...wanted.keys()].map((file) => `broker-1/${file}`).sort());
  for (const [file, bytes] of wanted) expect(Buffer.from(files[`broker-1/${file}`] ?? []).equals(Buffer.from(bytes)), file).toBe(true);
});

test('an offset is looked up step by step, and the batch that is found is shown by its bytes', async ({ page }) => {
  await openView(page, 'segments-and-lookup');
  const view = page.getByRole('region', { name: 'Find an offset or a timestamp' });
  await view.getByRole('textbox').fill('2500');
  await view.getByRole('button', { name: 'Look it up' }).click();
  for (let step = 0; step < 3; step++) await view.getByRole('button', { name: 'Next step' }).click();
  await expect(view.getByRole('listitem')).toHaveCount(4);
  await expect(view).toContainText('1955 is the largest name not above 2500');
  const shown = page.locator('.storage-batch.is-found');
  await expect(shown).toHaveText('2498');
  await page.locator('.storage-field').first().focus();
  for (let down = 0; down < 4; down++) await page.keyboard.press('ArrowDown');
  await expect(page.locator('.storage-field.is-lit')).toContainText('crc');
  await expect(page.locator('.hex-bytes .is-lit')).toHaveCount(4);
});

test('a log file that is opened says where it was cut off, shows what is before, and goes away again', async ({ page }) => {
  await openView(page, 'compaction');
  const log = exported('compaction').get('prices-0/00000000000000000010.log') ?? new Uint8Array(0);
  await page
    .locator('input[type="file"][accept*=".timeindex"]')
    .setInputFiles([
      { name: '00000000000000000010.log', mimeType: 'application/octet-stream', buffer: Buffer.from(log.subarray(0, log.length - 20)) },
    ]);
  await expect(page.getByRole('list', { name: 'What is wrong with the files' })).toContainText('The last batch was cut off');
  await expect(page.locator('.storage-batch').first()).toHaveText('10');
  await page.getByRole('button', { name: 'Back to the cluster' }).click();
  await expect(page.getByRole('button', { name: /Download files of broker 1/ })).toBeVisible();
});

test('two histories of a disk stand beside each other, and what a power cut has taken is marked', async ({ page }) => {
  await openView(page, 'compaction');
  await compareAfterPowerCut(page);
  const [here, there] = [page.locator('.compare-sides > section').first(), page.locator('.compare-sides > section.is-other')];
  await expect(here.locator('.storage-facts-list')).toContainText('does not run');
  await expect(there.locator('.storage-facts-list')).not.toContainText('does not run');
  const names = (side: typeof here): Promise<string[]> => side.locator('.storage-file > :first-child').allInnerTexts();
  expect(await names(here)).toEqual(await names(there));
  await expect(page.locator('.compare-list tbody tr').first()).toContainText('Records that a power cut would take');
  await expect(here.locator('.storage-bytes')).toContainText('0 bytes differ');
});

for (const [lang, theme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const) {
  test(`a machine finds nothing against the view (${lang}, ${theme})`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await openView(page, 'compaction', `&lang=${lang}&theme=${theme}`);
    expect(await findings(page)).toEqual([]);
    await compareAfterPowerCut(page);
    expect(await findings(page)).toEqual([]);
  });
}
