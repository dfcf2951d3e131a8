import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { Configs } from './Configs.tsx';
import { FactHead } from './FactHead.tsx';
import { FactList } from './FactList.tsx';
import { consumerDoing } from './names.ts';
import type { ConsumerRow, ProducerRow } from './rows.ts';
import { useRow } from './tables.ts';
import { Timers } from './Timers.tsx';

/** A producer or a consumer, with its configuration. */
export function ClientFacts({ kind, id }: { readonly kind: 'producer' | 'consumer'; readonly id: string }): ReactElement | null {
  const producer = useRow('producers', kind === 'producer' ? id : '');
  const consumer = useRow('consumers', kind === 'consumer' ? id : '');
  return (
    <>
      {producer === undefined ? null : <ProducerFacts producer={producer} />}
      {consumer === undefined ? null : <ConsumerFacts consumer={consumer} />}
      <Timers owner={`${kind}:${id}`} />
      <Configs kind={kind} id={id} />
    </>
  );
}

function ProducerFacts({ producer }: { readonly producer: ProducerRow }): ReactElement {
  const words = useWords();
  const { t } = words;
  return (
    <>
      <FactHead name={producer.id} state={t('fact.producer')} color="ink-2" isCode={false} />
      <FactList
        isSingle
        facts={[
          { name: 'acks', value: producer.acks, isStrong: true },
          { name: t('fact.in-flight'), value: t('fact.of', { count: producer.inFlightCount, total: producer.maxInFlight }) },
          { name: t('fact.buffered'), value: t('fact.records', { count: producer.bufferedCount }) },
          { name: t('fact.acked'), value: t('fact.records', { count: producer.ackedCount }), isStrong: true },
          { name: t('fact.failed'), value: t('fact.records', { count: producer.failedCount }) },
          ...(producer.lastError === null
            ? []
            : [{ name: t('fact.last-error'), value: <Thrown exception={producer.lastError} message={producer.lastMessage} /> }]),
        ]}
      />
    </>
  );
}

function ConsumerFacts({ consumer }: { readonly consumer: ConsumerRow }): ReactElement {
  const words = useWords();
  const { t } = words;
  return (
    <>
      <FactHead name={consumer.id} state={consumerDoing(consumer, words)} color="ink-2" isCode={false} />
      <FactList
        isSingle
        facts={[
          ...consumer.partitions.map((partition, index) => ({
            name: partition,
            value: t('consumer.next', { offset: consumer.positions[index] ?? -1 }),
            isStrong: true,
          })),
          { name: t('fact.read'), value: t('fact.records', { count: consumer.readCount }) },
          ...(consumer.lastError === null
            ? []
            : [{ name: t('fact.last-error'), value: <Thrown exception={consumer.lastError} message={consumer.lastMessage} /> }]),
        ]}
      />
    </>
  );
}

/** The exception that the application was told last, in Kafka's own words. */
function Thrown({ exception, message }: { readonly exception: string; readonly message: string }): ReactElement {
  return (
    <>
      <span className="of-loss code">{exception}</span>
      {message === '' ? null : <span className="thrown small ink-2">{message}</span>}
    </>
  );
}
