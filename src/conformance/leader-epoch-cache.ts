import { LeaderEpochFileCache } from '../engine/kafka/log/leader-epoch-cache.ts';
import type { EpochEntry } from '../engine/kafka/log/leader-epoch-cache.ts';
import type { LogError } from '../engine/kafka/log/log-errors.ts';
import { integer, integers, items, member, text } from './support/log-rows.ts';
import type { Adapter, Json } from './registry.ts';
import type { JsonObject } from './rows.ts';

const checkpointPath = '<dir>/log/t-0/leader-epoch-checkpoint';

/** Plays the rows of `leader-epoch-cache` on the cache that every log has. */
export const adapter: Adapter = {
  kind: 'leader-epoch-cache',
  answer(input: Json): Json {
    const cache = new LeaderEpochFileCache();
    const checkpoint = member(input, 'checkpoint');
    const error = typeof checkpoint === 'string' ? cache.readCheckpoint(checkpoint, checkpointPath) : null;
    if (error !== null) return { open: errorOf(error), steps: [] };
    const open = entriesOf(cache);
    const steps = items(input, 'steps').map((step) => {
      const failed = play(cache, step);
      return { ...(failed === null ? {} : errorOf(failed)), entries: entriesOf(cache) };
    });
    return { open, steps, ...asked(cache, input) };
  },
};

function play(cache: LeaderEpochFileCache, step: Json): LogError | null {
  const offset = (): number => integer(step, 'offset');
  switch (text(step, 'op')) {
    case 'assign':
      return cache.assign(integer(step, 'epoch'), offset());
    case 'truncateFromEnd':
      cache.truncateFromEnd(offset());
      return null;
    case 'truncateFromStart':
      cache.truncateFromStart(offset());
      return null;
    case 'clearAndFlush':
      cache.clear();
      return null;
    default:
      throw new Error(`no such step: ${JSON.stringify(step)}`);
  }
}

function asked(cache: LeaderEpochFileCache, input: Json): JsonObject {
  const logEndOffset = integer(input, 'logEndOffset');
  return {
    latestEpoch: cache.latestEpoch(),
    earliestEntry: pair(cache.earliestEntry()),
    previousEpochOfLatest: cache.previousEpochOfLatest(),
    epochs: integers(input, 'askEpochs').map((epoch) => {
      const end = cache.endOffsetFor(epoch, logEndOffset);
      return {
        epoch,
        endOffsetFor: [end.epoch, end.endOffset],
        previousEpoch: cache.previousEpoch(epoch),
        nextEpoch: cache.nextEpoch(epoch),
        previousEntry: pair(cache.previousEntry(epoch)),
        epochEntry: pair(cache.epochEntry(epoch)),
      };
    }),
    epochForOffset: integers(input, 'askOffsets').map((offset) => cache.epochForOffset(offset)),
    checkpoint: cache.checkpointText(),
  };
}

function pair(entry: EpochEntry | null): Json {
  return entry === null ? null : [entry.epoch, entry.startOffset];
}

function entriesOf(cache: LeaderEpochFileCache): Json {
  return cache.epochEntries().map((entry) => [entry.epoch, entry.startOffset]);
}

function errorOf(error: LogError): JsonObject {
  return { error: error.error, exception: error.exception, message: error.message };
}
