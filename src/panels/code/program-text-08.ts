/** A program of Kafka 0.8: no poll(), but a stream whose iterator hands out one record after the other. */
import type { CodeLine, Part, Remarks } from './program-text.ts';
import type { CodeProgramRow } from './rows.ts';

/** The names that 0.8 had for settings of today. */
const names: Readonly<Partial<Record<string, string>>> = {
  'enable.auto.commit': 'auto.commit.enable',
  'max.partition.fetch.bytes': 'fetch.message.max.bytes',
  'fetch.max.wait.ms': 'fetch.wait.max.ms',
};
const values: Readonly<Partial<Record<string, string>>> = {
  'auto.offset.reset=earliest': 'smallest',
  'auto.offset.reset=latest': 'largest',
};

/** Source: kafka.javaapi.consumer.ConsumerConnector. */
export function lines08(program: CodeProgramRow, remarks: Remarks): readonly CodeLine[] {
  const lines: CodeLine[] = [];
  const add = (text: string, indent = 0, part: Part | null = null): void => {
    lines.push({ text, indent, part });
  };
  const { commit, commitWhen, assigned, configs } = program;
  const commits = (when: CodeProgramRow['commitWhen']): boolean => commit !== 'none' && commitWhen === when;
  const topic = assigned[0]?.replace(/-\d+$/u, '') ?? '';
  add('Properties props = new Properties();');
  add('props.put("zookeeper.connect", "zookeeper:2181");');
  for (const line of configs) {
    const key = line.slice(0, line.indexOf('='));
    if (key !== 'allow.auto.create.topics') add(`props.put("${names[key] ?? key}", "${values[line] ?? line.slice(key.length + 1)}");`);
  }
  add('var connector = Consumer.createJavaConsumerConnector(new ConsumerConfig(props));', 0, 'new');
  add(`var stream = connector.createMessageStreams(Map.of("${topic}", 1)).get("${topic}").get(0);`, 0, 'subscribe');
  add('try {');
  add(`for (var record : stream) {${remarks.auto}`, 1, 'poll');
  if (commits('before')) add('if (beginsChunk) connector.commitOffsets();', 2, 'commit-before');
  add('process(record);', 2, 'process');
  if (commits('each-record')) add(`connector.commitOffsets();${remarks.every}`, 2, 'commit-each');
  if (commits('after')) add(`if (endsChunk) connector.commitOffsets();${remarks.every}`, 2, 'commit-after');
  add('}', 1);
  add('} finally {');
  add('connector.shutdown();', 1, 'close');
  add('}');
  return lines;
}
