import { javaHashMapOrder, javaStringHash, javaTableLengthFor } from '../../util/java-hash-order.ts';
import type { CoordinatorTopic, CoordinatorTopics, RegexResolution } from '../context.ts';
import type { Operation } from '../operation.ts';
import type { CoordinatorRecord } from '../records.ts';
import { emptyResult, resultOf } from '../result.ts';
import type { Outcome } from '../result.ts';
import { changedRegexTopics, ConsumerGroup } from './consumer-group.ts';
import type { ResolvedRegularExpression } from './consumer-group.ts';
import { isSameSet } from './consumer-group-member.ts';
import { compileRe2 } from './re2.ts';
import { groupEpochRecord, regexRecord } from './records.ts';
import { metadataHash, setRefreshDeadline, subscriberCount } from './subscriptions.ts';

/**
 * The topics of each regular expression: those that it matches from end to end. Runs beside the coordinator. Source: TopicRegexResolver.
 */
export function resolveRegularExpressions(
  topics: CoordinatorTopics,
  { regexes }: RegexResolution,
  nowMillis: number,
): ReadonlyMap<string, ResolvedRegularExpression> {
  const resolved = new Map<string, ResolvedRegularExpression>();
  // A map made for as many: its order is that of the records.
  for (const regex of javaHashMapOrder(regexes, javaStringHash, javaTableLengthFor(regexes.length))) {
    const compiled = compileRe2(regex);
    const matching = compiled.kind === 'compiled' ? topics.names().filter((name) => compiled.regex.test(name)) : [];
    resolved.set(regex, { topics: matching, version: topics.version, timestamp: nowMillis });
  }
  return resolved;
}

/**
 * Writes down what the regular expressions of a group match; other topics than before ask for a new target. Source:
 * handleRegularExpressionsResult.
 */
export function onRegularExpressionsResolved(
  op: Operation,
  { groupId }: RegexResolution,
  resolved: ReadonlyMap<string, ResolvedRegularExpression>,
): Outcome {
  const group = op.state.group(groupId);
  if (!(group instanceof ConsumerGroup)) return emptyResult;
  const records: CoordinatorRecord[] = [];
  let topicNames = group.subscribedTopicNames;
  let isBumping = false;
  for (const [regex, found] of resolved) {
    if (subscriberCount(group, regex) === 0) continue;
    const old = group.resolvedRegexes.get(regex)?.topics ?? [];
    if (!isSameSet(old, found.topics)) {
      isBumping = true;
      topicNames = changedRegexTopics(changedRegexTopics(topicNames, old, -1), found.topics, 1);
    }
    records.push(regexRecord(groupId, regex, found));
  }
  const hash = metadataHash(op, topicNames);
  if (isBumping || hash !== group.metadataHash) {
    const epoch = group.groupEpoch + 1;
    records.push(groupEpochRecord(groupId, epoch, hash));
    setRefreshDeadline(op, groupId, epoch);
  }
  return resultOf(records, null);
}

/** Topics came, changed or went: groups that subscribe to them look at their metadata with the next heartbeat. Source: onMetadataUpdate. */
export function requestMetadataRefresh(
  op: Operation,
  change: {
    readonly createdNames: readonly string[];
    readonly changedNames: readonly string[];
    readonly deleted: readonly CoordinatorTopic[];
  },
): void {
  const { state, context } = op;
  if (change.createdNames.length > 0) state.lastVersionWithNewTopics = context.topics.version;
  const names = new Set([...change.createdNames, ...change.changedNames, ...change.deleted.map(({ name }) => name)]);
  for (const name of names) state.topicHashes.delete(name);
  for (const entry of state.image.groups.values()) {
    if (entry.kind === 'classic') continue;
    for (const name of names) if (entry.group.isSubscribedToTopic(name)) state.refreshDeadlines.delete(entry.group.groupId);
  }
}
