import { Shared } from '../../kernel/state.ts';

const partitionsMax = 10_000;

/**
 * `topic-partition` for each partition that anybody spoke of: requests carry topic and number, a broker's tables go by the name. Made
 * once, for making a string and hashing it anew costs more than all else that a lookup does. Names do not change, so this is no state.
 */
export class PartitionNames extends Shared {
  private readonly byTopic = new Map<string, string[]>();

  of(topic: string, partition: number): string {
    let names = this.byTopic.get(topic);
    if (names === undefined) {
      names = [];
      this.byTopic.set(topic, names);
    }
    // A request may ask for any number; only what may be a partition is kept.
    if (partition < 0 || partition >= partitionsMax) return `${topic}-${String(partition)}`;
    while (names.length <= partition) names.push(`${topic}-${String(names.length)}`);
    return names[partition] ?? '';
  }
}
