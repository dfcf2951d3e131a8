// What a machine can tell of WCAG 2.2 AA on one screen.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

/** The checker's own script: a page is given it before it is looked at. */
export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What is found, in words that lead to the place. */
export async function found(page: Page, rules: readonly string[] | null = null): Promise<readonly string[]> {
  const runOnly = rules === null ? { type: 'tag', values: tags } : { type: 'rule', values: rules };
  return page.evaluate(async (wanted) => {
    const { run } = (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe;
    const { violations } = await run({ runOnly: wanted });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${String(failureSummary)}`),
    );
  }, runOnly);
}
