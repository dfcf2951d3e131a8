// Every view there is, one after the other, found as a person finds them: with the key that goes to the next.
import type { Page } from '@playwright/test';

/** Names of the view that is shown, in the language of the page. */
export async function shownView(page: Page): Promise<string> {
  return page.locator('.view-tab[aria-current="page"]').innerText();
}

/** Goes through all views of a page that is 768 px wide or wider, beginning with the one that is shown. */
export async function eachView(page: Page, visit: (view: string) => Promise<void>): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let view = await shownView(page); !seen.includes(view); view = await shownView(page)) {
    await visit(view);
    seen.push(view);
    await page.keyboard.press('v');
    await page.locator('.view-tab[aria-current="page"]').filter({ hasNotText: view }).waitFor();
    await page.locator('.stage-room > *').first().waitFor();
    // A view draws when its rows have come.
    await page.waitForTimeout(400);
  }
  return seen;
}
