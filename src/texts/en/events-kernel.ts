import type { EventTexts } from '../types.ts';

/** What happens to machines, links and messages, what you did, and the fate of records, in words. `{who}` is the node that it happened to. */
export const kernelEvents = {
  messageSent: { what: '{who} sent a message ({api}) to {to}.', why: 'It arrives when the network has carried it: messages between two ends keep their order.' },
  messageLost: { what: 'A message of {who} ({api}) to {to} was lost.', why: 'Its connection broke or its receiver was gone. The sender finds out by a timeout or by the broken connection.' },
  connectionBroken: { what: '{who} lost its connection to {peer}.', why: 'What was sent and not yet answered on it is unknown: it may have arrived.' },
  processCrashed: { what: '{who} stopped without a word.', why: 'The process ended; its machine lives on. What it had written is still in the page cache.' },
  powerLost: { what: '{who} lost its power.', why: 'What was not yet on disk is gone. Kafka relies on other replicas for it, not on flushing.' },
  processStarted: { what: '{who} started.', why: 'A broker reads its logs, registers with the controller, and is fenced until it has caught up with the metadata.' },
  processPaused: { what: '{who} stands still.', why: 'A long garbage collection or a frozen machine looks the same to the others: silence.' },
  processResumed: { what: '{who} goes on.', why: 'It does not know that time has passed. Its next request tells it what changed.' },
  linkCut: { what: 'The link from {from} to {to} is cut.', why: 'Both ends live, and neither can tell this from the death of the other.' },
  linkHealed: { what: 'The link from {from} to {to} is whole again.', why: 'Connections are made anew; what was lost before is sent again by those who still wait.' },
  linkSlowed: { what: 'The link from {from} to {to} is {extraLatencyMicros} slower.', why: 'Messages keep their order on a connection; they only take longer.' },
  messageHeld: { what: 'You hold a message ({api}) to {to}.', why: 'Nobody learns of it before you let it go, except by timeouts.' },
  commandGiven: { what: 'You: {act}.', why: 'This is where the chain begins: an act from outside.' },
  brokerReady: { what: '{who} is ready: {logCount} {logCount|log|logs} open, metadata read to {metadataOffset}.', why: 'It has caught up with the metadata log and asks to be unfenced.' },
  logRecovered: { what: '{who} recovered {partition}: its log ends at {logEndOffset}, before {previousLogEndOffset}.', why: 'After an unclean stop everything from the recovery point on is read again; what is broken or missing ends the log.' },
  brokerStopped: { what: '{who} stopped cleanly.', why: 'It had handed over its leaderships, flushed its logs and written its checkpoints.' },
  adminSucceeded: { what: 'Done: {api} {subject}.', why: 'The controller wrote the decision into its log; brokers follow as they read it.' },
  adminRefused: { what: 'Refused: {api} {subject}, {error}.', why: '{message}' },
  clientAdded: { what: 'Client {client} starts.', why: 'It knows only its bootstrap servers and asks one of them for the metadata.' },
  clientRemoved: { what: 'Client {client} ends.', why: 'Its program ends at once, without close().' },
  recordsLost: { what: '{partition}: {lostCount} acknowledged {lostCount|record is|records are} lost.', why: 'Every replica that had {lostCount|it|them} is behind or gone, and the new leader’s log is the truth. acks=all with min.insync.replicas 2 asks for more copies before the ack.' },
  recordsDuplicated: { what: '{partition}: {duplicateCount} {duplicateCount|record was|records were} written again from offset {firstOffset}.', why: 'The producer did not learn that its first try had arrived, and sent again. enable.idempotence lets the broker recognise it.' },
} as const satisfies EventTexts;
