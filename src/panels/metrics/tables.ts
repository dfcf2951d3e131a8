/** The view's own access to its rows. */
import { tableHooks } from '../../app/context.ts';
import type { MetricsTables } from './rows.ts';

const hooks = tableHooks<MetricsTables>();

/** All rows of a table. */
export const useRows = hooks.useRows;
