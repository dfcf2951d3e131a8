import type { EventTexts } from '../types.ts';

/** Broker对副本做了什么。 */
export const brokerEvents = {
  recordsAppended: {
    what: '{who}在{partition}的位移{firstOffset}写入{recordCount}条记录。',
    why: '只有领导者分配位移，每个批次都带上它的任期{leaderEpoch}。写入还不等于提交。',
  },
  produceRefused: {
    what: '{partition}：{who}拒绝acks=all的写入。同步{isrCount}个，需要{minInsyncReplicas}个。',
    why: '低于min.insync.replicas时答复NOT_ENOUGH_REPLICAS，什么也不写。acks=0和acks=1照常接受。',
  },
  recordsReplicated: {
    what: '{who}从Broker {leader}复制{partition}的{recordCount}条记录，日志末端{logEndOffset}。',
    why: '追随者原样复制批次：位移和任期都不变。下一次拉取会让领导者知道它到了哪里。',
  },
  highWatermarkAdvanced: {
    what: '{partition}：高水位从{previousHighWatermark}升到{highWatermark}，日志末端{logEndOffset}。',
    why: '全部{isrCount}个同步副本都有它以下的记录。这些记录已提交，消费者可以读。',
  },
  highWatermarkLearned: {
    what: '{partition}：{who}得知高水位是{highWatermark}，自己的日志末端{logEndOffset}。',
    why: '追随者要晚一次拉取才知道，而且从不超过自己的日志末端。',
  },
  becameLeader: {
    what: '{who}在任期{leaderEpoch}领导{partition}，从位移{leaderEpochStartOffset}起。',
    why: '元数据如此规定，ISR是{isr}。追随者拉取之前，它从自己的高水位{highWatermark}出发。',
  },
  becameFollower: {
    what: '{who}在任期{leaderEpoch}跟随Broker {leader}复制{partition}，日志末端{logEndOffset}。',
    why: '新任期会重启拉取。此时还不截断：第一次拉取才知道两份日志从哪里分开。',
  },
  becameLeaderless: {
    what: '{partition}在任期{leaderEpoch}没有领导者，{who}无人可跟随。',
    why: '控制器找不到可以当领导者的副本。选出之前，没有写入，也没有拉取。',
  },
  followerFellBehind: {
    what: '{partition}：Broker {follower}落后，末端{logEndOffset}，它只到{followerEndOffset}。',
    why: '它没有追上上一次拉取时领导者的末端。这样持续replica.lag.time.max.ms就算不同步。',
  },
  isrShrinkRequested: {
    what: '{partition}：{who}请求把Broker {follower}移出ISR，剩下{newIsr}。',
    why: 'Broker {follower}上次追上是{behindMillis} ms之前，replica.lag.time.max.ms是{replicaLagTimeMaxMillis}。控制器同意之前，它仍然计入。',
  },
  isrShrinkRequestedNeverFetched: {
    what: '{partition}：{who}请求把Broker {follower}移出ISR，剩下{newIsr}。',
    why: 'Broker {follower}在replica.lag.time.max.ms（{replicaLagTimeMaxMillis} ms）内从未向这个领导者拉取。',
  },
  isrExpandRequested: {
    what: '{partition}：{who}请求让Broker {follower}加入ISR，它已到{followerEndOffset}。',
    why: '它已过高水位{highWatermark}，也过了任期起点{leaderEpochStartOffset}。从现在起，高水位要等它。',
  },
  isrShrunk: {
    what: '{partition}：{who}的ISR变为{isr}，原来是{previousIsr}。',
    why: '控制器已同意，分区纪元{partitionEpoch}。高水位只等这些副本；acks=all需要其中{minInsyncReplicas}个。',
  },
  isrExpanded: {
    what: '{partition}：{who}的ISR变为{isr}，原来是{previousIsr}。',
    why: '控制器已同意，分区纪元{partitionEpoch}。新成员从此可以当选而不丢数据。',
  },
  isrChangeRefused: {
    what: '{partition}：控制器拒绝ISR {isr}：{error}{errorWords?（{errorWords}）}。',
    why: '领导者提议，控制器决定。领导者退回原来的ISR，或等待更新的元数据。',
  },
  fetchDiverged: {
    what: '{partition}：{whom}的日志与领导者分开了。Broker {leader}上，任期{divergingEpoch}结束于{endOffset}。',
    why: '每次拉取都带上最后一条记录的任期，这里是{lastFetchedEpoch}。从那里往后，领导者的历史不同。',
  },
  logTruncated: {
    what: '{who}把{partition}从{previousLogEndOffset}截到{offset}，这里少了{lostCount}条记录。',
    why: '追随者只保留领导者也有的记录。它的高水位{highWatermark}以上，从未承诺保留。',
  },
  logStartedOver: {
    what: '{who}丢弃{partition}末端为{previousLogEndOffset}的日志，从{offset}重新开始。',
    why: '领导者的日志起点高于这里的末端，中间的记录已被删除。日志不能有洞，只能重来。',
  },
  fetchOutOfRange: {
    what: '{partition}：{who}要位移{fetchOffset}，Broker {leader}没有。',
    why: '它先问领导者的日志从哪里开始、到哪里结束，再截断自己的日志，或重新开始。',
  },
  fetchDelayed: {
    what: '{partition}：{who}等{backoffMillis} ms再拉取：{error}{errorWords?（{errorWords}）}。',
    why: '这个错误可能会过去：Broker {leader}也许还不知道自己的角色。等待时间是replica.fetch.backoff.ms。',
  },
  fetchGivenUp: {
    what: '{partition}：{who}停止向Broker {leader}拉取：{error}{errorWords?（{errorWords}）}。',
    why: '领导者任期{leaderEpoch}已过去，或副本已损坏。等元数据更新，其他分区照常进行。',
  },
} as const satisfies EventTexts;
