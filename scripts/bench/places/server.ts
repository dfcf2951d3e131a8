/** The server of one suite: the page that starts the worker, the worker's script, and what the worker cannot find out itself. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addresses } from './addresses.ts';

/** A page that no other origin can reach gets a clock of five microseconds. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-store',
};

/** `runWorker(order)` starts the worker; its promise is what the worker answers. */
const page = `<!doctype html>
<meta charset="utf-8">
<title>Benchmark</title>
<script>
  const runWorker = (order) =>
    new Promise((resolve, reject) => {
      if (!crossOriginIsolated) reject(new Error('this page is not isolated: its clock is coarse'));
      const worker = new Worker('${addresses.script}');
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message || 'the worker did not start'));
      worker.postMessage(order);
    });
</script>
`;

/** What the server asks others for. */
export interface Sources {
  /** The worker's classic script. */
  readonly script: string;
  readonly cpuMillis: () => Promise<number | null>;
  readonly liveBytes: () => Promise<number>;
}

/** Serves on a free port of this machine alone. */
export async function serve(sources: Sources): Promise<{ readonly url: string; readonly close: () => void }> {
  const answers = new Map<string, () => Promise<readonly [type: string, body: string]>>([
    [addresses.page, () => Promise.resolve(['text/html', page])],
    [addresses.script, () => Promise.resolve(['text/javascript', sources.script])],
    [addresses.cpuMillis, async () => ['application/json', JSON.stringify(await sources.cpuMillis())]],
    [addresses.liveBytes, async () => ['application/json', JSON.stringify(await sources.liveBytes())]],
  ]);
  const server = createServer((request, response) => {
    const answer = answers.get(request.url ?? '');
    if (answer === undefined) {
      response.writeHead(404, headers).end();
      return;
    }
    answer().then(
      ([type, body]) => response.writeHead(200, { ...headers, 'Content-Type': type }).end(body),
      (error: unknown) => response.writeHead(500, { ...headers, 'Content-Type': 'text/plain' }).end(String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
