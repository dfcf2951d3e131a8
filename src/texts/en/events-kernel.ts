import type { EventTexts } from '../types.ts';

/** What happens to machines, links and messages, what you did, and the fate of records, in words. `{who}` is the node that it happened to. */
export const kernelEvents = {
  messageSent: {
    what: '{who} sends the {api} {isRequest|request|response} to {to}.',
    why: 'It arrives when the network has carried it. Messages on one connection keep their order.',
  },
  messageLost: {
    what: 'The {api} {isRequest|request|response} from {whom} to {to} is lost.',
    why: 'Its connection broke, or nobody was there to take it. The sender learns of it by a timeout or the broken connection.',
  },
  connectionBroken: {
    what: '{who} loses its connection to {peer}.',
    why: 'Requests without an answer may or may not have arrived: the sender cannot know.',
  },
  processCrashed: {
    what: '{who} dies without a word.',
    why: 'The process has ended; its machine lives on. What it had written is still in the page cache.',
  },
  powerLost: { what: '{who} loses its power.', why: 'What was not yet on disk is gone. Kafka relies on the other replicas, not on flushing.' },
  processStarted: {
    what: '{who} starts.',
    why: 'A broker then reads its logs, registers with the controller, and stays fenced until it has caught up with the metadata.',
  },
  processPaused: { what: '{who} stands still.', why: 'A long garbage collection or a frozen machine looks like this. Others only see silence.' },
  processResumed: { what: '{who} goes on.', why: 'It does not know that time has passed. Its next request tells it what changed.' },
  linkCut: { what: 'Nothing passes from {from} to {to}: the link is cut.', why: 'Both ends live, and neither can tell this from the death of the other.' },
  linkHealed: {
    what: 'The link from {from} to {to} is whole again.',
    why: 'Connections are made anew. Whoever still waits for an answer asks again.',
  },
  linkSlowed: {
    what: 'Messages from {from} to {to} take {extraLatencyMicros} longer.',
    why: 'Messages on one connection keep their order; they only arrive later.',
  },
  messageHeld: { what: 'You hold the {api} on its way to {to}.', why: 'Until you release it, others notice only by their timeouts.' },
  commandGiven: { what: 'You: {act}.', why: 'The chain of causes begins here, with an act from outside.' },
  brokerReady: {
    what: '{who} is ready: {logCount} {logCount|log|logs} open, metadata read up to {metadataOffset}.',
    why: 'It has caught up with the metadata log, and now asks to be unfenced.',
  },
  logRecovered: {
    what: '{who} recovered {partition}: the log ends at {logEndOffset}, before {previousLogEndOffset}.',
    why: 'After an unclean stop the log is read again from its recovery point. The first broken or missing batch ends it.',
  },
  logDirFailed: {
    what: '{who} takes its log directory offline: {error} in {partition}.',
    why: 'An I/O error in one log costs the whole directory. A broker without any directory that works stops.',
  },
  brokerStopped: { what: '{who} stopped cleanly.', why: 'It handed over its leaderships, flushed its logs and wrote its checkpoints first.' },
  adminSucceeded: { what: '{api} for {subject}: done.', why: 'Whoever was asked did it and said so. Other nodes follow as they learn of it.' },
  adminRefused: { what: '{api} for {subject} was refused: {error}{errorWords? ({errorWords})}.', why: 'Kafka’s answer: {message}' },
  clientAdded: { what: 'Client {client} starts.', why: 'It knows only its bootstrap servers and asks one of them for metadata.' },
  clientRemoved: { what: 'Client {client} ends.', why: 'Its program ends at once, without close().' },
  recordsLost: {
    what: '{partition}: {lostCount} acknowledged {lostCount|record is|records are} lost.',
    why: 'No copy is left in the log that counts: the leader’s. acks=all with min.insync.replicas 2 wants a second copy before the ack.',
  },
  recordsDuplicated: {
    what: '{partition}: {duplicateCount} {duplicateCount|record is|records are} in the log twice, again from offset {firstOffset}.',
    why: 'The producer did not learn that its first try had arrived, and sent again. With enable.idempotence the broker recognises it.',
  },
} as const satisfies EventTexts;
