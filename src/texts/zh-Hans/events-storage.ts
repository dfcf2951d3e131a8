import type { EventTexts } from '../types.ts';

/** 日志文件随时间发生的事。 */
export const storageEvents = {
  segmentRolled: {
    what: '{partition}：新的日志段从{baseOffset}开始，从{previousBaseOffset}开始的那一段已写完，共{previousSizeBytes}字节。',
    why: '只有最后一段接受写入。保留策略和清理线程以整段为单位，从不清理活动段。',
  },
  segmentsDeleted: {
    what: '{partition}：按规则{reason}删除{segmentCount}个日志段，共{sizeBytes}字节，日志现在从{logStartOffset}开始。',
    why: '整段都违反规则并且位于高水位以下才会删除。第一个可以保留的段挡住它后面的所有段。',
  },
  segmentFilesDeleted: {
    what: '{partition}：{fileCount}个.deleted文件从磁盘上消失。',
    why: '被删除的段先改名，让正在读取的一方读完，过了file.delete.delay.ms才真正删除。',
  },
  logCleaned: {
    what: '{partition}：从{firstDirtyOffset}清理到{endOffset}，{sizeBeforeBytes}字节变为{sizeAfterBytes}字节。',
    why: '每个键只留最后一个值，位移不变。触发原因是脏数据比例超过min.cleanable.dirty.ratio，或max.compaction.lag.ms已到。',
  },
  logFlushed: {
    what: '{partition}：已刷盘，恢复点从{previousRecoveryPoint}移到{recoveryPoint}。',
    why: 'flush.ms已到。默认情况下Kafka把刷盘交给操作系统，保护记录的是其他Broker上的副本，不是这块磁盘。',
  },
  bitRotted: {
    what: '{partition}：{who}的磁盘上，位移{offset}处的批次翻转了一位。',
    why: '还没有人读到它。恢复会在这里截断日志，追随者会重新拉取，开启check.crcs的消费者会拒绝这个批次。',
  },
} as const satisfies EventTexts;
