/** Where the page starts. */
import './app/styles.ts';
import { startEngine } from './app/engine-worker.ts';
import { fromOpening } from './app/opening/start-from-opening.ts';
import { presets } from './app/presets.ts';
import { Shell } from './app/Shell.tsx';
import { lessonQuietMillis, startPage } from './app/start.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has an element with the id "root"');
const loadCodec = () => import('./app/scenario-codec.ts').then((module) => module.scenarioCodec);
void startPage(root, { startEngine: fromOpening(startEngine), presets, loadCodec }, { Shell, isFrame: false }).then(async (parts) => {
  if (!import.meta.env.PROD) return;
  if (new URLSearchParams(window.location.search).has('lesson')) await new Promise((resolve) => setTimeout(resolve, lessonQuietMillis));
  const { keepOffline } = await import('./app/offline.ts');
  await keepOffline(parts);
});
