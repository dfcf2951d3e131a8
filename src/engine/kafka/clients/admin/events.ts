import { defineEvent } from '../../../kernel/event.ts';

/** The controller did what an administrator asked for. */
export const adminSucceeded = defineEvent({
  name: 'adminSucceeded',
  level: 'milestone',
  fields: { api: 'name', subject: 'name' },
  source: 'KafkaAdminClient',
  interest: 1,
});

/** The controller refused what an administrator asked for. */
export const adminRefused = defineEvent({
  name: 'adminRefused',
  level: 'milestone',
  fields: { api: 'name', subject: 'name', error: 'error', message: 'name' },
  source: 'KafkaAdminClient',
});

export const adminEvents = [adminSucceeded, adminRefused] as const;
