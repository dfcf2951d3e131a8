import { Entity } from '../../../../kernel/state.ts';
import type { PartitionName } from '../topic-partition.ts';
import type { WorkedRange } from './processing.ts';

/** Offsets [from, to) of one partition whose results are stored. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The database that applications write their results to: outside Kafka, it outlives every consumer. It knows which records it has results
 * of, so that one with a unique key per record can refuse the second.
 */
export class ApplicationStore extends Entity {
  private readonly spans = new Map<string, Span[]>();

  /** The parts of a range that are not stored yet, which it stores. */
  storeNew(application: string, { partition, range }: WorkedRange): readonly Span[] {
    const key = `${application}/${partition}`;
    const known = this.spans.get(key) ?? [];
    const wanted = { from: range.firstOffset, to: range.lastOffset + 1 };
    const fresh = known.reduce<readonly Span[]>((left, span) => left.flatMap((part) => without(part, span)), [wanted]);
    if (fresh.length === 0) return fresh;
    this.touch();
    this.spans.set(key, joined([...known, ...fresh]));
    return fresh;
  }

  /** The offset behind the last stored record of a partition; null when there is none. */
  nextOffset(application: string, partition: PartitionName): number | null {
    return this.spans.get(`${application}/${partition}`)?.at(-1)?.to ?? null;
  }
}

function without(part: Span, taken: Span): Span[] {
  const before = { from: part.from, to: Math.min(part.to, taken.from) };
  const after = { from: Math.max(part.from, taken.to), to: part.to };
  return [before, after].filter(({ from, to }) => from < to);
}

function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
}
