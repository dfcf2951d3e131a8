import { Shared } from '../../../kernel/state.ts';
import type { ConsumerGroup } from '../consumer/consumer-group.ts';
import { TimelineMap } from './timeline-map.ts';

/** A committed offset. Source: OffsetAndMetadata. */
export interface OffsetAndMetadata {
  /** Where its record lies in the log. */
  readonly recordOffset: number;
  readonly committedOffset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestampMs: number;
  /** null: it expires by the broker's settings. */
  readonly expireTimestampMs: number | null;
  readonly topicId: string | null;
}

/** A group: a classic one lives beside the image, in the slot named here. */
export type GroupEntry = { readonly kind: 'classic'; readonly slot: number } | { readonly kind: 'consumer'; readonly group: ConsumerGroup };

/** Offsets by topic and partition. */
export type OffsetsByTopic = TimelineMap<string, TimelineMap<number, OffsetAndMetadata>>;

/** Offsets by group, topic and partition. */
export type OffsetsByGroup = TimelineMap<string, OffsetsByTopic>;

/** Which producers have undecided offsets, by group, topic and partition. */
export type OpenTransactions = TimelineMap<string, TimelineMap<string, TimelineMap<number, readonly number[]>>>;

/** What an image holds. */
export interface CoordinatorImageFields {
  readonly groups: TimelineMap<string, GroupEntry>;
  readonly offsets: OffsetsByGroup;
  /** Offsets of open transactions, by producer id. */
  readonly pendingOffsets: TimelineMap<number, OffsetsByGroup>;
  readonly openTransactions: OpenTransactions;
}

/** All that the records of a partition of `__consumer_offsets` say, up to some offset. Immutable: every offset can keep its own. */
export class CoordinatorImage extends Shared implements CoordinatorImageFields {
  readonly groups: TimelineMap<string, GroupEntry>;
  readonly offsets: OffsetsByGroup;
  readonly pendingOffsets: TimelineMap<number, OffsetsByGroup>;
  readonly openTransactions: OpenTransactions;

  constructor(fields: CoordinatorImageFields) {
    super();
    this.groups = fields.groups;
    this.offsets = fields.offsets;
    this.pendingOffsets = fields.pendingOffsets;
    this.openTransactions = fields.openTransactions;
  }

  /** What an empty log says. */
  static empty(): CoordinatorImage {
    return new CoordinatorImage({
      groups: TimelineMap.empty(),
      offsets: TimelineMap.empty(),
      pendingOffsets: TimelineMap.empty(),
      openTransactions: TimelineMap.empty(),
    });
  }

  with(changes: Partial<CoordinatorImageFields>): CoordinatorImage {
    const { groups, offsets, pendingOffsets, openTransactions } = this;
    return new CoordinatorImage({ groups, offsets, pendingOffsets, openTransactions, ...changes });
  }
}
