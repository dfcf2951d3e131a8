// The presenter's two windows: what the room sees, and the notes beside it.
import type { Page } from '@playwright/test';
import { axe, found } from './axe-findings.ts';
import { expect, test } from './fixture.ts';

test.setTimeout(180_000);

async function present(page: Page, query: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`./?${query}&present=1&visit=no`);
  await page.locator('.presenter-foot').waitFor();
}

/** Opens the notes with the key, as a presenter does. */
async function openNotes(page: Page): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('n');
  const notes = await opened;
  await notes.locator('.presenter-notes').waitFor();
  return notes;
}

async function look(page: Page, screen: string): Promise<void> {
  await page.waitForTimeout(400);
  await page.evaluate(axe);
  expect(await found(page), screen).toEqual([]);
}

test('votes typed into the notes are bars on the wall, and the answer comes when it is asked for', async ({ page }) => {
  await present(page, 'lesson=L11&lang=en');
  await expect(page.locator('.presenter-foot')).toContainText('Run opens after the vote');
  const notes = await openNotes(page);
  await expect(notes.locator('.presenter-notes')).toContainText('What to say');
  // Notes are for the presenter alone.
  await expect(page.locator('.presenter')).not.toContainText('What to say');
  await notes.getByLabel('Votes for A').fill('38');
  await notes.getByLabel('Votes for B').fill('51');
  await expect(page.getByRole('img', { name: 'A: 38 votes' })).toBeVisible();
  await expect(page.locator('.vote-sum')).toContainText('by hand: 89 votes');
  await notes.getByRole('button', { name: 'Second vote' }).click();
  await notes.getByLabel('Votes for B').fill('80');
  await expect(page.getByRole('img', { name: 'B: 80 votes, before 51' })).toBeVisible();
  await expect(page.locator('.votes .is-right')).toHaveCount(0);
  await page.locator('#stage').focus();
  await page.keyboard.press('r');
  await expect(page.locator('.votes .is-right')).toHaveCount(1);
  await expect(page.locator('.votes .is-right')).toContainText('so it is');
});

test('a remote leads through a step: open, run, answer, next', async ({ page }) => {
  await present(page, 'lesson=L10&lang=en');
  const first = await page.locator('.presenter-step').first().innerText();
  for (let press = 0; press < 12 && (await page.locator('.presenter-step').first().innerText()) === first; press++) {
    await page.keyboard.press('PageDown');
    await page.waitForTimeout(1500);
  }
  await expect(page.locator('.presenter-step').first()).toHaveText('step 2 of 6');
  await page.keyboard.press('PageUp');
  await expect(page.locator('.presenter-step').first()).toHaveText(first);
});

test('frozen, the wall keeps its picture while the presenter looks ahead; blank, it shows nothing', async ({ page }) => {
  await present(page, 'lesson=L11&lang=en');
  const notes = await openNotes(page);
  const before = await page.locator('.presenter > .presenter-live h1').innerText();
  await notes.getByRole('button', { name: 'Freeze' }).click();
  await expect(page.locator('.presenter-still h1')).toHaveText(before);
  await notes.getByRole('button', { name: 'Show the answer' }).click();
  await expect(notes.getByRole('button', { name: 'Next step' })).toBeVisible();
  await notes.getByRole('button', { name: 'Next step' }).click();
  await expect(page.locator('.presenter > .presenter-live h1')).not.toHaveText(before);
  await expect(page.locator('.presenter-still h1')).toHaveText(before);
  await expect(page.locator('.presenter > .presenter-live')).toBeHidden();
  await page.keyboard.press('f');
  await expect(page.locator('.presenter > .presenter-live')).toBeVisible();
  await expect(page.locator('.presenter-still h1')).toHaveCount(0);
  await page.keyboard.press('.');
  await expect(page.locator('.presenter-blank')).toBeVisible();
  await expect(notes.locator('.notes-state')).toHaveText('Blank');
  await page.keyboard.press('b');
  await expect(page.locator('.presenter-blank')).toHaveCount(0);
});

test('where no second window opens, the notes are beside the picture and say so', async ({ page }) => {
  await page.addInitScript(() => {
    window.open = () => null;
  });
  await present(page, 'lesson=L11&lang=en');
  await page.keyboard.press('n');
  await expect(page.locator('.presenter-drawer')).toContainText('The browser did not open a second window');
  await look(page, 'drawer');
});

test('a scenario without a lesson is presented too, and Escape leads out', async ({ page }) => {
  await present(page, 'lang=en');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('A remote’s forward button');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.locator('.shell .bar')).toBeVisible();
});

for (const lang of ['en', 'zh-Hans']) {
  test(`nothing is found on the wall or in the notes (${lang})`, async ({ page }) => {
    await present(page, `lesson=L11&lang=${lang}`);
    await look(page, 'question');
    const notes = await openNotes(page);
    await look(notes, 'notes');
    await notes.locator('.vote-inputs input').first().fill('12');
    await page.locator('#stage').focus();
    await page.keyboard.press('r');
    await page.locator('.votes .is-right').waitFor();
    await look(page, 'answer');
    await page.keyboard.press('?');
    await look(page, 'keys');
    await page.keyboard.press('Escape');
    await page.keyboard.press('q');
    await look(page, 'large code');
  });
}
