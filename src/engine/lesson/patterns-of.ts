import type { EventPattern, LessonPredicate, LessonValue } from '../../contract/lesson.ts';

/** Every pattern that a claim counts over the whole lesson: to be followed from the beginning, so that a rewind takes nothing away. */
export function eventPatternsOf(claim: LessonPredicate): readonly EventPattern[] {
  if ('all' in claim) return claim.all.flatMap(eventPatternsOf);
  if ('any' in claim) return claim.any.flatMap(eventPatternsOf);
  if ('not' in claim) return eventPatternsOf(claim.not);
  if ('cmp' in claim) return [...patternsOfValue(claim.l), ...patternsOfValue(claim.r)];
  if ('event' in claim) return claim.since === 'lesson' ? [claim.event] : [];
  if ('eventually' in claim) return eventPatternsOf(claim.eventually);
  if ('always' in claim) return eventPatternsOf(claim.always);
  return 'held' in claim ? eventPatternsOf(claim.held) : [];
}

function patternsOfValue(value: LessonValue): readonly EventPattern[] {
  if (typeof value !== 'object') return [];
  if ('count' in value) return value.since === 'lesson' ? [value.count] : [];
  return 'f' in value ? value.a.flatMap(patternsOfValue) : [];
}
