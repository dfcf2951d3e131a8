/** What `npm run bench:ui` measures: the product's drawing, and the naive ways beside it, on the same rows. */
import { useRef } from 'react';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import '../../styles.ts';
import '../../../panels/cluster/stage.css';
import { loadTexts } from '../../../texts/index.ts';
import { Layers } from '../../../panels/cluster/Layers.tsx';
import { MessageTargets } from '../../../panels/cluster/MessageTargets.tsx';
import type { PlaceMessages } from '../../../panels/cluster/MessageTargets.tsx';
import { AfterPicture } from '../../AfterPicture.tsx';
import { AppContext, TextContext } from '../../context.ts';
import type { App } from '../../context.ts';
import { EngineClient } from '../../engine-client.ts';
import { createFrameStore } from '../../frame-store.ts';
import { PageClock } from '../../page-clock.ts';
import { createSessionStore } from '../../session-store.ts';
import { openMemory } from '../../storage.ts';
import { fakeServices } from '../fake-engine.ts';
import { benchEngine } from './bench-engine.ts';
import { denseLayout } from './bench-rows.ts';
import type { Traffic } from './bench-rows.ts';
import { NaiveChurn, NaiveStage } from './NaiveStage.tsx';
import { measureTransfer } from './transfer.ts';

const scenes: Readonly<Record<string, Traffic>> = {
  cells: { changesPerFrame: 101, messagesPerSecond: 500, flightMicros: 1_000_000 },
  churn: { changesPerFrame: 0, messagesPerSecond: 500, flightMicros: 400_000 },
};

function ProductStage(): ReactElement {
  const follow = useRef<PlaceMessages | null>(null);
  const region = useRef<HTMLDivElement>(null);
  return (
    <div ref={region} className="stage-picture" style={{ width: layout.width, height: layout.height }}>
      <Layers layout={layout} endX={0} follow={follow} />
      <div className="stage-targets">
        <AfterPicture>
          <MessageTargets follow={follow} region={region} />
        </AfterPicture>
      </div>
    </div>
  );
}

const layout = denseLayout();

async function start(): Promise<void> {
  const query = new URLSearchParams(window.location.search);
  const scene = query.get('scene') ?? 'cells';
  const way = query.get('way') ?? 'product';
  const traffic = scenes[scene];
  const root = document.getElementById('root');
  if (traffic === undefined || root === null) return;
  const session = createSessionStore({});
  const frames = createFrameStore();
  const clock = new PageClock();
  const client = new EngineClient({ engine: benchEngine(traffic), frames, session, clock });
  const services = fakeServices();
  const app: App = { frames, session, clock, client, services, memory: openMemory(), setLanguage: () => {} };
  const texts = await loadTexts('en');
  const stages: Readonly<Record<string, () => ReactElement>> = {
    product: ProductStage,
    naive: scene === 'cells' ? NaiveStage : NaiveChurn,
  };
  const Chosen = stages[way] ?? ProductStage;
  createRoot(root).render(
    <AppContext value={app}>
      <TextContext value={texts}>
        <Chosen />
      </TextContext>
    </AppContext>,
  );
  const preset = services.presets[0];
  if (preset !== undefined) await client.open(await preset.load());
}

// The figures of the way from the worker are asked for from outside.
Object.assign(window, { measureTransfer });
if (new URLSearchParams(window.location.search).has('scene')) void start();
