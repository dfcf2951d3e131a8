/** A consumer's program as people write it, line by line; each line knows what of the program it is. */
import { lines08 } from './program-text-08.ts';
import type { CodeProgramRow } from './rows.ts';

/** The languages that a program is shown in. */
export type Language = 'java' | 'python';

/** What of the program a line is: the thread can be in these. */
export type Part =
  'new' | 'subscribe' | 'poll' | 'commit-before' | 'process' | 'commit-each' | 'commit-after' | 'catch' | 'commit-close' | 'close';

/** A line of the listing. */
export interface CodeLine {
  readonly text: string;
  readonly indent: number;
  readonly part: Part | null;
}

const partOfPlace = {
  '': null,
  'before-work': 'commit-before',
  'after-record': 'commit-each',
  'after-work': 'commit-after',
  'before-close': 'commit-close',
} as const satisfies Readonly<Record<CodeProgramRow['place'], Part | null>>;

const partOfStep = {
  waitingToStart: 'new',
  polling: 'poll',
  processing: 'process',
  pausing: 'catch',
  closing: 'close',
  ended: null,
} as const satisfies Readonly<Record<Exclude<CodeProgramRow['step'], 'committing'>, Part | null>>;

/** The part that the program's thread is in; null while there is no process, or it has ended. */
export function currentPart({ process, step, place }: CodeProgramRow): Part | null {
  if (process === 'down') return null;
  return step === 'committing' ? partOfPlace[place] : partOfStep[step];
}

/** Comments in the reader's language. */
export interface Notes {
  readonly auto: (intervalMillis: number) => string;
  readonly every: (count: number) => string;
  readonly then: (reaction: 'skip' | 'retry' | 'seek-back') => string;
}

/** The program in one of the languages. */
export function programLines(program: CodeProgramRow, language: Language, notes: Notes): readonly CodeLine[] {
  // The consumer of Kafka 0.8 had no other language.
  if (program.library === 'scala-0.8') return lines08(program, remarksOf(program, '//', notes));
  const remarks = remarksOf(program, language === 'java' ? '//' : '#', notes);
  return language === 'java' ? javaLines(program, remarks) : pythonLines(program, remarks);
}

/** What stands behind lines, with the mark of a comment; empty where there is nothing to say. */
export interface Remarks {
  readonly auto: string;
  readonly every: string;
  readonly then: string;
}

function remarksOf(program: CodeProgramRow, mark: string, notes: Notes): Remarks {
  const { isAuto, autoIntervalMillis, commitEveryRecords, poisonText, poisonThen } = program;
  const isHandled = poisonText !== '' && poisonThen !== 'close' && poisonThen !== 'restart';
  return {
    auto: isAuto ? `  ${mark} ${notes.auto(autoIntervalMillis)}` : '',
    every: commitEveryRecords > 1 ? `  ${mark} ${notes.every(commitEveryRecords)}` : '',
    then: isHandled ? `  ${mark} ${notes.then(poisonThen)}` : '',
  };
}

/** Which commits the loop has. */
function commitsOf({ commit, commitWhen }: CodeProgramRow): { readonly place: Part | null; readonly atEnd: boolean } {
  const places = { before: 'commit-before', after: 'commit-after', 'each-record': 'commit-each' } as const;
  return { place: commit === 'none' ? null : places[commitWhen], atEnd: commit === 'async-then-sync' };
}

/** Whether the loop catches exceptions, and goes on. */
function isCatching({ onException, poisonText, poisonThen }: CodeProgramRow): boolean {
  return onException === 'continue' || (poisonText !== '' && poisonThen !== 'close' && poisonThen !== 'restart');
}

const pairsOf = (program: CodeProgramRow): readonly (readonly [string, string])[] =>
  program.configs.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);

function javaLines(program: CodeProgramRow, remarks: Remarks): readonly CodeLine[] {
  const list = new Listing();
  const { place, atEnd } = commitsOf(program);
  const deep = isCatching(program) ? 1 : 0;
  list.add('Properties props = new Properties();');
  for (const [key, value] of pairsOf(program)) list.add(`props.put("${key}", "${value}");`);
  list.add('var consumer = new KafkaConsumer<String, String>(props);', 0, 'new');
  list.add(javaSubscribe(program), 0, 'subscribe');
  list.add('try {');
  list.add('while (true) {', 1);
  if (deep > 0) list.add('try {', 2);
  list.add(`var records = consumer.poll(Duration.ofMillis(${String(program.pollTimeoutMillis)}));${remarks.auto}`, 2 + deep, 'poll');
  if (place === 'commit-before') list.add(`${javaCommit(program, 'all')}${remarks.every}`, 2 + deep, place);
  list.add('for (var record : records) {', 2 + deep);
  list.add(program.processing === 'workers' ? 'workers.submit(() -> process(record));' : 'process(record);', 3 + deep, 'process');
  if (place === 'commit-each') list.add(`${javaCommit(program, 'one')}${remarks.every}`, 3 + deep, place);
  list.add('}', 2 + deep);
  if (place === 'commit-after') list.add(`${javaCommit(program, 'all')}${remarks.every}`, 2 + deep, place);
  if (deep > 0) {
    list.add('} catch (RuntimeException e) {', 2);
    list.add(`log.warn(e.getMessage());${remarks.then}`, 3, 'catch');
    list.add('}', 2);
  }
  list.add('}', 1);
  list.add('} finally {');
  if (atEnd) list.add('consumer.commitSync();', 1, 'commit-close');
  list.add('consumer.close();', 1, 'close');
  list.add('}');
  return list.lines;
}

