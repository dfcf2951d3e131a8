/** Which mark an event gets in log and timeline, by the kind of thing that it says. */
import type { EventRow } from '../contract/engine-api.ts';
import type { GlyphName } from '../design/Glyph.tsx';

const byName: Readonly<Record<string, GlyphName>> = {
  commandGiven: 'you',
  becameLeader: 'leader',
  leaderElected: 'leader',
  leaderChanged: 'leader',
  partitionOffline: 'ended',
  isrShrunk: 'left-isr',
  isrShrinkRequested: 'left-isr',
  isrShrinkRequestedNeverFetched: 'left-isr',
  followerFellBehind: 'left-isr',
  isrExpanded: 'joined-isr',
  isrExpandRequested: 'joined-isr',
  brokerFenced: 'fenced',
  processCrashed: 'ended',
  processStopped: 'ended',
  powerLost: 'ended',
  processStarted: 'started',
  processResumed: 'started',
  recordsLost: 'lost',
  recordsDuplicated: 'error',
  clientAdded: 'started',
  processPaused: 'ended',
  uncleanLeaderElected: 'leader',
  leaderLost: 'ended',
  logTruncated: 'lost',
  logStartedOver: 'lost',
  recordsAppended: 'latest',
  invariantBroken: 'invariant',
  linkCut: 'ended',
  messageLost: 'error',
  connectionBroken: 'error',
};

/** Events of links, one for each direction: the act that made them has its own line. */
const ofLinks: ReadonlySet<string> = new Set(['linkCut', 'linkHealed', 'linkSlowed']);

const byPart: readonly (readonly [RegExp, GlyphName])[] = [
  [/lost/i, 'lost'],
  [/fenced/i, 'fenced'],
  [/(refused|failed|error|timedOut|expired|rejected)/i, 'error'],
  [/elect/i, 'leader'],
  [/(crash|stopp|died)/i, 'ended'],
  [/(start|register|recover|resum|heal)/i, 'started'],
  [/acked|acknowledged/i, 'joined-isr'],
  [/(topic|partition|metadata|config)/i, 'control'],
];

/** The mark of an event. */
export function glyphOf(event: EventRow): GlyphName {
  const cut = event.name === 'logTruncated' ? event.args['lostCount'] : undefined;
  if (cut === 0) return 'plain';
  return byName[event.name] ?? byPart.find(([pattern]) => pattern.test(event.name))?.[1] ?? 'plain';
}

/** Whether an event gets a mark above the timeline: what a person did, and what they will look for. */
export function isTimelineMark(event: EventRow): boolean {
  return event.level === 'milestone' && !ofLinks.has(event.name) && (event.interest >= 2 || event.name === 'commandGiven');
}

/** Whether an event gets a line in the log: a client's process starts with its client, and one line says so; so with links and acts. */
export function isLogged(event: EventRow): boolean {
  return !ofLinks.has(event.name) && !(event.name === 'processStarted' && event.node > 1000 && event.node < 3000);
}

/** Whether an event is about the thing with this id, as far as its arguments say. */
export function isAbout(event: EventRow, kind: string, id: string): boolean {
  const partition = kind === 'replica' ? (id.split('@')[0] ?? id) : id;
  const values = Object.values(event.args);
  if (kind === 'broker')
    return (
      event.node === Number(id) || Object.entries(event.args).some(([name, value]) => event.kinds[name] === 'node' && String(value) === id)
    );
  return values.some((value) => typeof value !== 'object' && String(value) === partition);
}
