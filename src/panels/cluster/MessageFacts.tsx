import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { printDuration, printSeconds } from '../../texts/format.ts';
import { FactHead } from './FactHead.tsx';
import { FactList } from './FactList.tsx';
import { endpointName } from './messages.ts';
import { useRow } from './tables.ts';

/** A request or response under way. It is gone from here when it has arrived. */
export function MessageFacts({ id }: { readonly id: string }): ReactElement {
  const { client } = useApp();
  const words = useWords();
  const { t } = words;
  const message = useRow('messages', id);
  if (message === undefined) return <p className="small ink-2">{t('fact.message-gone')}</p>;
  return (
    <>
      <FactHead
        name={`${message.api}${message.isResponse ? t('fact.response-suffix') : t('fact.request-suffix')}`}
        state={t(`message.state-${message.state}`)}
        color="ink-2"
      />
      <FactList
        isSingle
        facts={[
          { name: t('fact.from'), value: endpointName(message.from, words) },
          { name: t('fact.to'), value: endpointName(message.to, words) },
          { name: t('fact.sent'), value: `${printSeconds(message.sentMicros)} s` },
          { name: t('fact.takes'), value: printDuration(message.dueMicros - message.sentMicros) },
          ...(message.partition === null
            ? []
            : [
                {
                  name: t('fact.partition'),
                  value:
                    message.partitionCount > 1
                      ? t('fact.and-more', { partition: message.partition, count: message.partitionCount - 1 })
                      : message.partition,
                },
              ]),
          ...(message.recordCount === 0 ? [] : [{ name: t('fact.contents'), value: t('fact.records', { count: message.recordCount }) }]),
          ...(message.acks === null ? [] : [{ name: 'acks', value: message.acks }]),
          ...(message.error === null
            ? []
            : [{ name: t('fact.error'), value: <span className="of-loss">{words.error(message.error)}</span> }]),
        ]}
      />
      {message.event < 0 ? null : (
        <button
          type="button"
          className="link small"
          onClick={() => {
            void client.why(message.event);
          }}
        >
          {t('why.ask')}
        </button>
      )}
    </>
  );
}
