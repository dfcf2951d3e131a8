/** The view's own access to its rows. */
import { tableHooks } from '../../app/context.ts';
import type { MatrixTables } from './rows.ts';

const hooks = tableHooks<MatrixTables>();

/** All rows of a table. */
export const useRows = hooks.useRows;
