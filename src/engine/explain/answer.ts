import type { ClusterReader } from '../kafka/reader.ts';
import type { EventId } from '../kernel/units.ts';

/**
 * A line of an answer made from state: the code of a text `answer.<code>`, its parameters, and an event to ask further about (-1:
 * none).
 */
export interface AnswerLine {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly event: EventId;
}

/** A "why not?" that is answered from what is, not from what happened. */
export interface Question {
  readonly name: string;
  answer(reader: ClusterReader, params: Readonly<Record<string, string | number>>): readonly AnswerLine[];
}

/** A line. */
export function line(code: string, params: AnswerLine['params'] = {}, event: EventId = -1): AnswerLine {
  return { code, params, event };
}

/** The newest milestone of a kind about a partition or a broker; -1 when there is none. */
export function newestEvent(
  reader: ClusterReader,
  names: readonly string[],
  about: { readonly partition?: string; readonly broker?: number },
): EventId {
  const { trace, eventCount, names: strings } = reader.cluster.kernel;
  for (let i = trace.milestoneIndex(eventCount) - 1; i >= 0; i--) {
    const row = trace.milestones[i]!;
    if (!names.includes(row.spec.name)) continue;
    const isOfPartition = about.partition === undefined || strings.text(row.args['partition'] ?? 0) === about.partition;
    const isOfBroker =
      about.broker === undefined ||
      row.node === about.broker ||
      row.args['broker'] === about.broker ||
      row.args['follower'] === about.broker;
    if (isOfPartition && isOfBroker) return row.id;
  }
  return -1;
}
