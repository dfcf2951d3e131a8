/** The page on hand-made rows, for looking at it while developing: `npx vite`, then /src/app/testing/fixture.html. */
import '../styles.ts';
import { Shell } from '../Shell.tsx';
import { startPage } from '../start.tsx';
import { fakeServices } from './fake-engine.ts';

const root = document.getElementById('root');
if (root !== null) void startPage(root, fakeServices(), { Shell, isFrame: false });
