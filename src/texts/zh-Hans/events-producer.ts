import type { EventTexts } from '../types.ts';

/** 生产者做了什么。 */
export const producerEvents = {
  recordSent: {
    what: '{who}把{count}条记录放进{partition}的批次。',
    why: 'send()只是把记录放进批次。批次装满或linger.ms到期后才发出。',
  },
  sendBlocked: {
    what: '发往{topic}的send()在等待{reason}。',
    why: '没有该主题的元数据，或buffer.memory已用完时，调用者最多停住max.block.ms。',
  },
  batchSent: {
    what: '{who}把{partition}的{count}条记录发给Broker {leader}{baseSequence?，序号从{baseSequence}起}。',
    why: '发送线程从该Broker领导的每个分区各取一个批次，未答复的请求不超过max.in.flight.requests.per.connection个。',
  },
  batchAcknowledged: {
    what: '{partition}：{count}条记录{baseOffset?已确认，从位移{baseOffset}起}{baseOffset!已发出，不等确认}，用时{waitedMillis} ms。',
    why: '回调现在运行。它只保证acks所要求的：全部同步副本、仅领导者，或什么都不保证。',
  },
  batchRetried: {
    what: '{partition}：{who}将重发一个批次，第{attempt}次失败：{error}{errorWords?（{errorWords}）}。',
    why: '这个错误可能会消失。Broker也许已经有了这个批次：只有幂等能挡住第二份。',
  },
  batchSplit: {
    what: '{partition}：{count}条记录的批次太大，拆成{parts}个。',
    why: '多条记录遇到MESSAGE_TOO_LARGE时拆分批次。单条记录太大则失败。',
  },
  batchExpired: {
    what: '{partition}：{count}条记录等了{waitedMillis} ms后放弃。',
    why: 'delivery.timeout.ms从批次的第一条记录算起。{wasSent?这个批次已经发出，仍可能已写入日志。}',
  },
  sendFailed: {
    what: '{partition}：{count}条记录失败，异常是{exception}。',
    why: '异常交给了回调，不理会它的程序不会察觉。Kafka的说法：{message}',
  },
  producerIdAssigned: {
    what: '{who}得到生产者id {producerId}，epoch {producerEpoch}。',
    why: '凭id和序号，Broker能认出已有的批次。两者只在这个生产者存活期间有效。',
  },
  producerEpochBumped: {
    what: '{who}把epoch升到{producerEpoch}，序号重新从0开始。',
    why: '一个批次彻底失败，它的序号不会再来。新的epoch让后面的批次通过（KIP-360）。',
  },
  flushReturned: {
    what: '{who}的flush()返回：当时等待的都有了结果。',
    why: 'flush让所有批次立即发出，不等linger.ms。结果也可能是异常。',
  },
  producerClosed: {
    what: '{who}已关闭，存活期间{failedCount}条记录失败。',
    why: 'close()会发完等待的记录。不调用它就结束的进程会丢掉缓冲内容，回调也不会运行。',
  },
  interceptorCalled: {
    what: '{who}调用拦截器{interceptor}的{call}{isFailing?，它抛出异常}。',
    why: '拦截器按interceptor.classes的顺序调用。它抛出的异常只记入日志，记录照原样继续。',
  },
} as const satisfies EventTexts;
