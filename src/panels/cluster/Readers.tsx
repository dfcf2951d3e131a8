import type { ReactElement } from 'react';
import { CommittedMark, PositionMark } from '../../design/Flags.tsx';
import { offsetX } from './layout.ts';
import type { StripPlace } from './layout.ts';
import type { ReplicaRow } from './rows.ts';
import { useRows } from './tables.ts';

/** Below the leader's log: who reads it, and how far they have come and committed. */
export function Readers({ strip, replica }: { readonly strip: StripPlace; readonly replica: ReplicaRow }): ReactElement {
  const consumers = useRows('consumers').filter((consumer) => consumer.partitions.includes(strip.partition));
  const under = strip.y + strip.height;
  const isInside = (offset: number): boolean => offset >= replica.firstOffset && offset <= replica.firstOffset + strip.cellCount;
  return (
    <g>
      {consumers.map((consumer, index) => {
        const at = consumer.partitions.indexOf(strip.partition);
        const position = consumer.positions[at] ?? -1;
        const committed = consumer.committed[at] ?? -1;
        const x = offsetX(strip, position, replica.firstOffset);
        const labelX = (committed >= 0 && isInside(committed) ? Math.min(x, offsetX(strip, committed, replica.firstOffset)) : x) - 9;
        return (
          <g key={consumer.id}>
            {committed >= 0 && isInside(committed) ? (
              <CommittedMark x={offsetX(strip, committed, replica.firstOffset)} y={under + 20} />
            ) : null}
            {position >= 0 && isInside(position) ? <PositionMark x={x} y={under + 22} /> : null}
            {position < 0 || !isInside(position) || index > 0 ? null : labelX - strip.capX > consumer.id.length * 6 ? (
              <text x={labelX} y={under + 33} textAnchor="end" className="s11 ink-2">
                {consumer.id}
              </text>
            ) : (
              <text x={x + 9} y={under + 33} className="s11 ink-2">
                {consumer.id}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
