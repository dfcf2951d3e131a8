import type { ConsumerProgramSpec, PoisonSpec } from '../../../../../contract/scenario.ts';

/** What a consumer's program does, with everything that a scenario left out. */
export interface ProgramOptions extends Required<Omit<ConsumerProgramSpec, 'poison'>> {
  readonly poison: PoisonSpec | null;
}

/** The options that a scenario's words stand for; `otherwise`: whose work it is when the scenario does not say. */
export function programOptions(spec: ConsumerProgramSpec, otherwise: { readonly application: string }): ProgramOptions {
  return {
    application: spec.application ?? otherwise.application,
    commit: spec.commit ?? 'none',
    commitWhen: spec.commitWhen ?? 'after',
    commitEveryRecords: spec.commitEveryRecords ?? 1,
    commitOffsets: spec.commitOffsets ?? 'position',
    retryAsync: spec.retryAsync ?? 'never',
    retryAsyncMillis: spec.retryAsyncMillis ?? 1000,
    processing: spec.processing ?? 'inline',
    onRevoked: spec.onRevoked ?? 'nothing',
    sink: spec.sink ?? 'plain',
    poison: spec.poison ?? null,
    onException: spec.onException ?? 'close',
  };
}
