import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printDuration, printSeconds } from '../../texts/format.ts';
import { useRows } from './tables.ts';

/** Where a group of Kafka 0.8 keeps its offsets: a znode for each partition, with nothing but a number in it. */
export function Znodes(): ReactElement {
  const { t } = useWords();
  const znodes = useRows('offsets.znodes');
  const [facts] = useRows('offsets.zookeeper');
  return (
    <>
      <p className="commit-log-name small">
        <strong>{t('offsets.znodes')}</strong>
        {facts === undefined ? null : (
          <span className="ink-2">
            {t('offsets.writes', { count: facts.writeCount, each: printDuration(facts.writeMicros), most: 1_000_000 / facts.writeMicros })}
            {facts.waitingCount > 0 ? ` ${t('offsets.writes-wait', { count: facts.waitingCount })}` : ''}
          </span>
        )}
      </p>
      {znodes.length === 0 ? (
        <p className="small ink-2">{t('offsets.no-znodes')}</p>
      ) : (
        <div className="znodes" tabIndex={0} role="group" aria-label={t('offsets.znodes')}>
          <table className="small">
            <thead>
              <tr>
                <th scope="col">{t('offsets.znode-path')}</th>
                <th scope="col">{t('offsets.znode-data')}</th>
                <th scope="col">{t('offsets.znode-version')}</th>
                <th scope="col">{t('offsets.znode-written')}</th>
              </tr>
            </thead>
            <tbody>
              {znodes.map(({ id, offset, version, micros }) => (
                <tr key={id}>
                  <th scope="row" className="code">
                    {id}
                  </th>
                  <td className="code name">{offset}</td>
                  <td className="code">{version}</td>
                  <td className="code">{`${printSeconds(micros)} s`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="small ink-2">{t('offsets.znodes-about')}</p>
    </>
  );
}
