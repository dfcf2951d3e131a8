import { defineEvent, defineRow } from './event.ts';

/** A request or response leaves its sender. Trigger of all that its receiver does about it. */
export const messageSent = defineRow({
  name: 'messageSent',
  level: 'detail',
  fields: { to: 'node', api: 'name', isRequest: 'flag', dueMicros: 'micros', correlation: 'count' },
  source: 'NetworkClient, RequestChannel',
});

/** A message that never arrived: its connection broke, its receiver was gone, or somebody dropped it. */
export const messageLost = defineEvent({
  name: 'messageLost',
  level: 'detail',
  fields: { to: 'node', api: 'name', isRequest: 'flag', correlation: 'count' },
  source: 'NetworkClient.processDisconnection',
  interest: 1,
});

/** A process learns that a connection is gone. */
export const connectionBroken = defineEvent({
  name: 'connectionBroken',
  level: 'detail',
  fields: { peer: 'node' },
  source: 'NetworkClient.processDisconnection',
});

/** A process ends without warning; the machine and its page cache live on. */
export const processCrashed = defineEvent({
  name: 'processCrashed',
  level: 'milestone',
  fields: {},
  source: 'SIGKILL',
  interest: 3,
});

/** A machine loses its power: what was not on disk is gone. */
export const powerLost = defineEvent({
  name: 'powerLost',
  level: 'milestone',
  fields: {},
  source: 'LogManager (log.flush.interval.messages, recovery point)',
  interest: 3,
});

export const processStarted = defineEvent({
  name: 'processStarted',
  level: 'milestone',
  fields: {},
  source: 'KafkaRaftServer.startup',
  interest: 1,
});
export const processPaused = defineEvent({ name: 'processPaused', level: 'milestone', fields: {}, source: 'SIGSTOP', interest: 3 });
export const processResumed = defineEvent({ name: 'processResumed', level: 'milestone', fields: {}, source: 'SIGCONT', interest: 3 });
export const linkCut = defineEvent({
  name: 'linkCut',
  level: 'milestone',
  fields: { from: 'node', to: 'node' },
  source: 'network',
  interest: 3,
});
export const linkHealed = defineEvent({
  name: 'linkHealed',
  level: 'milestone',
  fields: { from: 'node', to: 'node' },
  source: 'network',
  interest: 2,
});
export const linkSlowed = defineEvent({
  name: 'linkSlowed',
  level: 'milestone',
  fields: { from: 'node', to: 'node', extraLatencyMicros: 'micros', lossPerThousand: 'count' },
  source: 'network',
  interest: 2,
});
export const messageHeld = defineEvent({
  name: 'messageHeld',
  level: 'milestone',
  fields: { to: 'node', api: 'name', correlation: 'count' },
  source: 'network',
  interest: 2,
});

/** Something from outside: what a person did, or what the scenario says. Root of every chain of causes. */
export const commandGiven = defineEvent({
  name: 'commandGiven',
  level: 'milestone',
  fields: { command: 'name', target: 'name', detail: 'name' },
  source: 'you',
  interest: 3,
});

export const kernelEvents = [
  messageSent,
  messageLost,
  connectionBroken,
  processCrashed,
  powerLost,
  processStarted,
  processPaused,
  processResumed,
  linkCut,
  linkHealed,
  linkSlowed,
  messageHeld,
  commandGiven,
] as const;
