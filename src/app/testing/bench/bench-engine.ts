/** An engine that only sends rows: as many as it is asked for, at each frame. */
import type { Frame } from '../../../contract/engine-api.ts';
import { fakeEngine } from '../fake-engine.ts';
import type { AsyncEngine } from '../../services.ts';
import { BenchRows } from './bench-rows.ts';
import type { Traffic } from './bench-rows.ts';

/** Simulated time runs as fast as the wall's. */
const microsPerSecond = 1_000_000;

/** Answers each request for a frame at once, with what has changed since the one before. */
export function benchEngine(traffic: Traffic): AsyncEngine {
  const rows = new BenchRows(traffic);
  const base = fakeEngine({});
  const startMillis = performance.now();
  const progress = { isFirst: true };
  const frame = (plain: Frame): Frame => {
    const micros = Math.round(((performance.now() - startMillis) / 1000) * microsPerSecond) + 10_000_000;
    const first = progress.isFirst ? rows.first() : [];
    progress.isFirst = false;
    const patches = [...first, ...rows.advance(micros)];
    return { ...plain, at: { micros, steps: 1 }, microsPerSecond, isRunning: true, patches, events: [], branches: null };
  };
  return {
    ...base,
    open: async (scenario) => {
      const opened = await base.open(scenario);
      return opened.ok ? { ok: true, value: frame(opened.value) } : opened;
    },
    nextFrame: async () => {
      await base.setPace({ kind: 'paused' });
      return frame(await base.nextFrame());
    },
  };
}
