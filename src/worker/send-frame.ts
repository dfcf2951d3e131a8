import type { Frame, SentFrame } from '../contract/engine-api.ts';

/** A frame as it travels to the page. */
export function sendFrame({ patches, ...rest }: Frame): SentFrame {
  return { ...rest, patchesJson: patches.length === 0 ? '' : JSON.stringify(patches) };
}
