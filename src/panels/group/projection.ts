import type { Row } from '../../contract/engine-api.ts';
import { groupOffsetsOf } from '../../engine/kafka/offset-reader.ts';
import type { ClusterReader } from '../../engine/kafka/reader.ts';
import { groupRow, groupViews, memberRow } from './projection/group-rows.ts';
import type { GroupView } from './projection/group-rows.ts';
import { historyOf, pastMembers } from './projection/history.ts';
import { lagRow } from './projection/lags.ts';
import { GroupMemory } from './projection/memory.ts';
import { reasonRows } from './projection/reasons.ts';
import { rebalancesOf } from './projection/rebalances.ts';
import { askRows, phaseRows, spanRows, windowOf } from './projection/window.ts';
import type { GroupTables } from './rows.ts';

type Query = Readonly<Record<string, string | number | boolean | null>>;
type Tables = Readonly<Record<keyof GroupTables, readonly Row[]>>;

const nothing: Tables = {
  'group.groups': [],
  'group.window': [],
  'group.members': [],
  'group.spans': [],
  'group.phases': [],
  'group.asks': [],
  'group.rebalances': [],
  'group.reasons': [],
  'group.lags': [],
};

/** How many rebalances of each group are told. */
const keptRebalances = 5;

/** Groups, their members, and who had which partition when: joined from clients, coordinators and the trace. */
export const groupProjection = {
  name: 'group',
  tables: [
    'group.groups',
    'group.window',
    'group.members',
    'group.spans',
    'group.phases',
    'group.asks',
    'group.rebalances',
    'group.reasons',
    'group.lags',
  ] as const satisfies readonly (keyof GroupTables)[],

  remember(): (reader: ClusterReader, query: Query) => Tables {
    let memory: GroupMemory | null = null;
    return (reader, query) => {
      const { trace, names } = reader.cluster.kernel;
      memory ??= new GroupMemory(trace, (interned) => names.text(interned));
      memory.read();
      const views = groupViews(reader);
      const shown = views.find(({ groupId }) => groupId === query['group']) ?? views[0];
      return shown === undefined ? nothing : project(reader, memory, { views, shown, query });
    };
  },
};

function project(
  reader: ClusterReader,
  memory: GroupMemory,
  { views, shown, query }: { readonly views: readonly GroupView[]; readonly shown: GroupView; readonly query: Query },
): Tables {
  const { cluster } = reader;
  const { nowMicros } = cluster.kernel;
  const spanMicros = typeof query['spanMicros'] === 'number' ? query['spanMicros'] : 20_000_000;
  const window = windowOf(nowMicros, spanMicros);
  const histories = views.map((view) => historyOf(reader, memory, view));
  const history = historyOf(reader, memory, shown);
  const rebalances = histories.map((each) => rebalancesOf(each).slice(-keptRebalances));
  const offsets = shown.facts === null ? [] : groupOffsetsOf(reader, shown.facts);
  return {
    'group.groups': views.map((view) => groupRow(reader, view, shown.groupId)),
    'group.window': [window],
    'group.members': [...shown.clients.map((client) => memberRow(reader, shown.facts, client)), ...pastMembers(shown, history, window)],
    'group.spans': spanRows(history, window),
    'group.phases': phaseRows(history, window),
    'group.asks': askRows(memory, history, window),
    'group.rebalances': rebalances.flat(),
    'group.reasons': reasonRows(shown, history, rebalances[views.indexOf(shown)]?.at(-1) ?? null),
    'group.lags': offsets.map(lagRow),
  };
}
