// What each view shows of one moment, at three widths: its words, its shapes and its colours, as its own saved picture has them. They do
// not depend on the fonts of a machine. When a view is meant to change: `node scripts/e2e.mjs snapshots.spec.ts --update-snapshots`, and
// look at the picture beside the difference.
import { existsSync, readFileSync } from 'node:fs';
import type { Page, TestInfo } from '@playwright/test';
import { readSource } from '../src/headless/scenario-source.ts';
import { encodeLink } from '../src/scenario/link.ts';
import { expect, test } from './fixture.ts';

/** A moment in which the view has something to show, and what says that its rows have come. */
interface Moment {
  readonly preset: string;
  readonly seconds: number;
  readonly ready: string;
}

const lost: Omit<Moment, 'ready'> = { preset: 'acked-and-lost', seconds: 14 };
const grouped: Omit<Moment, 'ready'> = { preset: 'rebalance', seconds: 21 };

const moments: Readonly<Record<string, Moment>> = {
  cluster: { ...lost, ready: '.target' },
  replication: { ...lost, ready: '.target' },
  'space-time': { ...lost, ready: '.stage canvas' },
  records: { ...lost, ready: '.stage-room .records' },
  matrix: { ...lost, ready: '.stage-room button' },
  metrics: { ...lost, ready: '.stage-room svg' },
  group: { ...grouped, ready: '.member-head' },
  offsets: { ...grouped, ready: '.focus-ruler' },
  code: { ...grouped, ready: '.listing' },
  producer: { preset: 'inside-producer', seconds: 3, ready: '.threads' },
  storage: { preset: 'segments-and-lookup', seconds: 8, ready: '.stage-room svg' },
};

const widths = [1440, 1024, 390];

function linkOf(view: string, { preset, seconds }: Moment): string {
  const scenario = readSource(`preset:${preset}`, { isLarge: false, withScript: true });
  return encodeLink({ ...scenario, open: { at: { micros: seconds * 1_000_000, steps: -1 }, panels: [view] } });
}

/** Names of messages stand beside their arrows where the machine's font leaves room. */
const withoutArrows = (text: string): string => text.replace(/\b(?:Produce|ack) \d+\s|Fetch\s/g, '');

/** The same but for where lines and long words are broken, which is the font's? */
function isSame(one: string, other: string): boolean {
  return one.replace(/\s/g, '') === other.replace(/\s/g, '');
}

function kept(info: TestInfo, name: string): string {
  const path = info.snapshotPath(name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

async function savedSvg(page: Page): Promise<string> {
  await page.keyboard.press('s');
  await page.getByRole('dialog').waitFor();
  const wait = page.waitForEvent('download');
  await page.getByRole('button', { name: /SVG/ }).click();
  const text = readFileSync(await (await wait).path(), 'utf8');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return text;
}

/** Words in the order in which they are drawn, however they were broken into lines; how many shapes of which kind; which colours. */
async function structureOf(page: Page, svg: string): Promise<string> {
  const { words, shapes, colors } = await page.evaluate((text) => {
    const file = new DOMParser().parseFromString(text, 'image/svg+xml');
    const counts = new Map<string, number>();
    const seen = new Set<string>();
    for (const element of file.querySelectorAll('rect, path, line, circle')) {
      // Words of HTML have boxes of their own, one for each line that they take.
      if (element.tagName !== 'rect') counts.set(element.tagName, (counts.get(element.tagName) ?? 0) + 1);
      for (const name of ['fill', 'stroke']) {
        const color = element.getAttribute(name);
        if (color !== null && /^(#|rgb)/.test(color)) seen.add(color);
      }
    }
    return {
      words: [...file.querySelectorAll('text')].map((each) => each.textContent.trim()).join(' '),
      shapes: [...counts].sort().map(([kind, count]) => `${kind} ${String(count)}`),
      colors: [...seen].sort(),
    };
  }, svg);
  const lines: string[] = [''];
  for (const word of withoutArrows(words).split(/\s+/)) {
    if ((lines.at(-1) ?? '').length + word.length > 96) lines.push('');
    lines.push(`${lines.pop() ?? ''}${word} `);
  }
  return [...lines.map((line) => line.trim()), '', shapes.join(', '), ...colors, ''].join('\n');
}

for (const [view, moment] of Object.entries(moments)) {
  test(`the ${view} view shows of one moment what it always showed, at three widths`, async ({ page }, info) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`./?visit=no&lang=en&theme=light#${linkOf(view, moment)}`);
    for (const width of widths) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.locator(moment.ready).first().waitFor();
      await expect(page.getByRole('timer').first()).toContainText(`${String(moment.seconds)}.000`);
      // A view draws when its rows have come, and is laid out once more when it has its room.
      await page.waitForTimeout(700);
      const name = `${view}-${String(width)}.txt`;
      const shown = await structureOf(page, await savedSvg(page));
      if (!isSame(shown, kept(info, name))) expect(shown).toMatchSnapshot(name);
    }
  });
}
