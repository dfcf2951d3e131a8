/** The view's own access to its rows. */
import { tableHooks } from '../../app/context.ts';
import type { OffsetsTables } from './rows.ts';

const hooks = tableHooks<OffsetsTables>();

/** All rows of a table. */
export const useRows = hooks.useRows;
/** Rows outside of React. */
export const rowsOf = hooks.rowsOf;
