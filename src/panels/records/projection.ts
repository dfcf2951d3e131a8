import type { Row } from '../../contract/engine-api.ts';
import { errorName } from '../../engine/kafka/errors.ts';
import { failureName } from '../../engine/kafka/ledger/failure-name.ts';
import type { LedgerEntry } from '../../engine/kafka/ledger/ledger-entry.ts';
import type { ClusterReader } from '../../engine/kafka/reader.ts';
import { eventArgs } from '../../engine/kernel/event-args.ts';
import { RecordLife } from './projection/life.ts';
import { fateOf, listed } from './projection/list.ts';
import type { Listed } from './projection/list.ts';
import type { Fate, RecordMomentRow, RecordRow, RecordsTables, RecordTotalsRow } from './rows.ts';

type Query = Readonly<Record<string, string | number | boolean | null>>;
type Tables = Readonly<Record<keyof RecordsTables, readonly Row[]>>;

const fates: readonly Fate[] = ['waiting', 'acked', 'lost', 'again', 'unknown', 'not-written'];
const defaultRows = 40;

/** The ledger as a list: a window of rows under a filter, the totals, and the life of the selected record. */
export const recordsProjection = {
  name: 'records',
  tables: ['records.totals', 'records.rows', 'records.selected', 'records.life'] as const satisfies readonly (keyof RecordsTables)[],

  remember(): (reader: ClusterReader, query: Query) => Tables {
    let life: RecordLife | null = null;
    return (reader, query) => {
      const selected = selectedEntry(reader, query['selected']);
      if (selected === null) life = null;
      else if (life?.entry.firstId !== selected.entry.firstId || life.isOutdated(selected.entry)) life = lifeOf(reader, selected);
      return project(reader, query, selected, life);
    };
  },
};

type Selected = Omit<Listed, 'index'>;

function lifeOf(reader: ClusterReader, { entry, partition }: Selected): RecordLife {
  const { trace, names } = reader.cluster.kernel;
  return new RecordLife(trace, entry, names.intern(partition));
}

/** `orders-0#17`: the record with the ledger's number 17. */
function selectedEntry(reader: ClusterReader, selected: Query[string] | undefined): Selected | null {
  if (typeof selected !== 'string') return null;
  const hash = selected.lastIndexOf('#');
  const partition = selected.slice(0, hash);
  const entry = reader.cluster.ledger.entryOf(partition, Number(selected.slice(hash + 1)));
  return entry === null ? null : { partition, entry };
}

function project(reader: ClusterReader, query: Query, selected: Selected | null, life: RecordLife | null): Tables {
  const { cluster } = reader;
  const fate = fates.find((each) => each === query['fate']) ?? null;
  const firstRow = typeof query['firstRow'] === 'number' ? query['firstRow'] : -1;
  const asked = query['rowCount'];
  const count = typeof asked === 'number' ? Math.min(200, Math.max(1, asked)) : defaultRows;
  const list = listed([...cluster.ledger.allPartitions], { fate, firstRow, count });
  return {
    'records.totals': [totalsRow(reader, list)],
    'records.rows': list.rows.map((item) => recordRow(reader, item, item.index)),
    'records.selected': selected === null ? [] : [recordRow(reader, selected, -1)],
    'records.life': life === null ? [] : momentRows(reader, life),
  };
}

function totalsRow(reader: ClusterReader, list: { readonly rowCount: number; readonly firstRow: number }): RecordTotalsRow {
  const { totals } = reader.cluster.ledger;
  return {
    id: 'totals',
    sent: totals.sent,
    acked: totals.acknowledged,
    lost: totals.lost,
    again: totals.duplicated,
    unknown: totals.unconfirmed + totals.failedButWritten,
    notWritten: totals.failed - totals.failedButWritten,
    waiting: totals.sent - totals.acknowledged - totals.unconfirmed - totals.failed,
    rowCount: list.rowCount,
    firstRow: list.firstRow,
  };
}

function recordRow(reader: ClusterReader, { partition, entry }: Selected, index: number): RecordRow {
  const { clients } = reader.cluster;
  const nameOf = (node: number): string => clients.ofNode(node)?.name ?? '';
  return {
    id: `${partition}#${String(entry.firstId)}`,
    index,
    firstId: entry.firstId,
    count: entry.count,
    partition,
    producer: nameOf(entry.producer),
    key: entry.key ?? keyOf(reader, partition, entry),
    sentMicros: entry.sentMicros,
    outcome: entry.outcome,
    outcomeMicros: entry.outcomeMicros,
    exception: entry.exception === '' ? '' : failureName(clients.ofNode(entry.producer)?.library ?? 'java', entry),
    error: entry.errorCode === 0 ? '' : errorName(entry.errorCode),
    appendOffsets: entry.appendOffsets,
    fate: fateOf(entry),
    readers: entry.deliveries.map((delivery) => nameOf(delivery.consumer)),
    readCounts: entry.deliveries.map((delivery) => delivery.times),
  };
}

/** The key as the leader's log has it; null when it is not there, or there are several records. */
function keyOf(reader: ClusterReader, partition: string, entry: LedgerEntry): string | null {
  const offset = entry.appendOffsets.at(-1);
  const facts = reader.partition(partition);
  if (offset === undefined || entry.count > 1 || facts === null) return null;
  const log = reader.log(facts.registration.leader, partition);
  if (log === null || offset < log.logStartOffset || offset >= log.logEndOffset) return null;
  const read = log.read(offset, 1, 'LOG_END', true);
  if (read.kind === 'error') return null;
  const batch = read.batches.find((each) => offset >= each.baseOffset && offset <= each.lastOffset);
  const record =
    batch !== undefined && batch.records.count === batch.lastOffsetDelta + 1 ? batch.records.at(offset - batch.baseOffset) : null;
  return record?.ledgerId === entry.firstId ? record.key : null;
}

function momentRows(reader: ClusterReader, life: RecordLife): readonly RecordMomentRow[] {
  const { trace, names, eventCount } = reader.cluster.kernel;
  return life.read().flatMap((id): readonly RecordMomentRow[] => {
    const row = id < eventCount ? trace.row(id) : null;
    if (row === null) return [];
    return [
      {
        id: String(id),
        event: id,
        name: row.spec.name,
        micros: row.micros,
        node: row.node,
        interest: row.spec.interest,
        args: JSON.stringify(eventArgs(row, names, errorName)),
        kinds: JSON.stringify(row.spec.fields),
      },
    ];
  });
}
