import { expose } from 'comlink';
import { EngineHost } from './engine-host.ts';
import type { Host } from './pump.ts';
import { sendFrame } from './send-frame.ts';

/** Posts to itself, because setTimeout clamps to 4 ms. */
function soonByMessage(): (callback: () => void) => void {
  const channel = new MessageChannel();
  const queue: (() => void)[] = [];
  channel.port1.onmessage = (): void => queue.shift()?.();
  return (callback) => {
    queue.push(callback);
    channel.port2.postMessage(null);
  };
}

const host: Host = {
  wallMillis: () => performance.now(),
  soon: soonByMessage(),
  nextTick: (callback) => void setTimeout(callback, 12),
};

const engine = new EngineHost(host).facade();
expose({ ...engine, nextFrame: async () => sendFrame(await engine.nextFrame()) });
