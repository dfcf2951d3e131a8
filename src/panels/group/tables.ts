/** The view's own access to its rows, and to the names of all consumers. */
import { tableHooks } from '../../app/context.ts';
import type { GroupTables } from './rows.ts';

const hooks = tableHooks<GroupTables & { readonly consumers: { readonly id: string } }>();

/** All rows of a table. */
export const useRows = hooks.useRows;
/** Rows outside of React. */
export const rowsOf = hooks.rowsOf;
