import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { Configs } from './Configs.tsx';
import { CopyLine } from '../../app/CopyLine.tsx';
import { FactHead } from './FactHead.tsx';
import { FactList } from './FactList.tsx';
import { WhyNot } from './WhyNot.tsx';
import type { PartitionRow, ReplicaRow } from './rows.ts';
import { useRow, useRows } from './tables.ts';

/** A replica: its offsets, and for a leader what it believes of each follower beside what is true. */
export function ReplicaFacts({ id }: { readonly id: string }): ReactElement | null {
  const words = useWords();
  const { t } = words;
  const replica = useRow('replicas', id);
  const partition = useRow('partitions', replica?.partition ?? '');
  if (replica === undefined || partition === undefined) return null;
  const epochStart = partition.epochStartOffsets[partition.epochs.indexOf(replica.leaderEpoch)];
  const topic = partition.topic;
  return (
    <>
      <FactHead
        name={t('fact.replica-title', { partition: replica.partition, broker: replica.broker })}
        state={t(`role.${replica.role}`)}
        color={roleColor(replica.role)}
      />
      <FactList
        facts={[
          { name: t('fact.log-start'), value: replica.logStartOffset },
          { name: t('fact.leader-epoch'), value: replica.leaderEpoch < 0 ? '–' : replica.leaderEpoch },
          { name: t('fact.high-watermark'), value: replica.highWatermark, isStrong: true },
          { name: t('fact.partition-epoch'), value: partition.partitionEpoch },
          { name: t('fact.log-end'), value: replica.logEndOffset, isStrong: true },
          { name: t('fact.epoch-starts'), value: epochStart ?? '–' },
        ]}
      />
      {replica.role === 'leader' ? (
        <Followers partition={partition} leader={replica} />
      ) : (
        <WhyNot
          question="why-not-in-isr"
          params={{ partition: partition.id, broker: replica.broker }}
          label={t('ask.not-in-isr')}
          isWanted={replica.role === 'out-of-sync'}
        />
      )}
      <CopyLine text={`kafka-topics.sh --bootstrap-server localhost:9092 --describe --topic ${topic}`} />
      <Configs kind="topic" id={topic} />
    </>
  );
}

function Followers({ partition, leader }: { readonly partition: PartitionRow; readonly leader: ReplicaRow }): ReactElement {
  const { t } = useWords();
  const replicas = useRows('replicas').filter((replica) => replica.partition === partition.id && replica.broker !== leader.broker);
  const inSync = replicas.filter((replica) => partition.isr.includes(replica.broker));
  const ends = [
    leader.logEndOffset,
    ...inSync.map((replica) => (replica.leaderThinksLogEndOffset < 0 ? 0 : replica.leaderThinksLogEndOffset)),
  ];
  const outside = replicas.filter((replica) => !partition.isr.includes(replica.broker)).map((replica) => replica.broker);
  return (
    <>
      <table className="followers">
        <thead>
          <tr>
            <th scope="col">{t('fact.followers-end')}</th>
            <th scope="col" className="ink-3">
              {t('fact.leader-thinks')}
            </th>
            <th aria-hidden="true" />
            <th scope="col" className="ink-3">
              {t('fact.is')}
            </th>
          </tr>
        </thead>
        <tbody>
          {replicas.map((replica) => (
            <Follower key={replica.id} replica={replica} />
          ))}
        </tbody>
      </table>
      {Math.min(...ends) === leader.highWatermark ? (
        <p className="formula">
          <code className="name">{`HW = min(${ends.join(', ')}) = ${String(leader.highWatermark)}`}</code>
          {outside.length === 0 ? null : (
            <span className="tick ink-3">{t('fact.not-in-sync', { brokers: outside.join(', '), count: outside.length })}</span>
          )}
        </p>
      ) : (
        <WhyNot
          question="why-high-watermark"
          params={{ partition: partition.id }}
          label={t('ask.high-watermark', { offset: leader.highWatermark })}
          isWanted
        />
      )}
    </>
  );
}

function Follower({ replica }: { readonly replica: ReplicaRow }): ReactElement {
  const { t } = useWords();
  const thinks = replica.leaderThinksLogEndOffset;
  const isAgreed = thinks === replica.logEndOffset;
  return (
    <tr>
      <th scope="row">{t('fact.broker-short', { broker: replica.broker })}</th>
      <td className="code">{thinks < 0 ? '–' : thinks}</td>
      <td className="on-its-way tick ink-3">
        {isAgreed ? (
          t('fact.agree')
        ) : (
          <>
            <svg width="48" height="10" viewBox="0 0 48 10" aria-hidden="true">
              <path d="M2 5h42M38 1l6 4l-6 4" fill="none" stroke="var(--ink)" strokeWidth="1.3" />
            </svg>
            {thinks < 0 ? t('fact.nothing-heard') : t('fact.on-its-way')}
          </>
        )}
      </td>
      <td className="code name">{replica.logEndOffset}</td>
    </tr>
  );
}

function roleColor(role: ReplicaRow['role']): string {
  return role === 'leader'
    ? 'of-leader'
    : role === 'in-sync'
      ? 'of-insync'
      : role === 'out-of-sync'
        ? 'of-outsync'
        : role === 'eligible'
          ? 'of-elr'
          : 'of-offline';
}
