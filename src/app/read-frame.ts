import type { Frame, RowPatch, SentFrame } from '../contract/engine-api.ts';

/** A frame as the worker sent it, read. */
export function readFrame({ patchesJson, ...rest }: SentFrame): Frame {
  const patches: readonly RowPatch[] = patchesJson === '' ? [] : JSON.parse(patchesJson);
  return { ...rest, patches };
}