function javaSubscribe({ topics, pattern, assigned, onRevoked }: CodeProgramRow): string {
  const listener = onRevoked === 'nothing' ? '' : ', commitWhenRevoked';
  if (assigned.length > 0) return `consumer.assign(List.of(${assigned.map(javaPartition).join(', ')}));`;
  if (pattern !== null) return `consumer.subscribe(Pattern.compile("${pattern}")${listener});`;
  return `consumer.subscribe(List.of(${topics.map((topic) => `"${topic}"`).join(', ')})${listener});`;
}

function javaPartition(partition: string): string {
  const dash = partition.lastIndexOf('-');
  return `new TopicPartition("${partition.slice(0, dash)}", ${partition.slice(dash + 1)})`;
}

function javaCommit(program: CodeProgramRow, of: 'all' | 'one'): string {
  const { commit, commitOffsets, retryAsync } = program;
  const call = commit === 'sync' ? 'commitSync' : 'commitAsync';
  const callback = commit !== 'sync' && retryAsync !== 'never' ? 'commitAgainOnFailure' : '';
  const next = commitOffsets === 'record' ? 'record.offset()' : 'record.offset() + 1';
  const all = commitOffsets === 'record' ? 'lastProcessed' : 'behindLastProcessed';
  const offsets = commitOffsets === 'position' ? '' : of === 'one' ? `Map.of(partition, new OffsetAndMetadata(${next}))` : all;
  return `consumer.${call}(${[offsets, callback].filter((text) => text !== '').join(', ')});`;
}

function pythonLines(program: CodeProgramRow, remarks: Remarks): readonly CodeLine[] {
  const list = new Listing();
  const { place, atEnd } = commitsOf(program);
  const deep = isCatching(program) ? 1 : 0;
  list.add('consumer = Consumer({', 0, 'new');
  for (const [key, value] of pairsOf(program)) list.add(`'${key}': ${pythonValue(value)},`, 1);
  list.add('})');
  list.add(pythonSubscribe(program), 0, 'subscribe');
  list.add('try:');
  list.add('while True:', 1);
  if (deep > 0) list.add('try:', 2);
  const seconds = (program.pollTimeoutMillis / 1000).toFixed(1);
  const consume = `records = consumer.consume(num_messages=${String(program.maxPollRecords)}, timeout=${seconds})`;
  list.add(`${consume}${remarks.auto}`, 2 + deep, 'poll');
  if (place === 'commit-before') list.add(`${pythonCommit(program, 'all')}${remarks.every}`, 2 + deep, place);
  list.add('for record in records:', 2 + deep);
  list.add(program.processing === 'workers' ? 'workers.submit(process, record)' : 'process(record)', 3 + deep, 'process');
  if (place === 'commit-each') list.add(`${pythonCommit(program, 'one')}${remarks.every}`, 3 + deep, place);
  if (place === 'commit-after') list.add(`${pythonCommit(program, 'all')}${remarks.every}`, 2 + deep, place);
  if (deep > 0) {
    list.add('except Exception as e:', 2);
    list.add(`log.warning(e)${remarks.then}`, 3, 'catch');
  }
  list.add('finally:');
  if (atEnd) list.add('consumer.commit(asynchronous=False)', 1, 'commit-close');
  list.add('consumer.close()', 1, 'close');
  return list.lines;
}

function pythonSubscribe({ topics, pattern, assigned, onRevoked }: CodeProgramRow): string {
  const listener = onRevoked === 'nothing' ? '' : ', on_revoke=commit_when_revoked';
  if (assigned.length > 0) return `consumer.assign([${assigned.map(pythonPartition).join(', ')}])`;
  const names = pattern === null ? topics : [`^${pattern}`];
  return `consumer.subscribe([${names.map((topic) => `'${topic}'`).join(', ')}]${listener})`;
}

function pythonPartition(partition: string): string {
  const dash = partition.lastIndexOf('-');
  return `TopicPartition('${partition.slice(0, dash)}', ${partition.slice(dash + 1)})`;
}

function pythonCommit(program: CodeProgramRow, of: 'all' | 'one'): string {
  const { commit, commitOffsets } = program;
  const wait = `asynchronous=${commit === 'sync' ? 'False' : 'True'}`;
  const one =
    commitOffsets === 'record' ? 'offsets=[TopicPartition(record.topic(), record.partition(), record.offset())]' : 'message=record';
  const all = commitOffsets === 'record' ? 'offsets=last_processed' : 'offsets=behind_last_processed';
  const what = commitOffsets === 'position' ? '' : `${of === 'one' ? one : all}, `;
  return `consumer.commit(${what}${wait})`;
}

function pythonValue(value: string): string {
  if (value === 'true' || value === 'false') return value === 'true' ? 'True' : 'False';
  return /^-?\d+$/.test(value) ? value : `'${value}'`;
}

/** Lines in order. */
class Listing {
  readonly lines: CodeLine[] = [];

  add(text: string, indent = 0, part: Part | null = null): void {
    this.lines.push({ text, indent, part });
  }
}
