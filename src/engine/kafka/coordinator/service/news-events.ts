import type { Context } from '../../../kernel/process.ts';
import { assertNever } from '../../../kernel/units.ts';
import type { GroupNews } from '../news.ts';
import * as events from './events.ts';

/** Tells the learner what a coordinator says about a group. */
export function emitNews(context: Context, news: GroupNews): void {
  const group = context.name(news.groupId);
  switch (news.kind) {
    case 'memberJoined':
      context.emit(events.groupMemberJoined, {
        group,
        member: context.name(news.memberId),
        generation: news.generationId,
        memberCount: news.memberCount,
      });
      return;
    case 'memberRemoved':
      return emitRemoval(context, group, news);
    case 'rebalanceStarted':
      context.emit(events.rebalanceStarted, {
        group,
        generation: news.generationId,
        memberCount: news.memberCount,
        timeoutMillis: news.timeoutMs,
      });
      return;
    case 'generationStarted':
      context.emit(events.generationStarted, {
        group,
        generation: news.generationId,
        memberCount: news.memberCount,
        leader: context.name(news.leaderId),
        protocol: context.name(news.protocolName),
      });
      return;
    case 'targetAssigned':
      context.emit(events.targetAssigned, {
        group,
        groupEpoch: news.groupEpoch,
        memberCount: news.memberCount,
        assignor: context.name(news.assignor),
      });
      return;
    case 'groupStable':
      context.emit(events.groupStable, { group, generation: news.generationId, memberCount: news.memberCount });
      return;
    case 'groupEmptied':
      context.emit(events.groupEmptied, { group, generation: news.generationId });
      return;
    case 'offsetsCommitted':
      context.emit(events.groupOffsetsCommitted, { group, member: context.name(news.memberId), partitionCount: news.partitionCount });
      return;
    case 'offsetsExpired':
      context.emit(events.groupOffsetsExpired, { group, partitionCount: news.partitionCount });
      return;
    default:
      assertNever(news);
  }
}

function emitRemoval(context: Context, group: number, news: Extract<GroupNews, { kind: 'memberRemoved' }>): void {
  const { memberCount, timeoutMs, cause } = news;
  const member = context.name(news.memberId);
  if (cause === 'left') context.emit(events.groupMemberLeft, { group, member, memberCount });
  else if (cause === 'sessionTimeout')
    context.emit(events.groupMemberExpired, { group, member, sessionTimeoutMillis: timeoutMs, memberCount });
  else context.emit(events.groupMemberTooLate, { group, member, rebalanceTimeoutMillis: timeoutMs, memberCount });
}
