/** A run's report for people: a few lines a partition. */
import type { LogReport, PartitionReport, RunReport, SendReport } from '../contract/report.ts';
import { printList, printSeconds, printSet } from '../texts/format.ts';

/** The lines that `run` prints without `--json`. */
export function reportLines(report: RunReport): string[] {
  const { position, digest, ledger, controller } = report;
  const isViolated = report.violatedInvariants === null ? 'not checked' : `${String(report.violatedInvariants.length)} violated`;
  return [
    `${report.title}  ${printSeconds(Math.max(0, position.micros))} s  step ${String(position.steps)}  digest ${digest}`,
    `controller ${String(controller.id)} ${upOrDown(controller.isRunning)}, metadata end offset ${String(controller.metadataEndOffset)}`,
    ...report.brokers.map(({ id, process, registration }) => `broker ${String(id)} ${process}, ${registrationText(registration)}`),
    ...report.partitions.flatMap(partitionLines),
    ...report.producers.flatMap(({ name, isRunning, sends }) => [
      `producer ${name}${isRunning ? '' : ' (down)'}`,
      ...sends.map((send) => `  ${sendText(send)}`),
    ]),
    ...report.consumers.map(({ name, isRunning, positions }) => {
      const at = positions.map(({ topicPartition, offset }) => `${topicPartition} at ${offset === null ? '?' : String(offset)}`);
      return `consumer ${name}${isRunning ? '' : ' (down)'}: ${at.join(', ')}`;
    }),
    `ledger: ${Object.entries(ledger)
      .map(([name, count]) => `${name} ${String(count)}`)
      .join(', ')}`,
    `invariants: ${isViolated}`,
  ];
}

function upOrDown(isRunning: boolean): string {
  return isRunning ? 'running' : 'down';
}

function registrationText(registration: RunReport['brokers'][number]['registration']): string {
  if (registration === null) return 'not registered';
  const { brokerEpoch, fenced, inControlledShutdown } = registration;
  return `${fenced ? 'fenced' : 'unfenced'}${inControlledShutdown ? ', in controlled shutdown' : ''}, broker epoch ${String(brokerEpoch)}`;
}

function partitionLines(partition: PartitionReport): string[] {
  const { topic, leader, leaderEpoch, partitionEpoch, replicas, isr, elr, logs } = partition;
  const epochs = `leader epoch ${String(leaderEpoch)}, partition epoch ${String(partitionEpoch)}`;
  const sets = `replicas ${printList(replicas)}, ISR ${printSet(isr)}, ELR ${printSet(elr)}`;
  const head = `${topic}-${String(partition.partition)}: leader ${leader < 0 ? 'none' : String(leader)}, ${epochs}, ${sets}`;
  return [head, ...logs.map((log) => `  ${logText(log)}`)];
}

function logText(log: LogReport): string {
  const { broker, role, logStartOffset, highWatermark, lastStableOffset, logEndOffset, leaderEpochs } = log;
  const offsets = [
    ['log start', logStartOffset],
    ['high watermark', highWatermark],
    ['last stable', lastStableOffset],
    ['log end', logEndOffset],
  ];
  const epochs = leaderEpochs.map(([epoch, start]) => `${String(epoch)} from ${String(start)}`).join(', ');
  const offsetTexts = offsets.map(([name, offset]) => `${String(name)} ${String(offset)}`);
  return `broker ${String(broker)} ${role}: ${offsetTexts.join(', ')}; epochs ${epochs}`;
}

function sendText(send: SendReport): string {
  const { topicPartition, key, count, sentMicros, outcome, error, appendOffsets, isLost, extraCopies, deliveries } = send;
  const what = `${topicPartition} ${key === null ? 'no key' : `"${key}"`}${count === 1 ? '' : ` ×${String(count)}`}`;
  const where = appendOffsets.length === 0 ? 'never appended' : `appended at ${appendOffsets.join(', ')}`;
  const fate = `${isLost ? ', LOST' : ''}${extraCopies > 0 ? `, ${String(extraCopies)} copies too many` : ''}`;
  const read = deliveries.map(({ consumer, times }) => `, read by ${consumer}${times === 1 ? '' : ` ${String(times)} times`}`).join('');
  return `${printSeconds(Math.max(0, sentMicros))} s ${what}: ${outcome}${error === null ? '' : ` ${error}`}, ${where}${fate}${read}`;
}
