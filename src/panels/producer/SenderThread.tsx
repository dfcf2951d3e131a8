import type { ReactElement } from 'react';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useWords } from '../../app/words.ts';
import type { ProducerFactsRow } from './rows.ts';
import { useRows } from './tables.ts';

/** The sender's thread: which batches are ready, in whose name they go, and where sequences stand. */
export function SenderThread({ facts }: { readonly facts: ProducerFactsRow }): ReactElement {
  const { t } = useWords();
  const queues = useRows('producer.queues').filter(({ nextSequence }) => nextSequence >= 0);
  const ready = useRows('producer.batches').filter(({ isOpen }) => !isOpen);
  const retries = facts.reasonCounts[facts.reasons.indexOf('retry')] ?? 0;
  return (
    <section className="thread">
      <h3>
        {t('producer.sender')}
        <DifferenceMark place="sender" />
      </h3>
      <p className="small ink-2">{t('producer.sender-about')}</p>
      <div className="thread-part">
        <h4>{t('producer.ready')}</h4>
        {ready.length === 0 ? <p className="small ink-2">{t('producer.nothing-ready')}</p> : null}
        <ul className="small code">
          {ready.slice(0, 5).map((batch) => (
            <li key={batch.id}>{`${batch.partition}, ${t(batch.attempts > 0 ? 'producer.reason.retry' : 'producer.reason.full')}`}</li>
          ))}
        </ul>
      </div>
      <div className="thread-part">
        <h4>{t('producer.identity')}</h4>
        {facts.producerId < 0 ? (
          <p className="small ink-2">{facts.idState === '' ? t('producer.not-idempotent') : t('producer.no-id-yet')}</p>
        ) : (
          <p className="small code">{t('producer.pid', { id: facts.producerId, epoch: facts.producerEpoch })}</p>
        )}
        {queues.length === 0 ? null : (
          <>
            <p className="small ink-2">{t('producer.next-sequence')}</p>
            <ul className="small code">
              {queues.slice(0, 8).map((queue) => (
                <li key={queue.id}>{`${queue.id}: ${String(queue.nextSequence)}`}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      <div className="thread-part">
        <h4>{t('producer.retries')}</h4>
        <p className="small code">{retries}</p>
      </div>
    </section>
  );
}
