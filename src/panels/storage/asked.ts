import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';
import { beginning } from './beginning.ts';
import type { Choice } from './beginning.ts';

/** What of the person's choices the engine must know, and what the window adds. */
export interface StorageAsked extends Pick<Choice, 'source' | 'broker' | 'segment' | 'batch' | 'byte' | 'ask' | 'value' | 'page' | 'part'> {
  readonly focus: string | null;
  readonly windowCount: number;
}

/** What the Storage view asks the engine for. */
export function asked(choice: StorageAsked): ViewSpec {
  const { source, focus, broker, segment, batch, byte, windowCount, ask, value, page, part } = choice;
  return {
    projections: [
      { name: 'storage', query: { source, focus, broker, segment, batch, byte, windowCount, ask, value, page, part } },
      { name: 'cluster', query: { focus, cellCount: 11 } },
    ],
  };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = {
  spec: (focus) => asked({ ...beginning, focus, windowCount: 5 }),
  count: { key: 'windowCount', from: 5, to: 60 },
};
