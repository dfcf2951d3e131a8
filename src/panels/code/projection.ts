import type { Row } from '../../contract/engine-api.ts';
import { autoCommitFailed, consumerError } from '../../engine/kafka/clients/consumer/events.ts';
import type { ConsumerProcess } from '../../engine/kafka/clients/consumer/consumer-process.ts';
import type { ClusterReader } from '../../engine/kafka/reader.ts';
import type { CodeProgramRow, CodeTables } from './rows.ts';

type Query = Readonly<Record<string, string | number | boolean | null>>;

/** A consumer's program and where its thread is, named and joined from the process; nothing of Kafka's computed. */
export const codeProjection = {
  name: 'code',
  tables: ['code.choices', 'code.program'] as const satisfies readonly (keyof CodeTables)[],

  project(reader: ClusterReader, query: Query): Readonly<Record<keyof CodeTables, readonly Row[]>> {
    const { cluster } = reader;
    const consumers = [...cluster.clients.all()].flatMap((entry) => {
      const process = entry.kind === 'consumer' ? cluster.consumer(entry.name) : null;
      return process === null ? [] : [{ entry, process }];
    });
    const shown = consumers.find(({ entry }) => entry.name === query['client']) ?? consumers[0];
    return {
      'code.choices': consumers.map(({ entry: { name } }) => ({ id: name, isShown: name === shown?.entry.name })),
      'code.program': shown === undefined ? [] : [programRow(reader, shown.entry, shown.process)],
    };
  },
};

type Entry = { readonly name: string; readonly node: number; readonly library: CodeProgramRow['library'] };

function programRow(reader: ClusterReader, { name, node, library }: Entry, process: ConsumerProcess): CodeProgramRow {
  const { kernel } = reader.cluster;
  const { isProcessUp, isPaused } = kernel.node(node);
  const { program, step } = process;
  const { options, configs } = program;
  const number = (key: string, otherwise: number): number => Number(configs[key] ?? otherwise);
  const groupId = program.hasGroups ? (configs['group.id'] ?? null) : null;
  return {
    id: name,
    node,
    process: !isProcessUp ? 'down' : isPaused ? 'paused' : 'running',
    library,
    step: step.kind,
    place: step.kind === 'committing' ? step.place : '',
    ...inHand(process, kernel.nowMicros),
    waitingCount: waitingCount(reader, process),
    areWorkersBusy: (process.consumer?.program?.workers.length ?? 0) > 0,
    endedBy: step.kind === 'ended' ? (step.exception ?? '') : '',
    ...thrownOf(reader, node),
    groupId,
    topics: program.subscribe,
    pattern: program.subscribePattern,
    assigned: program.assign,
    configs: Object.entries(configs).map(([key, value]) => `${key}=${value}`),
    pollTimeoutMillis: program.pollTimeoutMillis,
    maxPollRecords: process.consumer?.settings.maxPollRecords ?? number('max.poll.records', 500),
    isAuto:
      groupId !== null && ((program.storedOffsets?.intervalMillis ?? -1) >= 0 || (process.consumer?.settings.enableAutoCommit ?? false)),
    autoIntervalMillis: program.storedOffsets?.intervalMillis ?? number('auto.commit.interval.ms', 5000),
    application: options.application,
    commit: options.commit,
    commitWhen: options.commitWhen,
    commitEveryRecords: options.commitEveryRecords,
    commitOffsets: options.commitOffsets,
    retryAsync: options.retryAsync,
    retryAsyncMillis: options.retryAsyncMillis,
    processing: options.processing,
    onRevoked: options.onRevoked,
    sink: options.sink,
    onException: options.onException,
    poisonText: options.poison?.text ?? '',
    poisonFails: options.poison?.fails ?? 'processing',
    poisonTimes: options.poison?.times ?? -1,
    poisonThen: options.poison?.then ?? 'close',
  };
}

/** What a call of the consumer threw last, in Kafka's words. */
function thrownOf(reader: ClusterReader, node: number): Pick<CodeProgramRow, 'exception' | 'message'> {
  const { trace, names, eventCount } = reader.cluster.kernel;
  for (let i = trace.milestoneIndex(eventCount) - 1; i >= 0; i--) {
    const row = trace.milestones[i];
    if (row === undefined || row.node !== node || (row.spec !== consumerError && row.spec !== autoCommitFailed)) continue;
    return { exception: names.text(row.args['exception'] ?? -1), message: names.text(row.args['message'] ?? -1) };
  }
  return { exception: '', message: '' };
}

/** What is readable and not read: by the high watermark of each partition's leader, and the consumer's own position. */
function waitingCount(reader: ClusterReader, { consumer }: ConsumerProcess): number {
  let count = -1;
  for (const [name, { position }] of consumer?.subscriptions.states() ?? []) {
    const partition = reader.partition(name);
    const log = partition === null ? null : (reader.leader(partition)?.log ?? null);
    if (log !== null && position !== null) count = Math.max(count, 0) + Math.max(0, log.highWatermark - position.offset);
  }
  return count;
}

/** The records of the last poll while the program's thread works on them. */
function inHand(
  { processing }: ConsumerProcess,
  nowMicros: number,
): Pick<CodeProgramRow, 'inHandCount' | 'doneCount' | 'partition' | 'offset'> {
  if (processing === null) return { inHandCount: 0, doneCount: 0, partition: '', offset: -1 };
  const doneCount = Math.min(processing.processedCount(nowMicros), processing.recordCount);
  const current = processing.rangesBetween(doneCount, Math.min(doneCount + 1, processing.recordCount))[0];
  return {
    inHandCount: processing.recordCount,
    doneCount,
    partition: current?.partition ?? '',
    offset: current?.range.firstOffset ?? -1,
  };
}
