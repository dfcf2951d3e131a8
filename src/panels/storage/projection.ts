import type { Row } from '../../contract/engine-api.ts';
import type { ClusterReader } from '../../engine/kafka/reader.ts';
import { bytesOf } from './projection/bytes.ts';
import { CleaningTables } from './projection/cleaning.ts';
import { memoryRow, retentionRow } from './projection/duties.ts';
import { fileRows, logRow, segmentRows } from './projection/log.ts';
import { costRows, machineRow } from './projection/machine.ts';
import { lookupRows } from './projection/lookup.ts';
import { viewOf } from './projection/view.ts';
import type { StorageGiven, StorageQuery, StorageView } from './projection/view.ts';
import { windowOf } from './projection/window.ts';
import type { StorageTables } from './rows.ts';

type Tables = Readonly<Record<keyof StorageTables, readonly Row[]>>;

const nothing: Tables = {
  'storage.log': [],
  'storage.files': [],
  'storage.segments': [],
  'storage.batches': [],
  'storage.entries': [],
  'storage.time-entries': [],
  'storage.lookup': [],
  'storage.bytes': [],
  'storage.fields': [],
  'storage.memory': [],
  'storage.machine': [],
  'storage.costs': [],
  'storage.retention': [],
  'storage.cleaner': [],
  'storage.survivors': [],
  'storage.findings': [],
};

/** One log as files: a broker's, or files that somebody opened. Kafka's rules are the engine's; here are names, joins and counts. */
export const storageProjection = {
  name: 'storage',
  tables: Object.keys(nothing) as readonly (keyof StorageTables)[],

  remember(): (reader: ClusterReader, query: StorageQuery, given: StorageGiven) => Tables {
    const cleaning = new CleaningTables();
    return (reader, query, given) => {
      const view = viewOf(reader, query, given.files);
      return view === null ? nothing : project(reader, view, { query, given, cleaning });
    };
  },
};

interface Asked {
  readonly query: StorageQuery;
  readonly given: StorageGiven;
  readonly cleaning: CleaningTables;
}

function project(reader: ClusterReader, view: StorageView, { query, given, cleaning }: Asked): Tables {
  const window = windowOf(view, query);
  const { bytes, fields } = bytesOf(view, query, given);
  const { live } = view;
  const nowMicros = typeof query['nowMicros'] === 'number' ? query['nowMicros'] : 0;
  const compaction = live === null ? { cleaner: [], survivors: [] } : cleaning.rows(reader, view, live, nowMicros);
  return {
    'storage.log': rows([logRow(reader, view)]),
    'storage.files': rows(fileRows(reader, view)),
    'storage.segments': rows(segmentRows(view)),
    'storage.batches': rows(window.batches),
    'storage.entries': rows(window.entries),
    'storage.time-entries': rows(window.timeEntries),
    'storage.lookup': rows(lookupRows(view)),
    'storage.bytes': rows(bytes),
    'storage.fields': rows(fields),
    'storage.memory': live === null ? [] : rows([memoryRow(reader, view, live)]),
    'storage.machine': live === null ? [] : rows([machineRow(reader, view, nowMicros)]),
    'storage.costs': live === null ? [] : rows(costRows(reader, view)),
    'storage.retention': live === null ? [] : rows([retentionRow(reader, view, live)]),
    'storage.cleaner': rows(compaction.cleaner),
    'storage.survivors': rows(compaction.survivors),
    'storage.findings': findingRows(view),
  };
}

/** An interface has no index signature; its fields are cells all the same. */
function rows(given: readonly object[]): readonly Row[] {
  return given as readonly Row[];
}

function findingRows(view: StorageView): readonly Row[] {
  return (view.files?.findings ?? []).map(({ code, fileName, atByte, params }, order) => ({
    id: String(order),
    order,
    code,
    fileName,
    atByte,
    params: JSON.stringify(params),
  }));
}
