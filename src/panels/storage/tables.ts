/** The view's own access to its rows. */
import { tableHooks } from '../../app/context.ts';
import type { StorageTables } from './rows.ts';

const hooks = tableHooks<StorageTables>();

/** All rows of a table. */
export const useRows = hooks.useRows;
/** Rows outside of React. */
export const rowsOf = hooks.rowsOf;
