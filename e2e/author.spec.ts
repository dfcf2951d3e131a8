// Writing a lesson in the app: recorded, checked, previewed, saved, opened again; and what is said of a bad file.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { axe, found } from './axe-findings.ts';
import { expect, test } from './fixture.ts';

test.setTimeout(240_000);

/** Drops a file on the page, as a person does from a folder. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], fileName ?? '', { type: 'application/json' }));
      return transfer;
    },
    [name, text],
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

/** Records two steps: time runs, then broker 3 is killed by the learner. */
async function write(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./?lang=en&visit=no');
  await page.locator('.target').first().waitFor();
  await page.getByRole('button', { name: 'Scenarios' }).or(page.locator('.scenario-title')).first().click();
  await page.getByRole('menuitem', { name: /Write a lesson/ }).click();
  await page.getByRole('button', { name: 'Start recording here' }).click();
  await page.locator('#stage').focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(400);
  await page.getByRole('button', { name: 'Pause here: a step ends' }).click();
  const first = page.locator('.author-step').nth(0);
  await first.getByLabel('Title of the step').fill('Time passes');
  await first.getByLabel('What happens, or what to do').fill('Run, and watch.');
  for (let i = 0; i < 3; i++) {
    await first.getByRole('button', { name: 'Add a prediction' }).click();
    await first.getByLabel('Question', { exact: true }).nth(i).fill('How many records has partition 0 then?');
    await first.getByLabel('What is read').nth(i).selectOption('part(orders,0).leo');
  }
  await page.locator('[data-object="broker:3"]').first().focus();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: /^Kill/ }).first().click();
  await page.locator('#stage').focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
  await page.locator('.author-acts li').first().waitFor();
  await page.getByRole('button', { name: 'Pause here: a step ends' }).click();
  const second = page.locator('.author-step').nth(1);
  await second.getByLabel('Title of the step').fill('Broker 3 dies');
  await second.getByLabel('What happens, or what to do').fill('Kill broker 3.');
  await second.getByLabel('the learner, until the goal is reached').check();
  await second.getByLabel('What is read').selectOption('broker(3).alive');
  await second.getByText('Hints: 0').click();
  await second.getByRole('button', { name: 'Add a hint' }).click();
  await second.getByLabel('What the hint says').fill('Broker 3 has a menu.');
  await second.getByText(/^Less help at higher levels/).click();
  await second.getByLabel('Without buttons: the verb is found on the picture').first().check();
  await second.getByLabel('Minutes in class').fill('4');
  const lesson = page.locator('.author-lesson');
  await expect(lesson).toContainText('All steps together: 6 minutes.');
  await lesson.getByText('Terms before the first step: 3').click();
  await lesson.getByRole('button', { name: 'Add a term' }).click();
  await lesson.getByLabel('Word').last().fill('broker');
  await lesson.getByLabel('What it is').last().fill('A server of the cluster.');
  await lesson.getByLabel('Title').fill('A lesson of my own');
  await lesson.getByLabel('Goal of the lesson').fill('Say what a dead broker changes.');
}

test('a lesson is recorded, checked, previewed, saved as a file, and opens again when the file is dropped', async ({ page }) => {
  await write(page);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.locator('.author-out')).toContainText('Good: the solution passes with five seeds', { timeout: 120_000 });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('a1.lesson.json');
  const text = readFileSync(await file.path(), 'utf8');
  expect(text).toContain('"Broker 3 has a menu."');
  expect(text).toContain('"hidesOffers": true');
  await page.waitForTimeout(400);
  await page.evaluate(axe);
  expect(await found(page)).toEqual([]);
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.locator('.lesson-bar')).toContainText('A lesson of my own');
  // The terms stand before the first step, the author's own among them.
  await expect(page.getByText('A server of the cluster.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to writing' }).click();
  await expect(page.locator('.author-step')).toHaveCount(2);
  await page.goto('./?lang=en&visit=no');
  await page.locator('.target').first().waitFor();
  await drop(page, 'a1.lesson.json', text);
  await expect(page.locator('.lesson-bar')).toContainText('A lesson of my own');
});

test('a problem is named at its field, leads there, and goes away when it is mended', async ({ page }) => {
  await write(page);
  const second = page.locator('.author-step').nth(1);
  await second.getByLabel('What the hint says').fill('');
  await second.getByLabel('What is read').selectOption('');
  await second.locator('summary').first().click();
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.locator('.author-out')).toContainText('2 problems');
  await page.locator('.author-go').filter({ hasText: 'Step 2 · Hint 1' }).click();
  const hint = second.getByLabel('What the hint says');
  await expect(hint).toBeFocused();
  await expect(hint).toHaveAttribute('aria-invalid', 'true');
  await expect(hint).toHaveAccessibleDescription('This text is missing.');
  await expect(second).toContainText('Choose what the learner has to bring about.');
  await page.evaluate(axe);
  expect(await found(page)).toEqual([]);
  await hint.fill('Broker 3 has a menu.');
  await expect(hint).not.toHaveAttribute('aria-invalid', 'true');
  await second.getByLabel('What is read').selectOption('broker(3).alive');
  await expect(page.locator('.author-out')).toContainText('Nothing is missing any more');
});

test('a bad lesson file says what is wrong and where, in the language of the page', async ({ page }) => {
  await page.goto('./?lang=zh-Hans&visit=no');
  await page.locator('.target').first().waitFor();
  await drop(page, 'bad.lesson.json', '{"format": 1, "id": "A1", "instructor": {}, "steps": [{"id": "<img src=x>"}]}');
  await expect(page.locator('.problem-page h1')).toContainText('课');
  await expect(page.locator('.problem-page')).toContainText('steps[0]');
  await expect(page.locator('.problem-page img')).toHaveCount(0);
});
