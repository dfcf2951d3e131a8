/** A command in a few words: "pause broker 3", "mobile: acks=all". */
import type { Command } from '../contract/command.ts';
import type { TextParams } from '../texts/format.ts';
import type { Words } from './words.ts';

/** What a command does, as a label. */
export function commandWords(command: Command, words: Words): string {
  switch (command.kind) {
    case 'fault':
      return words.code('fault', `${command.fault}.short`, faultEnds(command.params, words));
    case 'send':
      return words.t('command.send', { producer: command.producer, topic: command.topic });
    case 'configure-client':
      return `${command.client}: ${pairs(command.configs)}`;
    case 'configure-topic':
      return `${command.topic}: ${pairs(command.configs)}`;
    case 'configure-broker':
      return `${brokerName(command.broker, words)}: ${pairs(command.configs)}`;
    default:
      return words.code('command', command.kind, { what: 'partition' in command ? String(command.partition) : '' });
  }
}

/** The nodes that a fault strikes, by name. */
function faultEnds(params: Readonly<Record<string, string | number>>, words: Words): TextParams {
  const name = (field: string): string => words.node(Number(params[field] ?? -1));
  return { target: name('node'), from: name('from'), to: name('to') };
}

function brokerName(broker: number | null, words: Words): string {
  return broker === null ? words.t('command.all-brokers') : words.t('object.broker', { broker });
}

function pairs(configs: Readonly<Record<string, string | null>>): string {
  return Object.entries(configs)
    .map(([key, value]) => `${key}=${value ?? ''}`)
    .join(', ');
}
