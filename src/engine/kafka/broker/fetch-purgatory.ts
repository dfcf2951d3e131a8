import { grown, without } from '../../kernel/grown.ts';
import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { DelayedFetch } from './delayed-fetch.ts';
import { Purgatory } from './delayed-operations.ts';
import type { PartitionLookup } from './delayed-operations.ts';
import type { SessionWatches } from './fetch-session.ts';
import type { PartitionNames } from './partition-names.ts';

/**
 * Somebody who may have a fetch waiting and watches partitions: one fetch, or a fetch session with whatever fetch it has parked.
 */
type WatcherId = number;

const none: readonly never[] = [];

/** Who watches which partition. Apart from those that wait, which come and go with every fetch: this changes with the sessions. */
class Watchers extends Entity {
  /** An entry stays when nobody watches for a while. */
  readonly lists = new Map<string, WatcherId[]>();
}

/**
 * Fetches that wait. Sessions keep their watches from fetch to fetch, which Kafka does not: parking costs nothing then.
 */
export class FetchPurgatory extends Purgatory<DelayedFetch> implements SessionWatches {
  private readonly watchers: Watchers;

  constructor(registry: EntityRegistry, lookup: PartitionLookup) {
    super(registry, lookup);
    this.watchers = new Watchers(registry);
  }

  get partitionNames(): PartitionNames {
    return this.lookup.partitionNames;
  }

  /** It is its own watcher. */
  override tryCompleteElseWatch(operation: DelayedFetch, keys: readonly string[]): boolean {
    if (super.tryCompleteElseWatch(operation, keys)) return true;
    operation.watcher = operation.id;
    for (const key of keys) this.watch(operation.watcher, key);
    return false;
  }

  /** A watcher that outlives its operations. */
  newWatcher(): WatcherId {
    this.touch();
    return this.nextId++;
  }

  /** From now on the watcher's fetch is looked at when the partition changes. */
  watch(watcher: WatcherId, key: string): void {
    this.watchers.touch();
    const list = this.watchers.lists.get(key);
    if (list === undefined) this.watchers.lists.set(key, [watcher]);
    else list.push(watcher);
  }

  unwatch(watcher: WatcherId, key: string): void {
    this.watchers.touch();
    without(this.watchers.lists.get(key) ?? [], watcher);
  }

  /** Lets a session's fetch, found incomplete, wait under its watcher; an earlier one of that watcher is forgotten. */
  park(operation: DelayedFetch, watcher: WatcherId): void {
    this.touch();
    operation.id = this.nextId++;
    operation.watcher = watcher;
    // A session's earlier fetch, whose connection is gone: nobody will complete it.
    const earlier = this.waitingUnder(watcher);
    if (earlier === undefined) this.waiting.push(operation);
    else this.waiting[this.waiting.indexOf(earlier)] = operation;
  }

  override checkAndComplete(key: string): readonly DelayedFetch[] {
    // Most partitions change while nobody waits.
    const list = this.waiting.length === 0 ? undefined : this.watchers.lists.get(key);
    if (list === undefined) return none;
    let completed = none as readonly DelayedFetch[];
    for (const watcher of list) {
      const operation = this.waitingUnder(watcher);
      if (operation !== undefined && this.isComplete(operation, key)) completed = grown(completed, operation);
    }
    for (const operation of completed) this.takeOut(operation);
    return completed;
  }

  protected override takeOut(operation: DelayedFetch): void {
    super.takeOut(operation);
    for (const key of operation.watched) this.unwatch(operation.watcher, key);
  }

  private waitingUnder(watcher: WatcherId): DelayedFetch | undefined {
    for (const operation of this.waiting) if (operation.watcher === watcher) return operation;
    return undefined;
  }

  override clear(): void {
    super.clear();
    this.watchers.touch();
    this.watchers.lists.clear();
  }
}
