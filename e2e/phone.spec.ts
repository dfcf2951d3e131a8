// What a phone's page offers in place of the bar and the rail of wider windows.
import { readSource } from '../src/headless/scenario-source.ts';
import { encodeLink } from '../src/scenario/link.ts';
import { expect, test } from './fixture.ts';

test.use({ viewport: { width: 390, height: 844 } });

test('a loss is told above the transport, and asked about there', async ({ page }) => {
  const scenario = readSource('preset:acked-and-lost', { isLarge: false, withScript: true });
  const link = encodeLink({ ...scenario, open: { at: { micros: 14_000_000, steps: -1 }, panels: ['cluster'] } });
  await page.goto(`./?visit=no&lang=en#${link}`);
  const notice = page.locator('.loss-notice');
  await expect(notice).toContainText('acknowledged records are lost');
  await notice.getByRole('button', { name: /Why/ }).click();
  await expect(page.locator('.why')).toBeVisible();
  await page.keyboard.press('Escape');
  await notice.getByRole('button', { name: 'Close' }).click();
  await expect(notice).toHaveCount(0);
});

test('somebody who comes for the first time is told what to do, and changes the language in the menu', async ({ page }) => {
  await page.goto('./?lang=en');
  await expect(page.locator('.next-thing')).toBeVisible();
  await page.locator('.views-phone button').click();
  await page.getByRole('menuitem', { name: '中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', /zh/);
});

test('a cluster of one’s own is built from a few numbers', async ({ page }) => {
  await page.goto('./?visit=no&lang=en');
  await page.locator('.scenario-title').click();
  await page.getByRole('menuitem', { name: /Build your own/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('brokers').fill('2');
  await sheet.getByRole('button', { name: 'Build it' }).click();
  await expect(page.locator('.scenario-title')).toHaveText('My cluster');
  // No more replicas than brokers: Kafka would refuse the topic.
  await expect(page.locator('.phone-partition')).toContainText('partition 1 of 3, ISR {2, 1}');
});

test('a client has its verbs in a line below the logs', async ({ page }) => {
  await page.goto('./?visit=no&lang=en');
  await page.locator('.client-line').first().click();
  await page.getByRole('menuitem', { name: /^Send a record/ }).click();
  await expect(page.locator('.client-line').first()).toContainText('acks=all');
  await page.getByRole('tab', { name: 'What happened' }).click();
  await expect(page.locator('.event').last()).toContainText('checkout');
});
