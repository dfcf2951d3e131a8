import type { Row } from '../../contract/engine-api.ts';
import type { EventCells } from '../../contract/event-cells.ts';
import { errorName } from '../../engine/kafka/errors.ts';
import type { ClusterReader } from '../../engine/kafka/reader.ts';
import { eventArgs } from '../../engine/kernel/event-args.ts';
import { arrowRow, keptMessages } from './projection/arrows.ts';
import { chainOf } from './projection/chain.ts';
import type { Chain } from './projection/chain.ts';
import { lifelineRows } from './projection/lanes.ts';
import { SpaceTimeMemory } from './projection/memory.ts';
import { shownIn, windowRow } from './projection/window.ts';
import type { ChainPart, SpaceTimeTables } from './rows.ts';

type Query = Readonly<Record<string, string | number | boolean | null>>;
type Tables = Readonly<Record<keyof SpaceTimeTables, readonly Row[]>>;

const defaultSpanMicros = 20_000;
const noChain: Chain = { needed: [], led: [] };

/** Messages and marks of a stretch of time, read out of the trace: joins and counts, and nothing of Kafka's computed here. */
export const spaceTimeProjection = {
  name: 'space-time',
  tables: [
    'space-time.window',
    'space-time.lifelines',
    'space-time.arrows',
    'space-time.marks',
    'space-time.chain',
  ] as const satisfies readonly (keyof SpaceTimeTables)[],

  remember(): (reader: ClusterReader, query: Query) => Tables {
    let memory: SpaceTimeMemory | null = null;
    return (reader, query) => {
      memory ??= new SpaceTimeMemory(reader.cluster.kernel.trace);
      memory.read();
      return project(reader, memory, query);
    };
  },
};

function project(reader: ClusterReader, memory: SpaceTimeMemory, query: Query): Tables {
  const { kernel } = reader.cluster;
  const selected = typeof query['selected'] === 'number' ? query['selected'] : -1;
  const nowMicros = typeof query['nowMicros'] === 'number' ? query['nowMicros'] : kernel.nowMicros;
  const asked = query['endMicros'];
  const endMicros = typeof asked === 'number' ? Math.max(asked, nowMicros) : nowMicros;
  const spanMicros = typeof query['spanMicros'] === 'number' ? query['spanMicros'] : defaultSpanMicros;
  const chain = selected < 0 ? noChain : chainOf(kernel.trace, memory, selected, kernel.eventCount);
  const parts = new Map<number, ChainPart>();
  for (const id of chain.needed) parts.set(id, 'needed');
  for (const id of chain.led) parts.set(id, 'led');
  if (selected >= 0) parts.set(selected, 'selected');
  const shown = shownIn(memory, { endMicros, spanMicros, withRoutine: query['withRoutine'] === true, lit: new Set(parts.keys()) });
  const kept = keptMessages(reader);
  const seen = new Set<number>();
  for (const { from, to } of shown.messages) seen.add(from).add(to);
  for (const { node } of shown.marks) seen.add(node);
  const partOf = (id: number): ChainPart => parts.get(id) ?? 'none';
  return {
    'space-time.window': [windowRow(shown)],
    'space-time.lifelines': lifelineRows(reader, memory, seen),
    'space-time.arrows': shown.messages.map((message) =>
      arrowRow(reader, memory, message, { part: partOf(message.id), kept, untilMicros: endMicros }),
    ),
    'space-time.marks': shown.marks.flatMap(({ id }) => {
      const cells = eventCells(reader, id);
      return cells === null ? [] : [{ id: String(id), part: partOf(id), ...cells }];
    }),
    'space-time.chain': [
      ...relationRows(reader, selected < 0 ? [] : [selected], 'self'),
      ...relationRows(reader, chain.needed, 'needed'),
      ...relationRows(reader, chain.led, 'led'),
    ],
  };
}

function relationRows(reader: ClusterReader, ids: readonly number[], relation: 'self' | 'needed' | 'led'): readonly Row[] {
  return ids.flatMap((id) => {
    const cells = eventCells(reader, id);
    return cells === null ? [] : [{ id: `${relation} ${String(id)}`, relation, ...cells }];
  });
}

function eventCells(reader: ClusterReader, id: number): EventCells | null {
  const { trace, names } = reader.cluster.kernel;
  const row = trace.row(id);
  if (row === null) return null;
  return {
    event: id,
    name: row.spec.name,
    micros: row.micros,
    node: row.node,
    interest: row.spec.interest,
    args: JSON.stringify(eventArgs(row, names, errorName)),
    kinds: JSON.stringify(row.spec.fields),
  };
}
