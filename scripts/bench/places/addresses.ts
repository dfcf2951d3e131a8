/** What the benchmark's server answers, for the page and the worker of one suite. */
export const addresses = {
  page: '/',
  script: '/script.js',
  /** Milliseconds of processor time of the worker's thread, or null; JSON. */
  cpuMillis: '/cpu-millis',
  /** What the worker's live objects weigh, in bytes; JSON. */
  liveBytes: '/live-bytes',
} as const;

/** What a worker says when it has done its work. */
export type WorkerAnswer = { readonly kind: 'done'; readonly value: unknown } | { readonly kind: 'failed'; readonly problem: string };
