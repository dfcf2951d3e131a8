import { describe, expect, test } from 'vitest';
import { LeaderEpochFileCache } from './leader-epoch-cache.ts';

function cacheOf(...entries: readonly (readonly [number, number])[]): LeaderEpochFileCache {
  const cache = new LeaderEpochFileCache();
  for (const [epoch, startOffset] of entries) cache.assign(epoch, startOffset);
  return cache;
}

describe('the leader-epoch cache', () => {
  test('an epoch ends where the next known epoch begins, the latest one at the log end', () => {
    const cache = cacheOf([1, 0], [3, 20]);
    expect(cache.endOffsetFor(1, 50)).toEqual({ epoch: 1, endOffset: 20 });
    expect(cache.endOffsetFor(3, 50)).toEqual({ epoch: 3, endOffset: 50 });
  });

  test('an epoch that never wrote answers with the largest smaller one', () => {
    expect(cacheOf([1, 0], [3, 20]).endOffsetFor(2, 50)).toEqual({ epoch: 1, endOffset: 20 });
  });

  test('an epoch above the latest is undefined', () => {
    expect(cacheOf([1, 0]).endOffsetFor(2, 50)).toEqual({ epoch: -1, endOffset: -1 });
  });

  test('a new epoch removes entries that contradict it', () => {
    const cache = cacheOf([1, 0], [2, 10], [3, 20]);
    cache.assign(4, 10);
    expect(cache.epochEntries()).toEqual([
      { epoch: 1, startOffset: 0 },
      { epoch: 4, startOffset: 10 },
    ]);
  });

  test('raising the log start keeps the epoch that is in force there', () => {
    const cache = cacheOf([1, 0], [2, 10], [3, 20]);
    cache.truncateFromStart(15);
    expect(cache.epochEntries()).toEqual([
      { epoch: 2, startOffset: 15 },
      { epoch: 3, startOffset: 20 },
    ]);
  });
});
