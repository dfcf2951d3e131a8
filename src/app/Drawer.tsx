import { AnimatePresence } from 'framer-motion';
import * as m from 'framer-motion/m';
import type { ReactElement } from 'react';
import { Icon } from '../design/Icon.tsx';
import { ToolMotion } from '../design/motion.tsx';
import { useApp, useSession } from './context.ts';
import { Rail } from './Rail.tsx';
import { useWindowWidth } from './size.ts';
import { useWords } from './words.ts';

/** From here on the drawer stands beside the picture and not over its lower half: as in shell.css. */
const besideWidth = 1024;

/** Narrower windows: the rail is a drawer over the right edge, opened by selecting something or by its handle. */
export function Drawer(): ReactElement {
  const { session } = useApp();
  const { t } = useWords();
  const isAsking = useSession((state) => state.why !== null);
  const isBelow = useWindowWidth() < besideWidth;
  // Below, it would lie over the answer to what was asked in it.
  const isOpen = useSession((state) => state.isDrawerOpen) && !(isBelow && isAsking);
  const set = (isDrawerOpen: boolean): void => {
    session.setState({ isDrawerOpen });
  };
  return (
    <>
      {isOpen ? null : (
        <button
          type="button"
          className="drawer-handle"
          onClick={() => {
            set(true);
          }}
        >
          <span>{t('log.title')}</span>
        </button>
      )}
      <ToolMotion>
        <AnimatePresence>
          {isOpen ? (
            <m.div
              key="drawer"
              className="drawer"
              initial={{ opacity: 0, x: 24 }}
              animate={{ opacity: 1, x: 0 }}
              exit={{ opacity: 0, x: 24 }}
              transition={{ duration: 0.28, ease: [0.2, 0.7, 0.2, 1] }}
            >
              <button
                type="button"
                className="button bare drawer-close"
                aria-label={t('close')}
                onClick={() => {
                  set(false);
                }}
              >
                <Icon name="close" />
              </button>
              <Rail part="both" />
            </m.div>
          ) : null}
        </AnimatePresence>
      </ToolMotion>
    </>
  );
}
