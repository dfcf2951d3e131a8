import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printSeconds } from '../../texts/format.ts';
import type { NewestRecordRow, ProducerFactsRow } from './rows.ts';
import { useRows } from './tables.ts';

const stages = ['sent', 'batched', 'flying', 'appended', 'committed', 'told'] as const;

/** The newest record's way so far, when it will fail, and what the application was told last that went wrong. */
export function Inspector(): ReactElement | null {
  const [facts] = useRows('producer.facts');
  const [newest] = useRows('producer.newest');
  if (facts === undefined) return null;
  return (
    <section className="inspector producer-facts">
      {newest === undefined ? null : <Way newest={newest} facts={facts} />}
      <Failure facts={facts} />
    </section>
  );
}

function Way({ newest, facts }: { readonly newest: NewestRecordRow; readonly facts: ProducerFactsRow }): ReactElement {
  const { t } = useWords();
  const last = newest.stages.at(-1);
  return (
    <>
      <h2>{t('producer.record', { number: newest.number })}</h2>
      <ol className="way small">
        {stages.map((stage) => {
          const isPassed = newest.stages.includes(stage);
          return (
            <li
              key={stage}
              className={`${isPassed ? 'is-passed' : ''} ${stage === last ? 'is-at' : ''}`}
              aria-current={stage === last ? 'step' : undefined}
            >
              <i aria-hidden="true" />
              <span>
                {stage === 'told' && newest.outcome !== 'pending'
                  ? t(`producer.told-${newest.outcome}`)
                  : t(`producer.stage-${stage}`, { partition: newest.partition, offset: newest.offset })}
              </span>
            </li>
          );
        })}
      </ol>
      {newest.outcome === 'pending' ? (
        <>
          <h2>{t('producer.fails-if')}</h2>
          <p className="small">
            {t('producer.fails-about', {
              seconds: facts.deliveryTimeoutMillis / 1000,
              time: printSeconds(newest.sentMicros + facts.deliveryTimeoutMillis * 1000, 1),
            })}
          </p>
        </>
      ) : null}
    </>
  );
}

/** The exception that the callback was given, as Kafka words it. */
function Failure({ facts }: { readonly facts: ProducerFactsRow }): ReactElement | null {
  const { t } = useWords();
  if (facts.lastException === '') return null;
  return (
    <>
      <h2>{t('producer.last-exception')}</h2>
      <p className="small code of-loss">{facts.lastException}</p>
      {facts.lastMessage === '' ? null : <p className="tick code">{facts.lastMessage}</p>}
      <p className="tick ink-2">{t('producer.at', { time: printSeconds(facts.lastExceptionMicros) })}</p>
    </>
  );
}
