import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { cutText } from './cut-text.ts';
import { partitionsShown } from './layout.ts';
import type { ClientPlace, StageLayout } from './layout.ts';
import { consumerDoing } from './names.ts';
import { useRow } from './tables.ts';

/** Producers at the left, consumers at the right, docked at the rows that they use. */
export function Clients({ layout }: { readonly layout: StageLayout }): ReactElement {
  const { t } = useWords();
  const firstProducer = layout.clients.find((client) => client.kind === 'producer');
  return (
    <g>
      {firstProducer === undefined ? null : (
        <text x={firstProducer.x} y={firstProducer.y - 8} className="s11 ink-3">
          {t('clients.producers')}
        </text>
      )}
      {layout.clients.map((place) =>
        place.kind === 'producer' ? (
          <Producer key={`p${place.id}`} place={place} form={layout.form} />
        ) : (
          <Consumer key={`c${place.id}`} place={place} />
        ),
      )}
    </g>
  );
}

function Producer({ place, form }: { readonly place: ClientPlace; readonly form: StageLayout['form'] }): ReactElement | null {
  const words = useWords();
  const producer = useRow('producers', place.id);
  if (producer === undefined) return null;
  const { x, y, height } = place;
  return (
    <g>
      <text x={x} y={y + 13}>
        <tspan className="s14 name">{producer.id}</tspan>
        {producer.isRunning ? null : (
          <tspan dx="8" className="s12 name of-offline">
            {words.t('consumer.stopped')}
          </tspan>
        )}
      </text>
      <text x={x} y={y + 31} className="code s11 ink-2">{`acks=${producer.acks}`}</text>
      {form === 'wide' ? (
        <text x={x} y={y + height + 6} className="s11 ink-3">
          {words.t('producer.in-flight', { count: producer.inFlightCount, max: producer.maxInFlight })}
        </text>
      ) : (
        <text x={x} y={y + 48} className="s11 ink-2">
          {words.t('producer.in-flight-short', { count: producer.inFlightCount, max: producer.maxInFlight })}
        </text>
      )}
      {producer.failedCount === 0 ? null : (
        <text x={x} y={y + (form === 'wide' ? height + 22 : 64)} className="s11 name of-loss">
          {words.t('producer.failed', { count: producer.failedCount, error: producer.lastError ?? '' })}
        </text>
      )}
    </g>
  );
}

function Consumer({ place }: { readonly place: ClientPlace }): ReactElement | null {
  const words = useWords();
  const consumer = useRow('consumers', place.id);
  if (consumer === undefined) return null;
  const { x, y, width, height } = place;
  const isGrouped = consumer.group !== null;
  const topics = [...new Set(consumer.partitions.map(topicOf))];
  const nameOf = (partition: string): string =>
    topics.length === 1 ? partition.slice(topicOf(partition).length + 1) : cutText(partition, 70, 6.7);
  const shown = consumer.partitions.slice(0, partitionsShown);
  const restCount = consumer.partitions.length - shown.length;
  const lineCount = shown.length + Math.min(1, restCount);
  return (
    <g>
      <line
        x1={x - 8}
        y1={y - 8}
        x2={x - 8}
        y2={y + height - 8}
        stroke="var(--ink)"
        strokeWidth="2"
        strokeDasharray={consumer.isRunning ? undefined : '1.5 3'}
      />
      <text x={x} y={y + 13} className="s14 name">
        {consumer.id}
      </text>
      {isGrouped ? (
        <text x={x} y={y - 14} className="s11 ink-3">
          {words.t('consumer.group', { group: consumer.group, generation: consumer.generation })}
        </text>
      ) : null}
      <text x={x} y={y + 30} className="code s11 ink-2">
        {cutText(ownedWords(consumer.partitions, topics, words), width, 6.7)}
      </text>
      {shown.map((partition, index) => (
        <text key={partition} x={x} y={y + 48 + index * 17} className="s11 ink-2">
          {consumer.partitions.length === 1 ? null : <tspan className="code name">{`${nameOf(partition)} `}</tspan>}
          {positionWords(consumer.positions[index] ?? -1, consumer.committed[index] ?? -1, words.t)}
        </text>
      ))}
      {restCount === 0 ? null : (
        <text x={x} y={y + 48 + shown.length * 17} className="s11 ink-3">
          {words.t('consumer.more', { count: restCount })}
        </text>
      )}
      <text x={x} y={y + 48 + lineCount * 17} className="s11 ink-3">
        {consumerDoing(consumer, words)}
      </text>
    </g>
  );
}

function topicOf(partition: string): string {
  return partition.slice(0, partition.lastIndexOf('-'));
}

/** One partition by its name; several by their topics, since each has a line of its own below. */
function ownedWords(partitions: readonly string[], topics: readonly string[], words: Words): string {
  const [first = ''] = partitions;
  if (partitions.length < 2) return first;
  return words.t('consumer.partitions', { number: partitions.length, count: partitions.length, topics: topics.join(', ') });
}

function positionWords(position: number, committed: number, t: ReturnType<typeof useWords>['t']): string {
  const next = position < 0 ? t('consumer.no-position') : t('consumer.next', { offset: position });
  return committed < 0 ? next : t('consumer.committed-next', { committed, offset: position });
}
