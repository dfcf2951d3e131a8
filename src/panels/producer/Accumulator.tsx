import type { ReactElement } from 'react';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useWords } from '../../app/words.ts';
import { keyColor, keyLetter } from './names.ts';
import { Ring } from './Ring.tsx';
import type { ProducerFactsRow, QueuedBatchRow, QueueRow } from './rows.ts';
import { useRows } from './tables.ts';

const shownQueues = 8;
const batchWidth = 148;

/** The RecordAccumulator: a queue of batches for each partition; the last one is open. */
export function Accumulator({ facts }: { readonly facts: ProducerFactsRow }): ReactElement {
  const { t } = useWords();
  const queues = useRows('producer.queues');
  const batches = useRows('producer.batches');
  // Those that hold something come first to be shown, in the order of partitions.
  const shown =
    queues.length <= shownQueues
      ? queues
      : queues.filter(({ id }) => batches.some(({ partition }) => partition === id)).slice(0, shownQueues);
  return (
    <section className="thread is-wide">
      <h3>
        {t('producer.accumulator')}
        <DifferenceMark place="accumulator" />
      </h3>
      <p className="small ink-2">{t('producer.accumulator-about')}</p>
      {queues.length === 0 ? <p className="small ink-2 thread-part">{t('producer.no-queues')}</p> : null}
      <ul className="queues">
        {shown.map((queue) => (
          <Queue key={queue.id} queue={queue} batches={batches.filter(({ partition }) => partition === queue.id)} />
        ))}
      </ul>
      {queues.length > shown.length ? (
        <p className="tick ink-2">{t('group.more-partitions', { count: queues.length - shown.length })}</p>
      ) : null}
      <Reasons facts={facts} />
    </section>
  );
}

function Queue({ queue, batches }: { readonly queue: QueueRow; readonly batches: readonly QueuedBatchRow[] }): ReactElement {
  const { t } = useWords();
  return (
    <li className="queue">
      <p className="queue-name small">
        <span className="code">{queue.id}</span>
        <span className="ink-2">{queue.leader < 0 ? t('producer.no-leader') : t('producer.leader', { broker: queue.leader })}</span>
      </p>
      <div className="queue-batches">
        {batches.length === 0 ? <span className="tick ink-3">{t('producer.queue-empty')}</span> : null}
        {batches.slice(0, 3).map((batch) => (
          <Batch key={batch.id} batch={batch} />
        ))}
        {batches.length > 3 ? <span className="tick ink-2">{t('producer.more-batches', { count: batches.length - 3 })}</span> : null}
      </div>
    </li>
  );
}

/** A batch, filled by its bytes; its records by their keys, as many as there is room for. */
function Batch({ batch }: { readonly batch: QueuedBatchRow }): ReactElement {
  const { t } = useWords();
  const share = Math.min(1, batch.sizeBytes / Math.max(1, batch.capacityBytes));
  const filled = Math.max(3, share * (batchWidth - 2));
  // While there is room each record is a cell that can be read; beyond that cells share the filled width.
  const cell = Math.min(15, Math.max(filled, Math.min(batchWidth - 2, batch.recordCount * 15)) / Math.max(1, batch.recordCount));
  const isReadable = cell >= 11;
  return (
    <figure className="batch">
      <svg width={batchWidth} height="34" aria-hidden="true">
        <rect
          x="0.75"
          y="0.75"
          width={batchWidth - 1.5}
          height="32.5"
          fill="var(--raised)"
          stroke="var(--ink)"
          strokeWidth="1.5"
          strokeDasharray={batch.isOpen ? '2 2' : undefined}
        />
        {isReadable
          ? batch.keys.slice(0, Math.floor((batchWidth - 2) / cell)).map((key, index) => (
              <g key={index}>
                <rect x={1 + index * cell} y="2" width={cell} height="22" fill={keyColor(key)} stroke="var(--ink)" strokeWidth="0.8" />
                <text x={1 + index * cell + cell / 2} y="17" textAnchor="middle" className="code s11 on-key">
                  {keyLetter(key)}
                </text>
              </g>
            ))
          : batch.keys.map((key, index) => (
              <rect
                key={index}
                x={1 + (index * filled) / batch.keys.length}
                y="2"
                width={filled / batch.keys.length}
                height="22"
                fill={keyColor(key)}
              />
            ))}
        <rect x="1" y="26" width={filled} height="6" fill="var(--ink)" />
      </svg>
      <figcaption className="tick">
        {batch.isOpen
          ? t('producer.batch-open', { count: batch.recordCount, bytes: batch.sizeBytes, capacity: batch.capacityBytes })
          : batch.attempts > 0
            ? t('producer.batch-again', { count: batch.recordCount, sequence: batch.baseSequence })
            : t('producer.batch-full', { count: batch.recordCount, bytes: batch.sizeBytes, capacity: batch.capacityBytes })}
      </figcaption>
      {batch.isOpen && batch.lingerDueMicros >= 0 ? (
        <Ring name={t('producer.linger')} startMicros={batch.lingerStartMicros} dueMicros={batch.lingerDueMicros} />
      ) : null}
    </figure>
  );
}

/** What closed the batches that have left. */
function Reasons({ facts }: { readonly facts: ProducerFactsRow }): ReactElement {
  const { t, code } = useWords();
  const most = Math.max(1, ...facts.reasonCounts);
  const perBatch = facts.batchCount === 0 ? 0 : Math.round((facts.recordCount / facts.batchCount) * 10) / 10;
  return (
    <div className="reasons">
      <h4>{t('producer.closed-by')}</h4>
      <div className="reasons-both">
        <dl className="reason-bars small">
          {facts.reasons.map((reason, index) => {
            const count = facts.reasonCounts[index] ?? 0;
            return (
              <div key={reason}>
                <dt title={code('producer.reason', `${reason}.about`)}>{code('producer.reason', reason)}</dt>
                <dd>
                  <i style={{ width: `${((count / most) * 60).toFixed(1)}%` }} />
                  <span className="code">{count}</span>
                </dd>
              </div>
            );
          })}
        </dl>
        <p className="small ink-2">{t('producer.per-batch', { count: perBatch, batches: facts.batchCount })}</p>
      </div>
    </div>
  );
}
