import * as m from 'framer-motion/m';
import { AnimatePresence } from 'framer-motion';
import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printList } from '../../texts/format.ts';
import { ToolMotion } from '../../design/motion.tsx';
import { Configs } from './Configs.tsx';
import { CopyLine } from '../../app/CopyLine.tsx';
import { FactHead } from './FactHead.tsx';
import { FactList } from './FactList.tsx';
import { leaderWords, troubleWords } from './names.ts';
import { WhyNot } from './WhyNot.tsx';
import { useRow } from './tables.ts';

/** A partition as the controller's log has it. */
export function PartitionFacts({ id }: { readonly id: string }): ReactElement | null {
  const words = useWords();
  const { t } = words;
  const partition = useRow('partitions', id);
  if (partition === undefined) return null;
  const state = partition.trouble === null ? leaderWords(partition, words) : troubleWords(partition, words);
  return (
    <>
      <FactHead name={partition.id} state={state} color={partition.trouble === null ? 'ink-2' : 'of-outsync'} />
      <FactList
        isSingle
        facts={[
          { name: t('fact.leader'), value: partition.leader < 0 ? t('fact.none') : partition.leader, isStrong: true },
          { name: t('fact.leader-epoch'), value: partition.leaderEpoch },
          { name: t('fact.partition-epoch'), value: partition.partitionEpoch },
          { name: t('fact.replicas'), value: printList(partition.replicas) },
          { name: t('fact.isr'), value: <Members brokers={partition.isr} /> },
          ...(partition.elr.length === 0 ? [] : [{ name: t('fact.elr'), value: printList(partition.elr) }]),
          { name: 'min.insync.replicas', value: partition.minIsr },
        ]}
      />
      <WhyNot question="why-no-leader" params={{ partition: partition.id }} label={t('ask.no-leader')} isWanted={partition.leader < 0} />
      <CopyLine text={`kafka-topics.sh --bootstrap-server localhost:9092 --describe --topic ${partition.topic}`} />
      <Configs kind="topic" id={partition.topic} />
    </>
  );
}

/** The ISR as chips: they slide together when one leaves. */
function Members({ brokers }: { readonly brokers: readonly number[] }): ReactElement {
  return (
    <span className="members">
      <ToolMotion>
        <AnimatePresence initial={false}>
          {brokers.map((broker) => (
            <m.span
              key={broker}
              layout
              className="member"
              initial={{ opacity: 0 }}
              animate={{ opacity: 1 }}
              exit={{ opacity: 0 }}
              transition={{ duration: 0.28, ease: [0.2, 0.7, 0.2, 1] }}
            >
              {broker}
            </m.span>
          ))}
        </AnimatePresence>
      </ToolMotion>
    </span>
  );
}
