import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import { errors } from '../../errors.ts';
import { ClassicGroup } from '../classic/classic-group.ts';
import type { ClassicGroupFields } from '../classic/classic-group.ts';
import type { GroupCoordinatorConfig } from '../config.ts';
import type { CoordinatorContext } from '../context.ts';
import type { ConsumerGroup } from '../consumer/consumer-group.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import { mergedResponse } from '../known-partitions.ts';
import type { RefusedTopic } from '../known-partitions.ts';
import type { ResponseData } from '../result.ts';
import { CoordinatorImage } from './coordinator-image.ts';
import { CoordinatorTimers } from './timers.ts';

/** When a group looks at its topics' metadata again, and for which epoch that was set; not part of the records. */
export interface MetadataRefreshDeadline {
  readonly deadlineMillis: number;
  readonly epoch: number;
}

/** What one partition's coordinator holds in memory: what the records say, and beside it classic groups, timers and open requests. */
export class CoordinatorState extends State {
  config: GroupCoordinatorConfig;
  /** Settings of single groups, by group id. */
  readonly groupConfigs = new Map<string, Partial<GroupCoordinatorConfig>>();
  image = CoordinatorImage.empty();
  readonly timers = new CoordinatorTimers();
  readonly classicGroups = new Map<number, ClassicGroup>();
  /** The hash of each topic's metadata, until the topic changes. */
  readonly topicHashes = new Map<string, bigint>();
  readonly refreshDeadlines = new Map<string, MetadataRefreshDeadline>();
  /** What waits for its answer, and the partitions that were refused before the coordinator was asked. */
  readonly openRequests = new Map<number, readonly RefusedTopic[]>();
  /** Groups whose regular expressions are being resolved. */
  readonly resolvingGroups = new Set<string>();
  /** The version of the newest image that brought new topics; -1: none yet. */
  lastVersionWithNewTopics = -1;
  private nextSlot = 0;

  constructor(config: GroupCoordinatorConfig) {
    super();
    this.config = config;
  }

  /** The settings of a group. */
  configOf(groupId: string): GroupCoordinatorConfig {
    return { ...this.config, ...this.groupConfigs.get(groupId) };
  }

  /** A group of either kind, or null. */
  group(groupId: string, image: CoordinatorImage = this.image): ClassicGroup | ConsumerGroup | null {
    const entry = image.groups.get(groupId);
    if (entry === undefined) return null;
    return entry.kind === 'consumer' ? entry.group : this.inSlot(entry.slot);
  }

  inSlot(slot: number): ClassicGroup {
    const group = this.classicGroups.get(slot);
    assert(group !== undefined, 'a slot holds its classic group');
    return group;
  }

  /** Makes a classic group and puts it into the map. */
  createClassicGroup(fields: Omit<ClassicGroupFields, 'slot'>): ClassicGroup {
    const slot = this.nextSlot;
    this.nextSlot += 1;
    const group = new ClassicGroup({ ...fields, slot });
    this.classicGroups.set(slot, group);
    this.image = this.image.with({ groups: this.image.groups.with(fields.groupId, { kind: 'classic', slot }) });
    return group;
  }

  /** The classic group of an id, made when there is none and `isCreating`. */
  classicGroup(groupId: string, isCreating: boolean, nowMillis: number): ClassicGroup | ApiFailure {
    const group = this.group(groupId);
    if (group instanceof ClassicGroup) return group;
    if (group !== null) return failure(errors.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a classic group.`);
    if (!isCreating) return failure(errors.GROUP_ID_NOT_FOUND, `Classic group ${groupId} not found.`);
    return this.createClassicGroup({
      groupId,
      state: 'Empty',
      generationId: 0,
      protocolType: null,
      protocolName: null,
      leaderId: null,
      currentStateTimestamp: nowMillis,
    });
  }

  removeGroup(groupId: string): void {
    this.image = this.image.with({ groups: this.image.groups.without(groupId) });
    this.refreshDeadlines.delete(groupId);
  }

  /** Forgets classic groups that no image names any more. */
  dropUnusedClassicGroups(images: readonly CoordinatorImage[], keptSlots: ReadonlySet<number>): void {
    const used = new Set(keptSlots);
    for (const image of [this.image, ...images]) {
      for (const entry of image.groups.values()) if (entry.kind === 'classic') used.add(entry.slot);
    }
    for (const slot of [...this.classicGroups.keys()]) if (!used.has(slot)) this.classicGroups.delete(slot);
  }

  /** Holds nothing any more: another broker coordinates, or nobody does. */
  forgetAll(): void {
    this.image = CoordinatorImage.empty();
    this.classicGroups.clear();
    this.refreshDeadlines.clear();
    this.topicHashes.clear();
    this.resolvingGroups.clear();
    this.timers.cancelAll();
    this.lastVersionWithNewTopics = -1;
  }

  /** Answers a request unless it has its answer already. */
  answer(context: CoordinatorContext, token: number | null, response: ResponseData): void {
    const refused = token === null ? undefined : this.openRequests.get(token);
    if (token === null || refused === undefined) return;
    this.openRequests.delete(token);
    context.answer(token, mergedResponse(refused, response));
  }
}
