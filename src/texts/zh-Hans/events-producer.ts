import type { EventTexts } from '../types.ts';

/** 生产者做了什么。 */
export const producerEvents = {
  recordSent: {
    what: '{count}条记录进入{partition}的批次等待。',
    why: 'send()只把记录放进批次。批次装满或linger.ms到期后才发出。',
  },
  sendBlocked: {
    what: '向{topic}的send()在等待{reason}。缓冲内存剩余{availableBytes}字节。',
    why: '没有该主题的元数据，或buffer.memory已用完时，调用者最多停住max.block.ms。',
  },
  batchSent: {
    what: '{partition}的一个批次发往broker {leader}：{count}条，{sizeBytes}字节，起始序号{baseSequence}。',
    why: '未应答请求少于max.in.flight时，发送线程从该broker领导的每个分区各取一个批次。',
  },
  batchAcknowledged: {
    what: '{partition}的{count}条记录已确认，从位移{baseOffset}起；批次建立后{waitedMillis} ms。',
    why: '回调现在运行。只保证acks所要求的：全部同步副本、仅领导者，或什么都不保证。',
  },
  batchRetried: {
    what: '{partition}的批次放回队列重发：{error}。第{attempt}次尝试失败。',
    why: '这个错误可能会消失。broker也许已经有了这个批次：只有幂等能挡住第二份。',
  },
  batchSplit: {
    what: '{partition}的批次（{count}条）对broker来说太大，拆成{parts}个继续发送。',
    why: '多条记录遇到MESSAGE_TOO_LARGE时拆分批次。单条记录太大则失败。',
  },
  batchExpired: {
    what: '{partition}的批次在{waitedMillis} ms后过期：{count}条记录。',
    why: 'delivery.timeout.ms从批次的第一条记录算起。已在途中的批次仍可能已被写入。',
  },
  sendFailed: {
    what: '{partition}的{count}条记录失败：{exception}。{message}',
    why: '回调得到这个异常。忽略它的程序会不知不觉丢失记录。',
  },
  producerIdAssigned: {
    what: '生产者得到id {producerId}，任期{producerEpoch}。',
    why: '凭它和每个批次的序号，broker能认出已有的批次。它只在这个生产者存活期间有效。',
  },
  producerEpochBumped: {
    what: '生产者把任期升到{producerEpoch}，序号重新从0开始。',
    why: '一个批次彻底失败，它的序号不会再来。新任期让后面的批次通过（KIP-360）。',
  },
  flushReturned: {
    what: 'flush()返回：当时等待的都有了结果。',
    why: 'flush让所有批次立即发出，不等linger.ms。结果也可能是异常。',
  },
  producerClosed: {
    what: '生产者已关闭。存活期间{failedCount}条记录失败。',
    why: 'close()会发完等待的记录。不调用它就结束的进程会丢失缓冲内容，回调也不会运行。',
  },
} as const satisfies EventTexts;
