/** Kafka's rules for names of topics, and for group instance ids, which follow them. Source: org.apache.kafka.common.internals.Topic. */

/** The topic that holds committed offsets and group metadata. */
export const groupMetadataTopicName = '__consumer_offsets';
/** The topic that holds the state of transactions. */
export const transactionStateTopicName = '__transaction_state';
/** The topic that holds the state of share groups. */
export const shareGroupStateTopicName = '__share_group_state';

const nameLengthMax = 249;

/** Why Kafka refuses a name, in Kafka's words and after `prefix` ("Topic name" or "Group instance id"); null when it is valid. */
export function nameProblem(name: string, prefix: string): string | null {
  const reason = invalidReason(name);
  return reason === null ? null : `${prefix} is invalid: ${reason}`;
}

/** Why Kafka refuses a topic's name (INVALID_TOPIC_EXCEPTION); null when it is valid. */
export function topicNameProblem(name: string): string | null {
  return nameProblem(name, 'Topic name');
}

/** Why Kafka refuses a static member's id; null when it is valid. Source: JoinGroupRequest.validateGroupInstanceId. */
export function groupInstanceIdProblem(id: string): string | null {
  return nameProblem(id, 'Group instance id');
}

/** Whether Kafka keeps the topic for itself. Source: Topic.INTERNAL_TOPICS. */
export function isInternalTopic(name: string): boolean {
  return name === groupMetadataTopicName || name === transactionStateTopicName || name === shareGroupStateTopicName;
}

/** Whether the name has a character that metrics cannot tell from another: '.' and '_'. */
export function hasCollisionChars(name: string): boolean {
  return name.includes('_') || name.includes('.');
}

/** The name under which metrics would show the topic: topics that share it collide. */
export function unifyCollisionChars(name: string): string {
  return name.replaceAll('.', '_');
}

/** Whether two topics would have the same metric names, equal names included. */
export function hasCollision(a: string, b: string): boolean {
  return unifyCollisionChars(a) === unifyCollisionChars(b);
}

function invalidReason(name: string): string | null {
  if (name === '') return 'the empty string is not allowed';
  if (name === '.') return "'.' is not allowed";
  if (name === '..') return "'..' is not allowed";
  if (name.length > nameLengthMax) return `the length of '${name}' is longer than the max allowed length ${String(nameLengthMax)}`;
  if (!/^[a-zA-Z0-9._-]*$/.test(name)) {
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  }
  return null;
}
