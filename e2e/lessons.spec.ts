// Lessons as learners meet them: first, middle and last step of each through axe in both languages, and three solved by the keyboard alone.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function found(page: Page): Promise<readonly string[]> {
  return page.evaluate(async (values) => {
    const { run } = (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe;
    const { violations } = await run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${String(failureSummary)}`),
    );
  }, tags);
}

// Every lesson is opened in one page.
test.setTimeout(300_000);

for (const lang of ['en', 'zh']) {
  test(`nothing is found in first, middle and last step of any lesson (${lang})`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`./?lang=${lang}&theme=light&page=lessons`);
    await page.evaluate(axe);
    const links = page.locator('.lesson-link');
    await links.first().waitFor();
    expect(await found(page), 'the list of lessons').toEqual([]);
    const count = await links.count();
    expect(count).toBeGreaterThanOrEqual(16);
    for (let index = 0; index < count; index++) {
      await links.nth(index).click();
      await page.locator('.lesson-card').waitFor();
      const dots = page.locator('.step-dot');
      const last = (await dots.count()) - 1;
      for (const step of [0, Math.floor(last / 2), last]) {
        await dots.nth(step).click();
        await expect(dots.nth(step)).toHaveAttribute('aria-current', 'step');
        await page.locator('.stage-room > *').first().waitFor();
        await page.waitForTimeout(200); // A view draws when its rows have come.
        expect(await found(page), `${await page.locator('.lesson-name').innerText()}, step ${String(step + 1)}`).toEqual([]);
      }
      await page.locator('.lesson-name button').click();
      await links.first().waitFor();
    }
    await page.locator('.lesson-more .link').nth(1).click();
    await page.locator('.handout-step').first().waitFor();
    expect(await found(page), 'a handout').toEqual([]);
    await page.locator('header').getByRole('button', { name: /^(Lessons|课程)$/ }).click();
    await page.locator('.lesson-more .link').first().click();
    await page.locator('.prediction').first().waitFor();
    expect(await found(page), 'a card').toEqual([]);
  });
}

/** What has the focus: its role, name and whether it is a field of a prediction that still waits. */
async function focused(page: Page): Promise<{ readonly name: string; readonly field: string }> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null) return { name: '', field: '' };
    const name = element.getAttribute('aria-label') ?? (element.textContent === '' ? '' : element.textContent);
    const isIn = element.closest('.prediction') !== null;
    const kind = element instanceof HTMLInputElement ? element.type : element.classList.contains('order-item') ? 'order' : '';
    const isOpen = element instanceof HTMLInputElement ? element.type === 'text' || !element.checked : true;
    return { name: name.trim(), field: isIn && isOpen ? kind : '' };
  });
}

/** Goes on with Tab until something of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 250; presses++) {
    if (name.test((await focused(page)).name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${String(name)}`);
}

async function press(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** Answers every question of the step somehow, as one who guesses. */
async function guess(page: Page): Promise<void> {
  const commit = page.getByRole('button', { name: 'Commit my prediction' });
  await commit.waitFor();
  for (let presses = 0; presses < 250 && (await commit.count()) > 0; presses++) {
    const { name, field } = await focused(page);
    if (field === 'text') await page.keyboard.type('1');
    if (field === 'radio' || field === 'checkbox') await page.keyboard.press('Space');
    if (field === 'order' || name === 'Commit my prediction') await page.keyboard.press('Enter');
    // What was pressed may be gone; Tab goes on from its place.
    await page.keyboard.press('Tab');
  }
  await expect(commit).toHaveCount(0);
}

/** A verb of the card by its name, or: let time run until the story says this. */
type Act = string | RegExp;

/** From news to news until the story says so, or the step is over. */
async function letTimeRun(page: Page, until: RegExp): Promise<void> {
  const news = page.getByRole('button', { name: 'To the next news' });
  for (let presses = 0; presses < 120; presses++) {
    if ((await news.count()) === 0 || until.test(await page.locator('.story').innerText())) return;
    const before = await page.getByRole('timer').first().innerText();
    await press(page, /^To the next news$/);
    await expect(async () => {
      if ((await news.count()) > 0) expect(await page.getByRole('timer').first().innerText()).not.toBe(before);
    })
      .toPass({ timeout: 2000, intervals: [30] })
      .catch(() => undefined); // Several things happen at one time.
  }
}

const next = /^(Next|Go on without picking)$/;

/** One step: a guess where one is asked for, the run at once, and these acts; time passes between and after them. */
async function solve(page: Page, acts: readonly Act[]): Promise<void> {
  const card = page.locator('.lesson-card');
  if ((await card.locator('.prediction').count()) > 0) await guess(page);
  const run = card.getByRole('button', { name: 'Run', exact: true });
  const end = card.locator('.step-end');
  await expect(run.or(end).or(card.locator('.goal-line')).first()).toBeVisible();
  if ((await run.count()) > 0) {
    await press(page, /^Run at once$/);
    await press(page, /^Run$/);
  }
  for (const act of acts) {
    if (typeof act === 'string') await press(page, new RegExp(`^${act}$`));
    else await letTimeRun(page, act);
  }
  if (acts.length > 0) await letTimeRun(page, /^never$/);
  await end.waitFor({ timeout: 30_000 });
}

async function solveLesson(page: Page, id: string, steps: readonly (readonly Act[])[]): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`./?lang=en&theme=light&lesson=${id}`);
  await page.locator('.lesson-card').waitFor();
  await press(page, /^Worked example$/);
  await page.keyboard.press('Enter');
  await press(page, /^Begin$/);
  for (const [index, acts] of steps.entries()) {
    await expect(page.locator('.step-dot').nth(index)).toHaveAttribute('aria-current', 'step');
    await solve(page, acts);
    if (index + 1 < steps.length) await press(page, next);
  }
  // The state of the engine says so, not the clicks.
  await expect(page.locator('.lesson-end h3')).toHaveText(/^Done/);
  await expect(page.locator('.step-dot.is-done')).toHaveCount(steps.length);
}

test('L03 is solved by the keyboard alone', async ({ page }) => {
  await solveLesson(page, 'L03', [[], [], [], [], [], ['Send to partition 3'], ['Send “frank”']]);
});

test('L11 is solved by the keyboard alone', async ({ page }) => {
  const cut = 'Cut broker 1 off from 2 and 3';
  const lose = [cut, 'Send an order', /acknowledged/, 'Kill broker 1'];
  const repair = ['Set acks=all', cut, 'Send an order', / writes 1 record/, 'Kill broker 1'];
  await solveLesson(page, 'L11', [[], [], [], [], lose, repair, [], []]);
});

test('L14 is solved by the keyboard alone', async ({ page }) => {
  const lose = ['Cut broker 1 off from 2 and 3', 'Send an order', /acknowledged/, 'Kill broker 1', /Broker 2 leads|elected/];
  const back = ['Mend all cables', 'Start broker 1'];
  await solveLesson(page, 'L14', [[], [], [], [], [], [...lose, ...back], ['Start broker 1', /ISR/, 'Run a preferred election']]);
});
