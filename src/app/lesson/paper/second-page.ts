/** A second page behind the page, with an engine of its own: what is shown and done there disturbs nobody. */
import type { App } from '../../context.ts';
import { EngineClient } from '../../engine-client.ts';
import { createFrameStore } from '../../frame-store.ts';
import { PageClock } from '../../page-clock.ts';
import { createSessionStore } from '../../session-store.ts';

/** The parts of the second page, and how to put it away. */
export interface SecondPage {
  readonly app: App;
  readonly stop: () => void;
}

/** Starts one. Rejects where no engine starts. */
export async function startSecondPage(app: App): Promise<SecondPage> {
  const session = createSessionStore({});
  const started = await app.services.startEngine(
    (detail) => {
      session.setState({ trouble: { kind: 'engine', detail } });
    },
    (home) => {
      session.setState({ home });
    },
  );
  const frames = createFrameStore();
  const clock = new PageClock();
  const client = new EngineClient({ engine: started.engine, frames, session, clock });
  return {
    app: { ...app, session, frames, clock, client },
    stop: () => {
      client.close();
      started.stop();
    },
  };
}
