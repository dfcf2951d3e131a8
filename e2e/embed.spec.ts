// The page in frames of other people's pages: of the same site, of another site, and in a sandbox, where storage and workers are refused.
import { createServer } from 'node:http';
import type { Frame, Page } from '@playwright/test';
import { expect, test as plain } from '@playwright/test';
import { readSource } from '../src/headless/scenario-source.ts';
import { encodeLink } from '../src/scenario/link.ts';

const scenario = readSource('preset:acked-and-lost', { isLarge: false, withScript: true });
const link = encodeLink(scenario);

/** What the frame told the page around it. */
interface Told {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** A page with a frame in it, at an address of our own making, that keeps what the frame tells it. */
async function host(page: Page, address: string, frame: string, attributes = ''): Promise<Frame> {
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: courseWith(frame, attributes) }));
  return open(page, address);
}

function courseWith(frame: string, attributes = ''): string {
  return `<!doctype html><title>A course</title><h1>A course</h1>
    <iframe src="${frame}" width="900" height="560" allow="fullscreen; clipboard-write" ${attributes}></iframe>
    <script>
      window.told = [];
      addEventListener('message', ({ data, origin }) => { if (data.kafkascope === 1) told.push({ ...data, from: origin }); });
    </script>`;
}

async function open(page: Page, address: string): Promise<Frame> {
  await page.goto(address);
  const element = await page.locator('iframe').elementHandle();
  const inner = await element?.contentFrame();
  if (inner === null || inner === undefined) throw new Error('the frame is empty');
  return inner;
}

const told = (page: Page): Promise<readonly Told[]> => page.evaluate(() => (window as unknown as { told: Told[] }).told);

async function checkPlays(frame: Frame): Promise<void> {
  await frame.locator('.target').first().waitFor();
  const clock = frame.getByRole('timer').first();
  const before = await clock.innerText();
  await frame.getByRole('button', { name: 'Step forward', exact: false }).first().click();
  await expect(clock).not.toHaveText(before);
}

/** A server of another site, which `localhost` is to `127.0.0.1`: a page that a test makes up may not reach a server on this machine. */
async function serveCourse(): Promise<{ readonly course: string; readonly serve: (html: string) => void; readonly stop: () => void }> {
  let page = '';
  const server = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end(page));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : 0;
  const serve = (html: string): void => {
    page = html;
  };
  return { course: `http://localhost:${String(port)}`, serve, stop: () => server.close() };
}

plain('in a frame of the same site it opens a link, plays, and tells the page around where it stands', async ({ page, baseURL }) => {
  const home = baseURL ?? '';
  const frame = await host(page, `${home}/course.html`, `${home}/embed/?lang=en#${link}`);
  await checkPlays(frame);
  await expect(frame.locator('.scenario-title')).toHaveText('The kill that loses a record');
  await expect
    .poll(async () => (await told(page)).map(({ kind }) => kind))
    .toEqual(expect.arrayContaining(['ready', 'height', 'step', 'result']));
  const heights = (await told(page)).filter(({ kind }) => kind === 'height').map(({ pixels }) => Number(pixels));
  expect(heights.at(-1)).toBeGreaterThan(250);
  // The whole page is one click away, with the same moment.
  const whole = frame.getByRole('link', { name: /Open in Kafkascope/ });
  await whole.focus();
  await expect(whole).toHaveAttribute('href', new RegExp(`^${home}/#1\\.d\\.`));
});

plain(
  'in a frame of another site it plays; only origins that its address names are told anything, or may ask',
  async ({ page, baseURL }) => {
    const home = baseURL ?? '';
    const { course, serve, stop } = await serveCourse();
    serve(courseWith(`${home}/embed/?lang=en&origin=${encodeURIComponent(course)}#${link}`));
    const frame = await open(page, course);
    await checkPlays(frame);
    await expect
      .poll(async () => (await told(page)).map(({ kind }) => kind))
      .toEqual(expect.arrayContaining(['ready', 'height', 'step', 'result']));
    expect((await told(page)).every(({ from }) => from === home)).toBe(true);
    const stepsBefore = (await told(page)).filter(({ kind }) => kind === 'step').length;
    await page.evaluate(() => document.querySelector('iframe')?.contentWindow?.postMessage({ kafkascope: 1, kind: 'step' }, '*'));
    await expect.poll(async () => (await told(page)).filter(({ kind }) => kind === 'step').length).toBeGreaterThan(stepsBefore);
    stop();
  },
);

plain('an origin that is not named hears nothing and changes nothing', async ({ page, baseURL }) => {
  const home = baseURL ?? '';
  const { course, serve, stop } = await serveCourse();
  serve(courseWith(`${home}/embed/?lang=en&origin=https://lms.example#${link}`));
  const frame = await open(page, course);
  await checkPlays(frame);
  const clock = frame.getByRole('timer').first();
  const before = await clock.innerText();
  await page.evaluate(() => document.querySelector('iframe')?.contentWindow?.postMessage({ kafkascope: 1, kind: 'step' }, '*'));
  await frame.getByRole('button', { name: 'Step back', exact: false }).first().focus();
  await expect(clock).toHaveText(before);
  expect(await told(page)).toEqual([]);
  stop();
});

plain('in a sandbox without storage it plays in a worker of its own', async ({ page, baseURL }) => {
  const home = baseURL ?? '';
  const frame = await host(page, `${home}/course.html`, `${home}/embed/?lang=en#${link}`, 'sandbox="allow-scripts"');
  await checkPlays(frame);
  expect(
    await frame.evaluate(() => {
      try {
        return String(window.localStorage.length);
      } catch (error) {
        return (error as Error).name;
      }
    }),
  ).toBe('SecurityError');
  await expect(frame.locator('.notice')).toHaveCount(0);
});

plain('a link that was cut off is refused in the frame, and the page around is told', async ({ page, baseURL }) => {
  const home = baseURL ?? '';
  const frame = await host(page, `${home}/course.html`, `${home}/embed/?lang=en#${link.slice(0, -30)}`);
  await expect(frame.locator('.problem-page')).toContainText('arrived', { timeout: 30_000 });
  await expect
    .poll(async () => (await told(page)).find(({ kind }) => kind === 'result'))
    .toMatchObject({ outcome: 'refused', code: 'link-cut-off' });
});
