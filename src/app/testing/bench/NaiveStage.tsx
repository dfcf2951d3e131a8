/** The naive ways: the same rows as React elements, memoised, one SVG element a record; messages as elements that React moves. */
import { memo, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { AnimatePresence, motion } from 'framer-motion';
import { useApp } from '../../context.ts';
import type { MessageRow, ReplicaRow } from '../../../panels/cluster/rows.ts';
import { useRows } from '../../../panels/cluster/tables.ts';
import { denseLayout } from './bench-rows.ts';

const layout = denseLayout();
const colors = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => `var(--key-${key})`);

const Cell = memo(function Cell({ x, y, keyIndex, isOpen }: { x: number; y: number; keyIndex: number; isOpen: boolean }): ReactElement {
  return (
    <rect
      x={x}
      y={y}
      width="12"
      height="4"
      fill={isOpen ? 'var(--paper)' : colors[keyIndex]}
      stroke="var(--ink)"
      strokeDasharray={isOpen ? '2.5 2' : undefined}
    />
  );
});

const Strip = memo(function Strip({ replica }: { readonly replica: ReplicaRow }): ReactElement | null {
  const place = layout.strips.get(replica.id);
  if (place === undefined) return null;
  return (
    <g>
      {replica.cellKeyIndexes.map((keyIndex, index) => (
        <Cell
          key={String(index)}
          x={place.cellX + index * place.cellWidth}
          y={place.y}
          keyIndex={keyIndex}
          isOpen={index >= replica.highWatermark}
        />
      ))}
    </g>
  );
});

/** Where a message's ends are. */
function endsOf(message: MessageRow): { readonly fromX: number; readonly toX: number; readonly y: number } {
  const column = (endpoint: string): number => (layout.columns[Number(endpoint.slice(7))]?.x ?? 0) + 30;
  const row = layout.rows[Number(message.partition?.slice(7) ?? 0)];
  return { fromX: column(message.from), toX: column(message.to), y: row?.requestLaneY ?? 0 };
}

const tag = 'M0 0H11L17 5.5L11 11H0Z';

const Message = memo(function Message({ x, y, isResponse }: { x: number; y: number; isResponse: boolean }): ReactElement {
  return (
    <path
      d={tag}
      transform={`translate(${String(x)},${String(y)})`}
      fill={isResponse ? 'var(--raised)' : 'var(--now)'}
      stroke="var(--now-edge)"
    />
  );
});

/** Records and messages as memoised SVG elements. */
export function NaiveStage(): ReactElement {
  const replicas = useRows('replicas');
  const messages = useRows('messages');
  const { clock } = useApp();
  const [now, setNow] = useState(0);
  useEffect(() => clock.listen(setNow), [clock]);
  return (
    <svg width={layout.width} height={layout.height}>
      {replicas.map((replica) => (
        <Strip key={replica.id} replica={replica} />
      ))}
      {messages.map((message) => {
        const { fromX, toX, y } = endsOf(message);
        const share = Math.min(1, (now - message.sentMicros) / (message.dueMicros - message.sentMicros));
        return <Message key={message.id} x={fromX + (toX - fromX) * share} y={y - 5} isResponse={message.isResponse} />;
      })}
    </svg>
  );
}

/** Messages that appear and vanish as an animation library would do it. */
export function NaiveChurn(): ReactElement {
  const messages = useRows('messages');
  return (
    <div style={{ position: 'relative', width: layout.width, height: layout.height }}>
      <AnimatePresence>
        {messages.map((message) => {
          const { fromX, toX, y } = endsOf(message);
          const seconds = (message.dueMicros - message.sentMicros) / 1_000_000;
          return (
            <motion.div
              key={message.id}
              initial={{ x: fromX, y, opacity: 0 }}
              animate={{ x: toX, y, opacity: 1 }}
              exit={{ opacity: 0 }}
              transition={{ duration: seconds, ease: 'linear' }}
              style={{ position: 'absolute', width: 17, height: 11, background: message.isResponse ? 'var(--raised)' : 'var(--now)' }}
            />
          );
        })}
      </AnimatePresence>
    </div>
  );
}
