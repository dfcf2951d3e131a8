/** The view's own access to its rows. */
import { tableHooks } from '../../app/context.ts';
import type { RecordsTables } from './rows.ts';

const hooks = tableHooks<RecordsTables>();

/** All rows of a table. */
export const useRows = hooks.useRows;
