import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { useWords } from '../words.ts';
import type { PresenterActs } from './acts.ts';
import { NotesSheet } from './NotesSheet.tsx';
import { usePresentation, usePresented } from './presentation.ts';
import { usePresenterKeys } from './use-keys.ts';

/** One name: opening the notes again finds the window that is there. */
const windowName = 'kafkascope-notes';

/**
 * The notes: in a second window of the same origin, which draws the same state as this one, or, where the browser opens none, in a drawer.
 */
export function NotesPlace({ acts }: { readonly acts: PresenterActs }): ReactElement | null {
  const { store, p } = usePresentation();
  const { language } = useWords();
  const place = usePresented((state) => state.notes);
  const page = useNotesWindow(place === 'window');
  usePresenterKeys(acts, page);
  useEffect(() => {
    if (page === null) return;
    page.documentElement.lang = language;
    page.title = `${p('notes')} · Kafkascope`;
  }, [page, language, p]);
  const close = (): void => {
    store.setState({ notes: 'closed' });
  };
  if (place === 'drawer')
    return (
      <aside className="presenter-drawer" aria-label={p('notes')}>
        <NotesSheet acts={acts} isDrawer close={close} />
      </aside>
    );
  if (place !== 'window' || page === null) return null;
  return createPortal(
    <main className="presenter-notes">
      <NotesSheet acts={acts} isDrawer={false} close={close} />
    </main>,
    page.body,
  );
}

/** The document of the second window while it is wanted and open. */
function useNotesWindow(isWanted: boolean): Document | null {
  const { store } = usePresentation();
  const [page, setPage] = useState<Document | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    const opened = window.open('', windowName, 'popup,width=760,height=860');
    if (opened === null) {
      store.setState({ notes: 'drawer' });
      return undefined;
    }
    const { document: own } = opened;
    own.body.replaceChildren();
    dress(own);
    setPage(own);
    opened.focus();
    const onGone = (): void => {
      store.setState({ notes: 'closed' });
    };
    const leave = (): void => {
      opened.close();
    };
    opened.addEventListener('pagehide', onGone);
    window.addEventListener('pagehide', leave);
    return () => {
      opened.removeEventListener('pagehide', onGone);
      window.removeEventListener('pagehide', leave);
      setPage(null);
      opened.close();
    };
  }, [isWanted, store]);
  return page;
}

/** The second window wears what this one wears. Notes are read close by: never in the projector's sizes. */
function dress(page: Document): void {
  page.head.replaceChildren();
  const theme = document.documentElement.dataset['theme'];
  if (theme === 'dark' || theme === 'contrast') page.documentElement.dataset['theme'] = theme;
  else delete page.documentElement.dataset['theme'];
  for (const sheet of document.querySelectorAll<HTMLElement>('link[rel="stylesheet"], style')) {
    const copy = page.importNode(sheet, true);
    if (copy instanceof HTMLLinkElement || sheet instanceof HTMLLinkElement) copy.setAttribute('href', (sheet as HTMLLinkElement).href);
    page.head.append(copy);
  }
}
