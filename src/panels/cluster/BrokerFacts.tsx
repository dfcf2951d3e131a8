import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printSeconds } from '../../texts/format.ts';
import { Configs } from './Configs.tsx';
import { FactHead } from './FactHead.tsx';
import { FactList } from './FactList.tsx';
import { joinWords } from './names.ts';
import { Timers } from './Timers.tsx';
import { useRow } from './tables.ts';

/** A broker: what its process does, what the controller thinks of it, what a loss of power would take. */
export function BrokerFacts({ id }: { readonly id: string }): ReactElement | null {
  const words = useWords();
  const { t } = words;
  const broker = useRow('brokers', id);
  const cluster = useRow('cluster', 'cluster');
  if (broker === undefined) return null;
  const behind = (cluster?.metadataEndOffset ?? broker.metadataOffset) - broker.metadataOffset;
  return (
    <>
      <FactHead
        name={t('object.broker', { broker: broker.broker })}
        state={t(`process.${broker.process}`)}
        color={broker.process === 'running' ? 'of-insync' : 'of-outsync'}
        isCode={false}
      />
      <FactList
        isSingle
        facts={[
          { name: t('fact.registration'), value: t(`registration.${broker.registration}`) },
          { name: t('fact.since'), value: `${printSeconds(broker.sinceMicros)} s` },
          ...(broker.rack === null ? [] : [{ name: t('fact.rack'), value: broker.rack }]),
          { name: t('fact.leads'), value: broker.leads.length === 0 ? t('fact.none') : joinWords(broker.leads, words) },
          {
            name: t('fact.metadata-read'),
            value: behind > 0 ? t('fact.metadata-behind', { offset: broker.metadataOffset, count: behind }) : broker.metadataOffset,
          },
          { name: t('fact.unflushed'), value: t('fact.records', { count: broker.unflushedCount }) },
        ]}
      />
      <Timers owner={`broker:${id}`} />
      <Configs kind="broker" id={id} />
    </>
  );
}
