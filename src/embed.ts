/** Where the page for frames starts: the stage and the transport, inside somebody else's page (docs/EMBED.md). */
import './app/styles.ts';
import './app/embed/embed.css';
import { EmbedShell } from './app/embed/EmbedShell.tsx';
import { tellParent } from './app/embed/parent.ts';
import { startEngine } from './app/engine-worker.ts';
import { fromOpening } from './app/opening/start-from-opening.ts';
import { presets } from './app/presets.ts';
import { startPage } from './app/start.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('embed/index.html has an element with the id "root"');
const loadCodec = () => import('./app/scenario-codec.ts').then((module) => module.scenarioCodec);
void startPage(root, { startEngine: fromOpening(startEngine), presets, loadCodec }, { Shell: EmbedShell, isFrame: true }).then((parts) => {
  tellParent(parts);
});
