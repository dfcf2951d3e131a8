/**
 * Keeps the whole page for later visits without a network: everything of one build, fetched on the first visit, thrown away when the next
 * build takes over. A new build waits until somebody asks for it, so that nothing changes under a page that is open.
 * The build writes `build` in front of it (scripts/offline/plugin.mjs).
 */
declare const build: { readonly version: string; readonly files: readonly string[] };

interface ServiceWorkerLike {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', listener: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(kind: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    kind: 'fetch',
    listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
}

// The library of types for workers knows no service worker by the name `self`.
const worker = self as unknown as ServiceWorkerLike;
const { scope } = worker.registration;
/** Several copies of the page may lie on one host: each has a cache of its own. */
const ownCaches = `kafkascope ${scope} `;
const cacheName = ownCaches + build.version;

worker.addEventListener('install', (event) => {
  event.waitUntil(keepAll());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()));
});

worker.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && request.url.startsWith(scope)) event.respondWith(answer(request));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(
    build.files.map(async (file) => {
      const url = new URL(file, scope).href;
      // What carries its hash in its name is the same in every build that has it.
      const known = file.startsWith('assets/') ? await caches.match(url) : undefined;
      const response = known ?? (await fetch(url, { cache: 'no-cache' }));
      if (!response.ok) throw new Error(`${file}: ${String(response.status)}`);
      await cache.put(url, response);
    }),
  );
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(ownCaches) && name !== cacheName).map((name) => caches.delete(name)));
}

async function answer(request: Request): Promise<Response> {
  const url = new URL(request.url);
  url.hash = '';
  url.search = '';
  if (url.pathname.endsWith('/')) url.pathname += 'index.html';
  const cache = await caches.open(cacheName);
  return (await cache.match(url.href)) ?? fetch(request);
}
