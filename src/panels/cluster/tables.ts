/** The stage's own access to its rows. */
import { tableHooks } from '../../app/context.ts';
import type { FrameState } from '../../app/frame-store.ts';
import type {
  BatchRow,
  BrokerRow,
  ClusterTables,
  ConsumerRow,
  LinkRow,
  LongestWaitRow,
  MessageRow,
  PartitionRow,
  ProducerRow,
  ReplicaRow,
  TimerRow,
  TornRow,
  WaitingRow,
} from './rows.ts';

const hooks = tableHooks<ClusterTables>();

/** All rows of a table, drawn again only when one of them changed. */
export const useRows = hooks.useRows;
/** One row, drawn again only when it changed. */
export const useRow = hooks.useRow;
/** Rows outside of React. */
export const rowsOf = hooks.rowsOf;
/** One row outside of React. */
export const rowOf = hooks.rowOf;
/** A table outside of React, by id. */
export const byIdOf = hooks.byIdOf;

/** Everything that a picture is drawn from. */
export interface StageRows {
  readonly brokers: readonly BrokerRow[];
  readonly partitionById: ReadonlyMap<string, PartitionRow>;
  readonly replicas: readonly ReplicaRow[];
  readonly replicaById: ReadonlyMap<string, ReplicaRow>;
  readonly torn: readonly TornRow[];
  readonly producers: readonly ProducerRow[];
  readonly batches: readonly BatchRow[];
  readonly consumers: readonly ConsumerRow[];
  readonly messages: readonly MessageRow[];
  readonly waiting: readonly WaitingRow[];
  readonly timers: readonly TimerRow[];
  readonly links: readonly LinkRow[];
  readonly waits: readonly LongestWaitRow[];
}

/** The stage's rows of one side of a comparison, as they are now. */
export function stageRows(state: FrameState, side: string): StageRows {
  return {
    brokers: rowsOf(state, 'brokers', side),
    partitionById: byIdOf(state, 'partitions', side),
    replicas: rowsOf(state, 'replicas', side),
    replicaById: byIdOf(state, 'replicas', side),
    torn: rowsOf(state, 'torn', side),
    producers: rowsOf(state, 'producers', side),
    batches: rowsOf(state, 'batches', side),
    consumers: rowsOf(state, 'consumers', side),
    messages: rowsOf(state, 'messages', side),
    waiting: rowsOf(state, 'waiting', side),
    timers: rowsOf(state, 'timers', side),
    links: rowsOf(state, 'links', side),
    waits: rowsOf(state, 'waits', side),
  };
}
