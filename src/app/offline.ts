/** Keeps the page for visits without a network, and says when a newer one waits. Nothing is replaced until the person asks for it. */
import { writeAddress } from './address.ts';
import type { StartedPage } from './start.tsx';

/** Hands the page over to the newer build. */
export type TakeUpdate = () => void;

/** Starts keeping it. In a frame, from a file, or where the browser refuses, the page works as before, with a network. */
export async function keepOffline(parts: StartedPage): Promise<void> {
  const isPossible = 'serviceWorker' in navigator && window.isSecureContext && window.location.protocol.startsWith('http');
  if (!isPossible || window.parent !== window) return;
  try {
    const registration = await navigator.serviceWorker.register(new URL('sw.js', document.baseURI));
    follow(registration, parts);
  } catch {
    // Refused by a setting or a private window: there is nothing that the person could do about it.
  }
}

function follow(registration: ServiceWorkerRegistration, parts: StartedPage): void {
  const offer = (waiting: ServiceWorker): void => {
    const take: TakeUpdate = () => {
      let isLeaving = false;
      const reload = (): void => {
        if (!isLeaving) window.location.reload();
        isLeaving = true;
      };
      navigator.serviceWorker.addEventListener('controllerchange', reload);
      waiting.addEventListener('statechange', () => {
        if (waiting.state === 'activated') reload();
      });
      // The moment that is shown comes back with the new page.
      void writeAddress(parts).finally(() => {
        waiting.postMessage('take-over');
      });
    };
    parts.session.setState({ takeUpdate: take });
  };
  if (registration.waiting !== null && navigator.serviceWorker.controller !== null) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      // Without a worker before it this is the first visit, and nothing is replaced.
      if (installing.state === 'installed' && navigator.serviceWorker.controller !== null) offer(installing);
    });
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
  });
}
