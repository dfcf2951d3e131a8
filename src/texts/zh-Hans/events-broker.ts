import type { EventTexts } from '../types.ts';

/** Broker 对副本做了什么。 */
export const brokerEvents = {
  recordsAppended: {
    what: 'Leader 在 {partition} 的位移 {firstOffset} 处写入 {recordCount} 条记录。',
    why: '只有 leader 分配位移。每条记录带着领导者任期 {leaderEpoch}。已写入，尚未提交。',
  },
  produceRefused: {
    what: '{partition}：leader 拒绝了 acks=all 的写入。同步副本 {isrCount} 个，需要 {minInsyncReplicas} 个。',
    why: '低于 min.insync.replicas 时，acks=all 得到 NOT_ENOUGH_REPLICAS，什么也不写。acks=0 和 acks=1 照常接受。',
  },
  recordsReplicated: {
    what: '{partition}：来自 broker {leader} 的 {recordCount} 条记录写在位移 {firstOffset}，日志末端为 {logEndOffset}。',
    why: 'Follower 原样复制批次：位移和任期都不变。它下一次从新的末端拉取，leader 由此得知。',
  },
  highWatermarkAdvanced: {
    what: '{partition}：高水位从 {previousHighWatermark} 升到 {highWatermark}，日志末端为 {logEndOffset}。',
    why: '全部同步副本（{isrCount} 个）都已拉取到它之后。它以下的记录已提交，消费者可以读。',
  },
  highWatermarkLearned: {
    what: '{partition}：broker {leader} 告知了高水位。这里现在是 {highWatermark}，日志末端为 {logEndOffset}。',
    why: 'Follower 要晚一次拉取才知道高水位，并且从不超过自己的日志末端。',
  },
  becameLeader: {
    what: '本 broker 在任期 {leaderEpoch} 成为 {partition} 的 leader，起始位移 {leaderEpochStartOffset}，高水位 {highWatermark}，ISR {{isr}}。',
    why: '元数据如此规定。即使什么都不写，它也在日志末端记下新任期。follower 拉取之前，它的高水位可能落后。',
  },
  becameFollower: {
    what: '本 broker 在任期 {leaderEpoch} 跟随 {leader} 复制 {partition}。日志末端 {logEndOffset}，高水位 {highWatermark}。',
    why: '新任期会重启拉取。此时还不截断：第一次拉取会显示两份日志从哪里分开。',
  },
  becameLeaderless: {
    what: '{partition} 在任期 {leaderEpoch} 没有 leader。这里日志末端 {logEndOffset}，高水位 {highWatermark}。',
    why: '控制器找不到可以当 leader 的副本。在选出之前，没有写入，也没有拉取。',
  },
  followerFellBehind: {
    what: '{partition}：broker {follower} 正在落后，只到 {followerEndOffset}，末端是 {logEndOffset}。',
    why: '它没有追上上一次拉取时 leader 的末端。这样持续到 replica.lag.time.max.ms，它才会离开 ISR。',
  },
  isrShrinkRequested: {
    what: '{partition}：leader 请求把 broker {follower} 移出 ISR，剩下 {{newIsr}}。',
    why: 'Broker {follower} 上次追上是在 {behindMillis} ms 之前，超过 replica.lag.time.max.ms（{replicaLagTimeMaxMillis} ms）就算不同步。控制器同意之前，它仍然计入。',
  },
  isrShrinkRequestedNeverFetched: {
    what: '{partition}：leader 请求把 broker {follower} 移出 ISR，剩下 {{newIsr}}。',
    why: 'Broker {follower} 在 replica.lag.time.max.ms（{replicaLagTimeMaxMillis} ms）内从未向这个 leader 拉取。',
  },
  isrExpandRequested: {
    what: '{partition}：leader 请求让 broker {follower} 加入 ISR，它已到 {followerEndOffset}。',
    why: '它已过高水位 {highWatermark}，也过了本任期的起点 {leaderEpochStartOffset}。从现在起高水位就等待它。',
  },
  isrShrunk: {
    what: '{partition}：leader 的 ISR 变为 {{isr}}，原来是 {{previousIsr}}。',
    why: '控制器以分区版本 {partitionEpoch} 确认。高水位不再等待离开的副本；acks=all 需要 {minInsyncReplicas} 个同步副本。',
  },
  isrExpanded: {
    what: '{partition}：leader 的 ISR 变为 {{isr}}，原来是 {{previousIsr}}。',
    why: '控制器以分区版本 {partitionEpoch} 确认。新成员从此可以当选而不丢数据。',
  },
  isrChangeRefused: {
    what: '{partition}：ISR {{isr}} 未被接受：{error}。',
    why: '由控制器决定。有的拒绝会立刻恢复原来的 ISR，有的要等元数据。',
  },
  fetchDiverged: {
    what: '{partition}：日志与 broker {leader} 分开了。那里任期 {divergingEpoch} 结束于 {endOffset}。',
    why: '每次拉取都带上最后一条记录的任期，这里是 {lastFetchedEpoch}。在那之后，leader 的历史不同。',
  },
  logTruncated: {
    what: '{partition}：日志从 {previousLogEndOffset} 截到 {offset}，这里少了 {lostCount} 条记录。',
    why: 'Follower 只保留 leader 也有的记录。高水位（现在 {highWatermark}）以上的记录从未被承诺保留。',
  },
  logStartedOver: {
    what: '{partition}：末端为 {previousLogEndOffset} 的整份日志被丢弃，从 {offset} 重新开始。',
    why: 'Leader 的日志起点高于这里的末端，中间的记录已被删除。日志不能有洞，只能重来。',
  },
  fetchOutOfRange: {
    what: '{partition}：broker {leader} 没有位移 {fetchOffset}。',
    why: 'Follower 先问 leader 的日志从哪里开始、到哪里结束，再截断自己的日志或重新开始。',
  },
  fetchDelayed: {
    what: '{partition}：向 broker {leader} 的拉取等待 {backoffMillis} ms：{error}。',
    why: '这个错误可能会过去，比如 leader 还不知道自己的角色。过了 replica.fetch.backoff.ms 再试。',
  },
  fetchGivenUp: {
    what: '{partition}：在任期 {leaderEpoch} 向 broker {leader} 的拉取停止了：{error}。',
    why: '这个分区先放在一边，直到元数据给出新的领导者任期。其他分区照常进行。',
  },
} as const satisfies EventTexts;
