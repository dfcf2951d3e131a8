import { LazyMotion, MotionConfig } from 'framer-motion';
import type { ReactElement, ReactNode } from 'react';

/** Tool motion for everything inside: its code arrives after the page stands, and someone who wants less motion gets cuts. */
export function ToolMotion({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <LazyMotion features={() => import('./motion-features.ts').then((module) => module.motionFeatures)} strict>
      <MotionConfig reducedMotion="user">{children}</MotionConfig>
    </LazyMotion>
  );
}
