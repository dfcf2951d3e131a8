import { errorByName } from '../engine/kafka/error-details.ts';
import type { Adapter } from './registry.ts';
import { textField } from './support/fields.ts';

/** The table of errors: `input` names one, the answer is all that we say of it. */
export const adapter: Adapter = {
  kind: 'errors',
  answer(input) {
    const details = errorByName(textField(input, 'name'));
    return details === null ? null : { ...details };
  },
};
