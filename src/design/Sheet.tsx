import { useEffect, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import * as m from 'framer-motion/m';
import { Icon } from './Icon.tsx';
import { ToolMotion } from './motion.tsx';

interface SheetProps {
  readonly name: string;
  readonly title: ReactNode;
  /** Word on the closing cross. */
  readonly closeName: string;
  readonly close: () => void;
  readonly children: ReactNode;
  readonly className?: string;
  /** Beside the title, at the right: a source. */
  readonly aside?: ReactNode;
}

/** A sheet that floats above the paper without covering what it is about or dimming the rest. Escape closes it and gives the focus back. */
export function Sheet({ name, title, closeName, close, children, className = '', aside }: SheetProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <ToolMotion>
      <m.div
        ref={box}
        className={`sheet floating ${className}`}
        role="dialog"
        aria-label={name}
        tabIndex={-1}
        initial={{ opacity: 0 }}
        animate={{ opacity: 1 }}
        transition={{ duration: 0.16 }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            close();
          }
        }}
      >
        <div className="sheet-head">
          <h2>{title}</h2>
          <span className="grow" />
          {aside}
          <button type="button" className="button bare" aria-label={closeName} title={closeName} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        {children}
      </m.div>
    </ToolMotion>
  );
}
