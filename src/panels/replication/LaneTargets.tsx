import type { ReactElement } from 'react';
import { useActs } from '../../app/acts.ts';
import { useSession } from '../../app/context.ts';
import { objectKey } from '../../app/objects.ts';
import type { ObjectRef } from '../../app/objects.ts';
import { useWords } from '../../app/words.ts';
import type { LineUp } from './layout.ts';
import { logName } from './names.ts';
import type { LinedUpPartitionRow } from './rows.ts';
import { useRows } from './tables.ts';

/** What can be pointed at: each replica's lane. One tab stop; arrows go between them; M opens what can be done. */
export function LaneTargets({ layout, partition }: { readonly layout: LineUp; readonly partition: LinedUpPartitionRow }): ReactElement {
  const acts = useActs();
  const words = useWords();
  const selection = useSession((state) => state.selection);
  const logs = useRows('replication.logs');
  return (
    <>
      {layout.lanes.map((lane, index) => {
        const log = logs.find((row) => row.broker === lane.broker);
        if (log === undefined) return null;
        const ref: ObjectRef = { kind: 'replica', id: `${partition.id}@${String(lane.broker)}` };
        const isSelected = selection?.kind === 'replica' && selection.id === ref.id;
        const right = layout.cellX + layout.cellCount * layout.cellWidth;
        return (
          <button
            key={lane.broker}
            type="button"
            className={`target lane-target ${isSelected ? 'is-chosen' : ''}`}
            style={{
              left: -4,
              top: lane.top + 2,
              width: right + 8,
              height: lane.stripY + layout.stripHeight + 30 - lane.top,
              right: 'auto',
              bottom: 'auto',
            }}
            data-object={objectKey(ref)}
            aria-label={logName(log, partition, words)}
            aria-pressed={isSelected}
            aria-haspopup="menu"
            tabIndex={index === 0 ? 0 : -1}
            onClick={() => {
              acts.select(ref);
            }}
            onContextMenu={(event) => {
              event.preventDefault();
              acts.openMenu(ref, event.clientX, event.clientY);
            }}
          />
        );
      })}
    </>
  );
}
