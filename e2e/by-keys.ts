// What somebody without a pointer does, and how they know where they are.
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixture.ts';

/** Presses Tab until the focus is on what is meant. */
export async function tabTo(page: Page, meant: Locator): Promise<void> {
  const hasFocus = (): Promise<boolean> => meant.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 60 && !(await hasFocus()); presses += 1) await page.keyboard.press('Tab');
  await expect(meant).toBeFocused();
}

/** What the clock says once it stands still. */
export async function settled(clock: Locator): Promise<string> {
  let seen = '';
  await expect(async () => {
    const before = seen;
    seen = await clock.innerText();
    expect(seen).toBe(before);
  }).toPass({ intervals: [400] });
  return seen;
}
