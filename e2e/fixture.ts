import { expect, test as base } from '@playwright/test';

/** A test with a page that is watched: a request to another host, an error on the console or an uncaught exception fails it. */
export const test = base.extend<{ readonly watched: undefined }>({
  watched: [
    async ({ page, baseURL }, use) => {
      const problems: string[] = [];
      const home = new URL(baseURL ?? 'http://127.0.0.1').host;
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (url.protocol.startsWith('http') && url.host !== home) problems.push(`asked another host: ${request.url()}`);
      });
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
      await use(undefined);
      expect(problems, 'the page stays quiet and asks no other host').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
