import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import type { LinedUpLogRow, LinedUpPartitionRow } from './rows.ts';
import { useRows } from './tables.ts';

/** Beside the picture: each replica's leader epoch cache, and what the leader knows of its followers beside what is true. */
export function Inspector(): ReactElement | null {
  const [partition] = useRows('replication.partition');
  const logs = useRows('replication.logs');
  if (partition === undefined) return null;
  return (
    <section className="inspector replication-facts">
      <EpochCaches partition={partition} logs={logs} />
      {partition.leader < 0 ? null : <Beliefs partition={partition} logs={logs} />}
      <AskWhy partition={partition} />
    </section>
  );
}

interface Props {
  readonly partition: LinedUpPartitionRow;
  readonly logs: readonly LinedUpLogRow[];
}

/** More epochs than a person compares; the newest are the ones that decide. */
const shownEpochs = 6;

function EpochCaches({ partition, logs }: Props): ReactElement {
  const { t } = useWords();
  const epochs = [...new Set(logs.flatMap((log) => log.cacheEpochs))].sort((one, other) => one - other).slice(-shownEpochs);
  return (
    <>
      <h2>{t('replication.epoch-cache')}</h2>
      <table className="followers">
        <thead>
          <tr>
            <th />
            {logs.map((log) => (
              <th key={log.id} scope="col" className="ink-2">
                {t('fact.broker-short', { broker: log.broker })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {epochs.map((epoch) => (
            <tr key={epoch}>
              <th scope="row">{t('replication.epoch', { epoch })}</th>
              {logs.map((log) => {
                const start = log.cacheStartOffsets[log.cacheEpochs.indexOf(epoch)];
                return (
                  <td key={log.id} className={start === undefined ? 'ink-3 small' : 'code'}>
                    {start ?? t(epoch > Math.max(-1, ...log.cacheEpochs) ? 'replication.not-yet' : 'replication.nothing')}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {epochs.length === 0 ? <p className="small ink-2">{t('replication.no-epochs', { partition: partition.id })}</p> : null}
    </>
  );
}

function Beliefs({ partition, logs }: Props): ReactElement {
  const { t } = useWords();
  const leader = logs.find((log) => log.broker === partition.leader);
  const followers = logs.filter((log) => log.broker !== partition.leader);
  const ends = partition.maximalIsr.map((broker) =>
    broker === partition.leader
      ? (leader?.logEndOffset ?? -1)
      : (logs.find((log) => log.broker === broker)?.leaderThinksLogEndOffset ?? -1),
  );
  return (
    <>
      <h2>{t('replication.leader-knows', { leader: partition.leader })}</h2>
      <table className="followers">
        <thead>
          <tr>
            <th />
            <th scope="col" className="ink-2">
              {t('replication.thinks')}
            </th>
            <th scope="col" className="ink-2">
              {t('fact.is')}
            </th>
          </tr>
        </thead>
        <tbody>
          {followers.map((log) => (
            <tr key={log.id}>
              <th scope="row">{t('replication.log-end-of', { broker: log.broker })}</th>
              <td className={log.leaderThinksLogEndOffset < 0 ? 'small' : 'code'}>
                {log.leaderThinksLogEndOffset < 0 ? t('replication.unknown') : log.leaderThinksLogEndOffset}
              </td>
              <td className="code name">{log.logEndOffset}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {leader !== undefined && ends.length > 0 && Math.min(...ends) === leader.highWatermark ? (
        <p className="formula">
          <code className="name">{`HW = min(${ends.join(', ')}) = ${String(leader.highWatermark)}`}</code>
        </p>
      ) : null}
      <p className="small ink-2 note">{t('replication.counts-maximal')}</p>
    </>
  );
}

/** The newest cut can be asked about. */
function AskWhy({ partition }: { readonly partition: LinedUpPartitionRow }): ReactElement | null {
  const { client } = useApp();
  const { t } = useWords();
  const [cut] = useRows('replication.cuts');
  if (cut === undefined) return null;
  return (
    <button
      type="button"
      className="link small"
      onClick={() => {
        void client.why(cut.event);
      }}
    >
      {t('replication.why-cut', { broker: cut.broker, partition: partition.id })}
    </button>
  );
}
