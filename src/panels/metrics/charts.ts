/** Which charts there are, what they are called in JMX, and how their values are printed. */
import { printCount, printDuration } from '../../texts/format.ts';
import type { SeriesName } from './rows.ts';

/** A line in a chart. */
export interface ChartLine {
  readonly series: SeriesName;
  readonly label: 'p50' | 'p95' | 'p99' | 'under-replicated' | 'under-min-isr' | '';
  readonly className: string;
}

/** A chart. Its title is `metrics.<name>`. */
export interface Chart {
  readonly name: 'throughput' | 'latency' | 'replication' | 'isr' | 'offline' | 'lag';
  readonly jmx: readonly string[];
  readonly lines: readonly ChartLine[];
  readonly kind: 'rate' | 'duration' | 'count';
}

/** The charts, from what clients feel to what operators watch. */
export const charts: readonly Chart[] = [
  {
    name: 'throughput',
    jmx: ['kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec'],
    lines: [{ series: 'messages-in', label: '', className: 'is-main' }],
    kind: 'rate',
  },
  {
    name: 'latency',
    jmx: ['kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce'],
    lines: [
      { series: 'produce-p50', label: 'p50', className: 'is-main' },
      { series: 'produce-p95', label: 'p95', className: 'is-second' },
      { series: 'produce-p99', label: 'p99', className: 'is-third' },
    ],
    kind: 'duration',
  },
  {
    name: 'replication',
    jmx: [
      'kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions',
      'kafka.server:type=ReplicaManager,name=UnderMinIsrPartitionCount',
    ],
    lines: [
      { series: 'under-replicated', label: 'under-replicated', className: 'is-outsync' },
      { series: 'under-min-isr', label: 'under-min-isr', className: 'is-loss' },
    ],
    kind: 'count',
  },
  {
    name: 'isr',
    jmx: ['kafka.cluster:type=Partition,name=InSyncReplicasCount'],
    lines: [{ series: 'isr-total', label: '', className: 'is-main' }],
    kind: 'count',
  },
  {
    name: 'offline',
    jmx: ['kafka.controller:type=KafkaController,name=OfflinePartitionsCount'],
    lines: [{ series: 'offline', label: '', className: 'is-loss' }],
    kind: 'count',
  },
  {
    name: 'lag',
    jmx: ['kafka.consumer:type=consumer-fetch-manager-metrics, records-lag-max'],
    lines: [{ series: 'lag-max', label: '', className: 'is-main' }],
    kind: 'count',
  },
];

/** A value with its unit; a dash for none. */
export function printValue(value: number, kind: Chart['kind']): string {
  if (value < 0) return '–';
  if (kind === 'duration') return printDuration(value);
  if (kind === 'rate') return `${value >= 100 ? printCount(Math.round(value)) : String(Math.round(value * 10) / 10)} /s`;
  return printCount(Math.round(value));
}

/** The smallest round number that no value passes. */
export function roundUp(value: number): number {
  if (value <= 1) return 1;
  let unit = 1;
  while (unit * 10 < value) unit *= 10;
  return [1, 2, 5, 10].map((factor) => factor * unit).find((top) => top >= value) ?? unit * 10;
}
