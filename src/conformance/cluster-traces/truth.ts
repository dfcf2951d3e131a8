import type { Json } from '../registry.ts';
import { isList, isObject } from '../rows.ts';
import { topicOf } from './partition-fields.ts';
import type { LogFolder } from './log-folder.ts';
import type { Snapshot } from './snapshot.ts';

/** A record that a scenario sent, and what its sender was told. */
export interface ProducedRecord {
  readonly topic: string;
  readonly partition: number | null;
  readonly value: string | null;
  readonly outcome: Json;
}

/** Where each replica's log is, by partition and broker. */
export type Logs = Readonly<Record<string, Readonly<Record<string, LogFolder>>>>;

/** What was promised, held against the final leaders' logs: every record by its value. */
export function truthOf(produced: readonly ProducedRecord[], snapshot: Snapshot, logs: Logs): Json {
  let ackedCount = 0;
  const ackedLost: (string | null)[] = [];
  const duplicated: (string | null)[] = [];
  const unackedPresent: (string | null)[] = [];
  const belowLogStart: (string | null)[] = [];
  for (const { topic, partition, value, outcome } of produced) {
    const offset = offsetOf(outcome);
    const at = partition ?? (isObject(outcome) ? (outcome['partition'] ?? null) : null);
    let copyCount = 0;
    for (const [name, { leader }] of Object.entries(snapshot.partitions)) {
      if (topicOf(name) !== topic || (at !== null && name !== `${topic}-${String(at)}`)) continue;
      const log = logs[name]?.[String(leader)];
      if (log !== undefined) copyCount += log.values.filter((stored) => stored === value).length;
      const node = snapshot.nodes[String(leader)];
      const logStartOffset = typeof node === 'object' ? node.replicas[name]?.['logStartOffset'] : undefined;
      if (offset !== null && offset >= 0 && typeof logStartOffset === 'number' && offset < logStartOffset) belowLogStart.push(value);
    }
    const isAcked = offset !== null;
    if (isAcked) ackedCount++;
    if (isAcked && copyCount === 0 && !belowLogStart.includes(value)) ackedLost.push(value);
    if (copyCount > 1) duplicated.push(value);
    if (!isAcked && copyCount > 0) unackedPresent.push(value);
  }
  return { produced: produced.length, acked: ackedCount, ackedLost, duplicated, unackedPresent, belowLogStart };
}

/** Null: not acknowledged. */
function offsetOf(outcome: Json): number | null {
  if (typeof outcome === 'number') return outcome;
  const offset = isObject(outcome) && !isList(outcome) ? outcome['offset'] : undefined;
  return typeof offset === 'number' ? offset : null;
}
