import type { MetadataDelta } from '../../metadata/delta.ts';
import type { MetadataImage, TopicImage } from '../../metadata/image.ts';
import type { CoordinatorTopic, CoordinatorTopics } from '../context.ts';

/** The topics as a broker's metadata image has them. Lives within one step: it is no state. Source: KRaftCoordinatorMetadataImage. */
export class ImageTopics implements CoordinatorTopics {
  private readonly image: MetadataImage;

  constructor(image: MetadataImage) {
    this.image = image;
  }

  get version(): number {
    return this.image.offset;
  }

  byName(name: string): CoordinatorTopic | undefined {
    const topic = this.image.topicByName(name);
    return topic === undefined ? undefined : coordinatorTopic(this.image, topic);
  }

  byId(topicId: string): CoordinatorTopic | undefined {
    const topic = this.image.topic(topicId);
    return topic === undefined ? undefined : coordinatorTopic(this.image, topic);
  }

  names(): readonly string[] {
    return this.image.topicsInOrder.map(({ name }) => name);
  }
}

/** Which topics came, changed and went with a delta. */
export interface TopicChanges {
  readonly createdNames: readonly string[];
  readonly changedNames: readonly string[];
  readonly deleted: readonly CoordinatorTopic[];
}

/** What a metadata delta says of topics, in the coordinator's words; null: nothing. */
export function topicChanges(delta: MetadataDelta): TopicChanges | null {
  const nameOf = (topicId: string): string[] => {
    const name = delta.image.topic(topicId)?.name;
    return name === undefined ? [] : [name];
  };
  const createdNames = [...delta.createdTopicIds].flatMap(nameOf);
  const changedNames = [...delta.changedPartitions.keys()].filter((id) => !delta.createdTopicIds.has(id)).flatMap(nameOf);
  const deleted = [...delta.deletedTopicIds].flatMap((topicId) => {
    const topic = delta.base.topic(topicId);
    return topic === undefined ? [] : [coordinatorTopic(delta.base, topic)];
  });
  return createdNames.length + changedNames.length + deleted.length === 0 ? null : { createdNames, changedNames, deleted };
}

function coordinatorTopic(image: MetadataImage, topic: TopicImage): CoordinatorTopic {
  return {
    topicId: topic.id,
    name: topic.name,
    partitionCount: topic.partitions.length,
    // Asked for only where the racks of members matter.
    get racks() {
      return Array.from(topic.partitions.entries(), ([, { replicas }]) => [...new Set(replicas.flatMap((id) => rackOf(image, id)))]);
    },
  };
}

function rackOf(image: MetadataImage, brokerId: number): readonly string[] {
  const rack = image.broker(brokerId)?.rack ?? null;
  return rack === null ? [] : [rack];
}
