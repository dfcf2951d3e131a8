import type { LogSegment } from '../log/log-segment.ts';
import type { RecordBatch } from '../log/record-batch.ts';

/** The batch that begins at a byte position of a segment; null when none begins there. */
export function batchAtPosition(segment: LogSegment, position: number): RecordBatch | null {
  const { batches } = segment;
  const index = batches.indexOfPosition(position);
  return index < batches.count && batches.positionAt(index) === position ? batches.at(index) : null;
}
