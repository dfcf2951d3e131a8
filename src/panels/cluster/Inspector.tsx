import type { ReactElement } from 'react';
import { useSession } from '../../app/context.ts';
import type { ObjectRef } from '../../app/objects.ts';
import { BrokerFacts } from './BrokerFacts.tsx';
import { ClientFacts } from './ClientFacts.tsx';
import { LedgerFacts } from './LedgerFacts.tsx';
import { MessageFacts } from './MessageFacts.tsx';
import { PartitionFacts } from './PartitionFacts.tsx';
import { ReplicaFacts } from './ReplicaFacts.tsx';
import { useRows } from './tables.ts';

/** Facts of the selected thing; without a selection those of the leader that is in large, and the fate of all records. */
export function Inspector(): ReactElement | null {
  const selection = useSession((state) => state.selection);
  const focus = useSession((state) => state.focus);
  const partitions = useRows('partitions');
  const focused = partitions.find((partition) => partition.id === focus) ?? partitions[0];
  if (selection !== null)
    return (
      <section className="inspector">
        <Facts of={selection} />
      </section>
    );
  if (focused === undefined) return null;
  return (
    <section className="inspector">
      {focused.leader < 0 ? <PartitionFacts id={focused.id} /> : <ReplicaFacts id={`${focused.id}@${String(focused.leader)}`} />}
      <LedgerFacts />
    </section>
  );
}

function Facts({ of }: { readonly of: ObjectRef }): ReactElement | null {
  switch (of.kind) {
    case 'broker':
      return <BrokerFacts id={of.id} />;
    case 'replica':
      return <ReplicaFacts id={of.id} />;
    case 'partition':
      return <PartitionFacts id={of.id} />;
    case 'producer':
    case 'consumer':
      return <ClientFacts kind={of.kind} id={of.id} />;
    case 'message':
      return <MessageFacts id={of.id} />;
    case 'controller':
    case 'link':
    case 'event':
    case 'record':
      return <LedgerFacts />;
  }
}
