import type { Row } from '../../contract/engine-api.ts';
import type { ClusterReader } from '../../engine/kafka/reader.ts';
import { MetricsMemory } from './projection/memory.ts';
import { gaugesOf, percentilesOf, ratesOf } from './projection/series.ts';
import type { Columns } from './projection/series.ts';
import type { MetricsTables, SeriesName } from './rows.ts';

type Query = Readonly<Record<string, string | number | boolean | null>>;
type Tables = Readonly<Record<keyof MetricsTables, readonly Row[]>>;

const columnCount = 240;
const columnMicrosMin = 10_000;

/** Metrics over simulated time, counted out of the trace as it grows. */
export const metricsProjection = {
  name: 'metrics',
  tables: ['metrics.window', 'metrics.series'] as const satisfies readonly (keyof MetricsTables)[],

  remember(): (reader: ClusterReader, query: Query) => Tables {
    let memory: MetricsMemory | null = null;
    return (reader, query) => {
      if (memory === null) {
        memory = new MetricsMemory(worldOf(reader));
        memory.begin();
      }
      memory.read();
      return project(memory, query);
    };
  },
};

function worldOf(reader: ClusterReader): ConstructorParameters<typeof MetricsMemory>[0] {
  const { trace, names } = reader.cluster.kernel;
  return {
    trace,
    nameOf: (interned) => names.text(interned),
    partitions: () =>
      reader.partitions().map((facts) => ({
        name: facts.name,
        replicaCount: facts.registration.replicas.length - facts.registration.addingReplicas.length,
        minIsr: reader.effectiveMinIsr(facts),
      })),
  };
}

function project(memory: MetricsMemory, query: Query): Tables {
  const nowMicros = typeof query['nowMicros'] === 'number' ? query['nowMicros'] : memory.lastMicros;
  const spanMicros = typeof query['spanMicros'] === 'number' ? query['spanMicros'] : null;
  const columns = columnsFor(Math.max(nowMicros, memory.lastMicros), nowMicros, spanMicros);
  const [p50 = [], p95 = [], p99 = []] = percentilesOf(memory.produceTimes, columns, [50, 95, 99]);
  const series: readonly (readonly [SeriesName, readonly number[]])[] = [
    ['messages-in', ratesOf(memory.messagesIn, columns)],
    ['produce-p50', p50],
    ['produce-p95', p95],
    ['produce-p99', p99],
    ['under-replicated', gaugesOf(memory.underReplicated, columns)],
    ['under-min-isr', gaugesOf(memory.underMinIsr, columns)],
    ['isr-total', gaugesOf(memory.isrTotal, columns)],
    ['offline', gaugesOf(memory.offline, columns)],
    ['lag-max', gaugesOf(memory.lagMax, columns)],
  ];
  const { fromMicros, columnMicros } = columns;
  return {
    'metrics.window': [{ id: 'window', fromMicros, columnMicros, columnCount }],
    'metrics.series': series.map(([id, values]) => ({ id, values })),
  };
}

/** Columns of a round width that cover the whole run, or a stretch that ends a little after now: they do not move with every frame. */
function columnsFor(endMicros: number, nowMicros: number, spanMicros: number | null): Columns {
  const wanted = Math.max(columnMicrosMin, (spanMicros ?? endMicros * 1.02) / columnCount);
  let columnMicros = columnMicrosMin;
  for (let unit = columnMicrosMin; columnMicros < wanted; unit *= 10)
    columnMicros = [unit, unit * 2, unit * 2.5, unit * 5, unit * 10].find((width) => width >= wanted) ?? unit * 10;
  const step = columnMicros * (columnCount / 8);
  const fromMicros = spanMicros === null ? 0 : Math.max(0, Math.ceil(nowMicros / step) * step - columnMicros * columnCount);
  return { fromMicros, columnMicros, columnCount, untilMicros: endMicros };
}
