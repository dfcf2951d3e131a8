import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { NodeId } from '../../../engine/kernel/units.ts';
import type { LongestWaitRow } from '../rows.ts';

type Wait = { -readonly [Field in keyof Omit<LongestWaitRow, 'id'>]: LongestWaitRow[Field] };

/** Of each producer the record that waited longest for its result, from send() to the callback, and the oldest that still waits. */
export function longestWaitRows({ cluster }: ClusterReader): readonly LongestWaitRow[] {
  const { ledger, clients } = cluster;
  const waits = new Map<NodeId, Wait>();
  for (const partition of ledger.allPartitions) {
    for (const { producer, sentMicros, outcome, outcomeMicros } of partition.entries()) {
      const wait = waits.get(producer) ?? { toldMicros: -1, toldSentMicros: -1, openSentMicros: -1 };
      waits.set(producer, wait);
      if (outcome === 'pending') {
        if (wait.openSentMicros < 0 || sentMicros < wait.openSentMicros) wait.openSentMicros = sentMicros;
      } else if (outcomeMicros - sentMicros > wait.toldMicros) {
        wait.toldMicros = outcomeMicros - sentMicros;
        wait.toldSentMicros = sentMicros;
      }
    }
  }
  return [...clients.all()].flatMap(({ name, node }) => {
    const wait = waits.get(node);
    return wait === undefined ? [] : [{ id: name, ...wait }];
  });
}
