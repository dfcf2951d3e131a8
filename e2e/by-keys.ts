// What somebody without a pointer does, and how they know where they are.
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixture.ts';

/** Presses Tab until the focus is on what is meant. */
export async function tabTo(page: Page, meant: Locator): Promise<void> {
  const hasFocus = (): Promise<boolean> => meant.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 60 && !(await hasFocus()); presses += 1) await page.keyboard.press('Tab');
  await expect(meant).toBeFocused();
}

/** What is read again and again until it is twice the same. */
export async function steady<T>(read: () => Promise<T>): Promise<T> {
  const seen: T[] = [];
  await expect(async () => {
    seen.unshift(await read());
    expect(seen.length).toBeGreaterThan(1);
    expect(seen[0]).toBe(seen[1]);
  }).toPass({ intervals: [400] });
  return seen[0] ?? read();
}

/** What the clock says once it stands still. */
export function settled(clock: Locator): Promise<string> {
  return steady(() => clock.innerText());
}
