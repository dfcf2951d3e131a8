// Makes docs/images/stage.png from the running product: the story of a killed leader, a moment after its successor took over.
// `npm run build` first; then `npm run picture`.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { ensureChromium } from './setup.mjs';

const port = 4399;
const preview = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'preview', '--port', String(port), '--strictPort'], {
  stdio: 'ignore',
});
try {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`http://127.0.0.1:${port}/?lang=en&theme=light`);
  await page.getByText('The kill that loses a record').click();
  await page.waitForTimeout(1500);
  await page.locator('[aria-label^="Broker 1, running"]').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Kill/ }).first().click();
  await page.keyboard.press('Space');
  await page.waitForTimeout(16000);
  await page.keyboard.press('Space');
  await page.waitForTimeout(1200);
  mkdirSync('docs/images', { recursive: true });
  await page.screenshot({ path: 'docs/images/stage.png' });
  await browser.close();
} finally {
  preview.kill();
}
