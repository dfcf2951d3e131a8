import { useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { AfterPicture } from '../../app/AfterPicture.tsx';
import { useApp, useSession } from '../../app/context.ts';
import { useSize } from '../../app/size.ts';
import { asked } from './asked.ts';
import { ClientList } from './ClientList.tsx';
import { batchesShown, layoutStage } from './layout.ts';
import type { StageForm, StageLayout } from './layout.ts';
import { OnTheWay } from './OnTheWay.tsx';
import type { PartitionRow } from './rows.ts';
import { Stage } from './Stage.tsx';
import { useRows } from './tables.ts';

/** The Cluster stage. Records, messages and flags are the picture: what is written beside them follows when it is painted. */
export function Panel({ isVisit = false }: { readonly isVisit?: boolean }): ReactElement {
  return (
    <AfterPicture>
      <LaidOut isVisit={isVisit} />
    </AfterPicture>
  );
}

/** The stage, laid out for the room that it gets. */
function LaidOut({ isVisit }: { readonly isVisit: boolean }): ReactElement {
  const [box, size] = useSize();
  const form: StageForm = isVisit ? (size.windowWidth < 768 ? 'stacked' : 'visit') : formOf(size.windowWidth);
  const layout = useLayout(form, size.width);
  const { client } = useApp();
  const focus = useSession((state) => state.focus);
  const { cellCount } = layout;
  useEffect(() => {
    client.watch(asked({ focus, cellCount }));
  }, [client, focus, cellCount]);
  return (
    <div ref={box} className={`cluster form-${form}`}>
      {size.width === 0 ? null : <Stage layout={layout} />}
      {form === 'stacked' && !isVisit ? (
        <>
          <OnTheWay />
          <ClientList />
        </>
      ) : null}
    </div>
  );
}

function formOf(windowWidth: number): StageForm {
  if (windowWidth >= 1280) return 'wide';
  if (windowWidth >= 1024) return 'folded';
  return windowWidth >= 768 ? 'narrow' : 'stacked';
}

/** The layout changes with what is there, not with what state it is in: rows of records do not move it. */
function useLayout(form: StageForm, width: number): StageLayout {
  const brokers = useRows('brokers');
  const partitions = useRows('partitions');
  const producers = useRows('producers');
  const consumers = useRows('consumers');
  const focus = useSession((state) => state.focus);
  const focused = partitions.find((partition) => partition.id === focus) ?? partitions[0];
  const contents = JSON.stringify({
    form,
    width,
    focus: focused?.id ?? null,
    leader: form === 'stacked' || form === 'visit' || form === 'narrow' ? (focused?.leader ?? -1) : -1,
    brokers: brokers.map((broker) => broker.broker).sort((one, other) => one - other),
    partitions: [...partitions].sort(byTopic).map(({ id, replicas, isInternal }) => ({ id, replicas, isInternal })),
    // The block of a producer has room for its batches from the start, so that nothing jumps when one fills.
    producers: producers.map(({ id }) => ({ id, batchCount: Math.min(batchesShown, Math.max(1, partitions.length)) })),
    consumers: consumers.map((consumer) => ({ id: consumer.id, partitionCount: consumer.partitions.length })),
  });
  return useMemo(() => {
    const known: Parameters<typeof layoutStage>[0] = JSON.parse(contents);
    return layoutStage(form === 'narrow' ? { ...known, brokers: leaderFirst(known.brokers, known.leader) } : known);
  }, [contents, form]);
}

/** Topics by name, Kafka's own last: what somebody wrote comes first. */
function byTopic(one: PartitionRow, other: PartitionRow): number {
  const byKind = Number(one.isInternal) - Number(other.isInternal);
  if (byKind !== 0) return byKind;
  return one.topic < other.topic ? -1 : one.topic > other.topic ? 1 : one.partition - other.partition;
}

function leaderFirst(brokers: readonly number[], leader: number): readonly number[] {
  return [...brokers].sort((one, other) => Number(other === leader) - Number(one === leader) || one - other);
}
