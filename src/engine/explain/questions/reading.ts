import type { Question } from '../answer.ts';
import { line, newestEvent } from '../answer.ts';

/** Why does this consumer get nothing? */
export const whyNotReading: Question = {
  name: 'why-not-reading',
  answer(reader, params) {
    const name = String(params['consumer']);
    const process = reader.cluster.consumer(name);
    if (process === null) return [];
    if (process.consumer === null) return [line('reading-not-running', { consumer: name })];
    const lines = [];
    for (const [partition, state] of process.consumer.subscriptions.states()) {
      const facts = reader.partition(partition);
      const position = state.position?.offset ?? -1;
      if (facts === null) lines.push(line('reading-no-partition', { partition }));
      else if (facts.registration.leader < 0)
        lines.push(line('reading-no-leader', { partition }, newestEvent(reader, ['partitionOffline', 'brokerFenced'], {})));
      else if (position < 0) lines.push(line('reading-no-position', { partition }));
      else {
        const log = reader.leader(facts)?.log;
        const highWatermark = log?.highWatermark ?? -1;
        const logEndOffset = log?.logEndOffset ?? -1;
        if (position < highWatermark) lines.push(line('reading-on-its-way', { partition, position, highWatermark }));
        else if (logEndOffset > highWatermark) lines.push(line('reading-not-committed', { partition, highWatermark, logEndOffset }));
        else lines.push(line('reading-at-end', { partition, position }));
      }
    }
    return lines.length === 0 ? [line('reading-nothing-assigned', { consumer: name })] : lines;
  },
};
