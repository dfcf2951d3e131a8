import type { ReactElement } from 'react';
import { useActs } from '../../app/acts.ts';
import { useSession } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { StateBody } from './StateMark.tsx';
import { partitionState } from './rows.ts';
import type { MatrixTopicRow } from './rows.ts';
import { useRows } from './tables.ts';

const cell = 15;
const nameWidth = 152;

/** Topics by partitions: a square each. Healthy ones are quiet; what is in trouble stands out by its shape. */
export function TopicMap({ width, isNarrow }: { readonly width: number; readonly isNarrow: boolean }): ReactElement {
  const { t } = useWords();
  const topics = [...useRows('matrix.topics')].sort((one, other) => one.order - other.order);
  const perLine = Math.max(8, Math.floor((width - (isNarrow ? 0 : nameWidth) - 8) / cell));
  return (
    <div className="topic-map" role="group" aria-label={t('matrix.map')}>
      {topics.map((topic) => (
        <Topic key={topic.id} topic={topic} perLine={perLine} />
      ))}
    </div>
  );
}

function Topic({ topic, perLine }: { readonly topic: MatrixTopicRow; readonly perLine: number }): ReactElement {
  const acts = useActs();
  const { t } = useWords();
  const selection = useSession((state) => state.selection);
  const chosen =
    selection?.kind === 'partition' && selection.id.startsWith(`${topic.id}-`) ? Number(selection.id.slice(topic.id.length + 1)) : -1;
  const troubled = topic.states.filter((state) => state !== partitionState.healthy).length;
  const lines = Math.ceil(topic.states.length / perLine);
  return (
    <div className="topic-line">
      <p className="topic-name">
        <span className="code">{topic.id}</span>
        <span className="small ink-2">{t('matrix.topic', { count: topic.states.length, factor: topic.replicationFactor })}</span>
      </p>
      <svg
        width={Math.min(perLine, topic.states.length) * cell + 4}
        height={lines * cell + 4}
        role="img"
        aria-label={t('matrix.topic-spoken', { topic: topic.id, count: topic.states.length, troubled })}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const column = Math.floor((event.clientX - box.left) / cell);
          const line = Math.floor((event.clientY - box.top) / cell);
          const partition = line * perLine + column;
          if (column < perLine && partition < topic.states.length)
            acts.select({ kind: 'partition', id: `${topic.id}-${String(partition)}` });
        }}
      >
        {topic.states.map((state, partition) => (
          // A partition's number is its place: it never changes.
          <g
            key={String(partition)}
            transform={`translate(${String((partition % perLine) * cell + 2)},${String(Math.floor(partition / perLine) * cell + 2)})`}
          >
            {partition === chosen ? (
              <rect x="-1.5" y="-1.5" width="15" height="15" fill="none" stroke="var(--focus)" strokeWidth="2" />
            ) : null}
            <StateBody state={state} />
          </g>
        ))}
      </svg>
    </div>
  );
}
