import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Shell } from './Shell.tsx';
import { startPage } from './start.tsx';
import { fakeServices } from './testing/fake-engine.ts';
import type { Services } from './services.ts';

let root: HTMLElement;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1128);
  Object.defineProperty(window, 'innerWidth', { value: 1440, configurable: true });
  window.history.replaceState(null, '', '/?lang=en&visit=no');
  document.documentElement.removeAttribute('lang');
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Waits until the page says it: parts of it load when they are first shown. */
async function until(check: () => void): Promise<void> {
  await vi.waitFor(check, { timeout: 20_000 });
}

async function open(services: Services = fakeServices(), shown = '.target'): Promise<void> {
  await startPage(root, services, { Shell, isFrame: false });
  await until(() => {
    expect(root.querySelector(shown)).not.toBeNull();
  });
}

const named = (part: string): HTMLElement => {
  const found = [...root.querySelectorAll<HTMLElement>('[aria-label]')].find(
    (element) => element.getAttribute('aria-label')?.includes(part) === true,
  );
  if (found === undefined) throw new Error(`nothing on the page is called "${part}"`);
  return found;
};

test('every replica has a spoken name made of the facts of its mark', async () => {
  await open();
  expect(named('orders-0 on broker 2').getAttribute('aria-label')).toBe(
    'orders-0 on broker 2, in sync, log end 43, high watermark 41; broker 1 thinks 42',
  );
});

test('the stage is one stop of the tab key', async () => {
  await open();
  const stops = [...root.querySelectorAll<HTMLElement>('.target')].filter((target) => target.tabIndex === 0);
  expect(stops).toHaveLength(1);
});

test('selecting a broker shows what it is in the inspector', async () => {
  await open();
  named('Broker 3, running').click();
  await until(() => {
    expect(root.querySelector('.inspector h2')?.textContent).toBe('Broker 3');
  });
  expect(root.querySelector('.inspector')?.textContent).toContain('fenced');
});

test('switching the language changes the words and the language of the page, and nothing else', async () => {
  await open();
  const shown = (): string | undefined => root.querySelector('.clock')?.textContent?.split(' ')[0];
  await until(() => {
    expect(shown()).not.toBe('0.000');
  });
  const clock = shown();
  [...root.querySelectorAll('button')].find((button) => button.textContent === '中文')?.click();
  await until(() => {
    expect(document.documentElement.lang).toBe('zh-Hans');
  });
  await until(() => {
    expect(named('Broker 2上的orders-0')).toBeDefined();
  });
  expect(shown()).toBe(clock);
});

test('from the stage to the lessons and back', async () => {
  const { session } = await startPage(root, fakeServices(), { Shell, isFrame: false });
  const shows = (selector: string): Promise<void> =>
    until(() => {
      expect(root.querySelector(selector)).not.toBeNull();
    });
  await shows('.target');
  session.setState({ page: 'lessons' });
  await shows('.lesson-link');
  session.setState({ page: 'stage' });
  await shows('.target');
});

test('a link that was cut off opens nothing and says how much arrived', async () => {
  window.history.replaceState(null, '', '/?lang=en&visit=no#1.d.xx');
  await open(fakeServices(), 'h1');
  expect(root.querySelector('h1')?.textContent).toBe('This link was cut off.');
  expect(root.textContent).toContain('1,204 of 2,380 characters arrived');
  expect(root.querySelector('.stage-picture')).toBeNull();
});

test('an engine that does not start is said in words, not hidden', async () => {
  await open({ ...fakeServices(), startEngine: () => Promise.reject(new Error('no worker here')) }, '.notice');
  expect(root.textContent).toContain('no worker here');
});

test('on the page’s own thread a line under the bar says so', async () => {
  const services = fakeServices();
  await open(
    {
      ...services,
      startEngine: async () => ({
        ...(await services.startEngine(
          () => {},
          () => {},
        )),
        home: 'page',
      }),
    },
    '.notice',
  );
  expect(root.textContent).toContain('Slow mode.');
});
