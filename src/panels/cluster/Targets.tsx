import { memo } from 'react';
import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import type { StageLayout, StripPlace } from './layout.ts';
import { brokerName, consumerName, partitionName, producerName, replicaName } from './names.ts';
import { useRow } from './tables.ts';
import { Target } from './Target.tsx';

/** Everything on the stage that can be pointed at, in reading order: the controller, machines, rows with their replicas, clients. */
export const Targets = memo(function Targets({ layout }: { readonly layout: StageLayout }): ReactElement {
  const hasController = layout.form === 'wide' || layout.form === 'folded' || layout.form === 'narrow';
  return (
    <>
      {hasController ? <ControllerTarget layout={layout} /> : null}
      {layout.columns.map((column) => (
        <BrokerTarget key={column.broker} broker={column.broker} layout={layout} />
      ))}
      {layout.rows.map((row) =>
        layout.form === 'visit' ? null : <PartitionTarget key={row.partition} partition={row.partition} layout={layout} />,
      )}
      {[...layout.strips.values()].map((strip) => (
        <ReplicaTarget key={strip.replica} strip={strip} />
      ))}
      {layout.clients.map((client) =>
        client.kind === 'producer' ? (
          <ProducerTarget key={`p${client.id}`} id={client.id} layout={layout} />
        ) : (
          <ConsumerTarget key={`c${client.id}`} id={client.id} layout={layout} />
        ),
      )}
    </>
  );
});

function ControllerTarget({ layout }: { readonly layout: StageLayout }): ReactElement {
  const words = useWords();
  const cluster = useRow('cluster', 'cluster');
  const name = `${words.t('object.controller')}, ${words.t('controller.spoken', { offset: cluster?.metadataEndOffset ?? 0 })}`;
  const box =
    layout.form === 'wide'
      ? { x: 14, y: 4, width: layout.left - 24, height: 64 }
      : { x: layout.left - 4, y: 18, width: layout.right - layout.left, height: 40 };
  return <Target of={{ kind: 'controller', id: 'controller' }} name={name} box={box} />;
}

function BrokerTarget({ broker, layout }: { readonly broker: number; readonly layout: StageLayout }): ReactElement | null {
  const words = useWords();
  const row = useRow('brokers', String(broker));
  const column = layout.columns.find((candidate) => candidate.broker === broker);
  if (row === undefined || column === undefined) return null;
  const height = layout.form === 'stacked' ? 36 : layout.form === 'visit' ? 44 : 50;
  return (
    <Target
      of={{ kind: 'broker', id: String(broker) }}
      name={brokerName(row, words)}
      hasDots={column.width >= 110}
      box={{
        x: column.x + 2,
        y: column.y + 4,
        width: column.width - 4,
        height: layout.form === 'visit' && column.height < 100 ? column.height - 8 : height,
      }}
    />
  );
}

function PartitionTarget({ partition, layout }: { readonly partition: string; readonly layout: StageLayout }): ReactElement | null {
  const words = useWords();
  const row = useRow('partitions', partition);
  const place = layout.rows.find((candidate) => candidate.partition === partition);
  if (row === undefined || place === undefined) return null;
  const width = Math.min(layout.columns[0]?.width ?? 200, 232) - 4;
  return (
    <Target
      of={{ kind: 'partition', id: partition }}
      name={partitionName(row, words)}
      box={
        place.level === 0
          ? { x: layout.left - 84, y: place.y + 1, width: 80, height: 18 }
          : { x: layout.left + 3, y: place.y + 3, width: place.isFocus ? Math.max(width, 120) : width, height: place.level === 1 ? 13 : 20 }
      }
    />
  );
}

const ReplicaTarget = memo(function ReplicaTarget({ strip }: { readonly strip: StripPlace }): ReactElement | null {
  const words = useWords();
  const replica = useRow('replicas', strip.replica);
  const partition = useRow('partitions', strip.partition);
  if (replica === undefined) return null;
  const above = strip.level === 3 ? (strip.column.height > 90 && strip.cellWidth > 24 ? 12 : 42) : strip.level === 2 ? 18 : 2;
  const below = strip.level === 3 ? 20 : strip.level === 0 ? 2 : 4;
  const box = {
    x: strip.capX - 4,
    y: strip.y - above,
    width: strip.level === 0 ? strip.capWidth + 8 : strip.right - strip.capX,
    height: strip.height + above + below,
  };
  return <Target of={{ kind: 'replica', id: strip.replica }} name={replicaName(replica, partition, words)} box={box} />;
});

function ProducerTarget({ id, layout }: { readonly id: string; readonly layout: StageLayout }): ReactElement | null {
  const words = useWords();
  const producer = useRow('producers', id);
  const place = layout.clients.find((client) => client.kind === 'producer' && client.id === id);
  if (producer === undefined || place === undefined) return null;
  return (
    <Target
      of={{ kind: 'producer', id }}
      name={producerName(producer, words)}
      box={{ x: place.x - 6, y: place.y - 4, width: place.width, height: place.height + 14 }}
    />
  );
}

function ConsumerTarget({ id, layout }: { readonly id: string; readonly layout: StageLayout }): ReactElement | null {
  const words = useWords();
  const consumer = useRow('consumers', id);
  const place = layout.clients.find((client) => client.kind === 'consumer' && client.id === id);
  if (consumer === undefined || place === undefined) return null;
  return (
    <Target
      of={{ kind: 'consumer', id }}
      name={consumerName(consumer, words)}
      box={{ x: place.x - 6, y: place.y - 6, width: place.width, height: place.height }}
    />
  );
}
