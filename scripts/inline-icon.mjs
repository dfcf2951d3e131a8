// A build step that puts the tab's icon into the pages themselves. Fetched by the browser for itself, its request may stay open in the
// service worker, and Chromium lets no newer worker take over while one is; and a page that is one file has no icon beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './setup.mjs';

const icon = '/icon.svg';

/** @returns {import('vite').Plugin} */
export function inlineIcon() {
  return {
    name: 'kafkascope-inline-icon',
    transformIndexHtml: {
      order: 'pre',
      handler(html) {
        const drawing = readFileSync(join(projectRoot, 'public', icon), 'utf8').replace(/<!--.*?-->\s*/gs, '').trim();
        return html.replace(`href="${icon}"`, `href="data:image/svg+xml,${encodeURIComponent(drawing)}"`);
      },
    },
  };
}
