/** What is wrong with a link, a file or a scenario, and what can be done about it. */
import type { SharingProblemCode } from '../../contract/scenario-problem.ts';

/** A text for each code: a missing one does not compile. */
export type ProblemTexts = Readonly<Record<`problem.${SharingProblemCode}`, string>>;

export const problems: ProblemTexts = {
  'problem.link-not-a-link': 'This is not a Kafkascope link.',
  'problem.link-cut-off': 'This link was cut off: {arrived} of {expected} characters arrived. Ask for it again, as a file if need be.',
  'problem.link-cut-short': 'This link was cut off: not even its beginning is whole. Ask for it again, as a file if need be.',
  'problem.link-overlong': 'This link is longer than it says: {arrived} characters arrived instead of {expected}. Something was added to it on the way.',
  'problem.link-damaged': 'This link was changed on the way: its checksum does not match. Ask for it again, as a file if need be.',
  'problem.link-newer': 'This link was made by a newer Kafkascope (format {version}; this one reads up to {known}). Reload the page to get the newest.',
  'problem.link-too-large': 'This link holds more than {maximum} KB. Such a scenario travels as a file.',
  'problem.file-too-large': 'This file holds more than {maximum} KB: it is no scenario.',
  'problem.file-not-json': 'This file is not JSON: {detail}',
  'problem.scenario-not-a-scenario': 'This is not a Kafkascope scenario: it has no "format" that we know.',
  'problem.scenario-newer': 'This scenario was made by a newer Kafkascope (format {format}; this one reads up to {known}). Reload the page to get the newest.',
  'problem.scenario-missing': '{where} is missing.',
  'problem.scenario-wrong-type': '{where} should be: {expected}.',
  'problem.scenario-unknown-key': '{where}: there is no field "{key}" here.',
  'problem.scenario-bad-key': '{where}: "{key}" cannot be a name here.',
  'problem.scenario-text-too-long': '{where} is too long: at most {maximum} characters.',
  'problem.scenario-text-empty': '{where} is empty.',
  'problem.scenario-bad-characters': '{where} has characters that are not allowed there.',
  'problem.scenario-too-many': '{where} has too many entries: at most {maximum}.',
  'problem.scenario-too-few': '{where} has too few entries: at least {minimum}.',
  'problem.scenario-number-too-large': '{where} is too large: at most {maximum}.',
  'problem.scenario-number-too-small': '{where} is too small: at least {minimum}.',
  'problem.scenario-not-one-of': '{where} should be one of: {values}.',
  'problem.scenario-duplicate': '{where}: "{name}" is there already.',
  'problem.scenario-too-many-partitions': '{where}: with these there are {count} partitions; at most {maximum} fit.',
  'problem.scenario-too-few-brokers': '{where}: {replicationFactor} replicas need as many brokers, and there {brokers|is|are} {brokers}.',
  'problem.scenario-assignment-length': '{where} names replicas for {actual} {actual|partition|partitions}; the topic has {expected}.',
  'problem.scenario-unknown-broker': '{where}: there is no broker {broker}.',
  'problem.scenario-unknown-topic': '{where}: there is no topic "{topic}", and no command creates it.',
  'problem.scenario-unknown-client': '{where}: there is no client "{client}" by then.',
  'problem.scenario-assign-or-subscribe': '{where} needs either "assign" or "subscribe".',
  'problem.scenario-min-above-max': '{where}: the minimum is above the maximum.',
  'problem.scenario-commands-out-of-order': '{where} lies before the command above it.',
  'problem.scenario-config-refused': '{where}: Kafka refuses {key}: {reason}',
  'problem.scenario-unknown-fault': '{where}: there is no fault "{fault}".',
};
