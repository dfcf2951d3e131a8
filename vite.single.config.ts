import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { inlineIcon } from './scripts/inline-icon.mjs';
import { singleFile } from './scripts/single-file.mjs';

/** The whole page as one file, `dist-single/kafkascope.html`: for a USB stick, a course's files, or a sandbox without a server. */
export default defineConfig({
  base: './',
  plugins: [react(), inlineIcon(), singleFile({ name: 'kafkascope.html' })],
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: 'dist-single',
    sourcemap: false,
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    chunkSizeWarningLimit: 10_000,
    // A classic script: a page from a file may load no module, not even its own.
    rolldownOptions: { output: { format: 'iife', codeSplitting: false } },
  },
  worker: { format: 'iife' },
});
