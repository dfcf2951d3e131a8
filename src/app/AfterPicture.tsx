import type { ReactElement, ReactNode } from 'react';
import { FramesContext, useApp } from './context.ts';
import { followingFrames } from './following-frames.ts';

/** What is in here shows the newest frame once the picture of it is painted: a click must not wait for lists and words. */
export function AfterPicture({ children }: { readonly children: ReactNode }): ReactElement {
  const { frames } = useApp();
  return <FramesContext value={followingFrames(frames)}>{children}</FramesContext>;
}
