import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../design/Button.tsx';
import { printSeconds } from '../texts/format.ts';
import { useApp, useSession } from './context.ts';
import { useWords } from './words.ts';

/** The view that is shown as a picture: vectors to print and to write on, or pixels to paste. */
export function PictureFields(): ReactElement {
  const { frames } = useApp();
  const { t, title, code } = useWords();
  const panel = useSession((state) => state.panel);
  const name = useSession((state) => state.title);
  const [isFailed, setFailed] = useState(false);
  const save = (kind: 'svg' | 'png'): void => {
    const view = code('panel', panel);
    const time = printSeconds(frames.getState().at.micros);
    const caption = t('picture.caption', { title: title(name), view, time });
    const file = `kafkascope-${panel}-${time.replace('.', '-')}s`;
    setFailed(false);
    import('./picture/save-picture.ts')
      .then(({ savePicture }) => savePicture(kind, file, caption))
      .catch(() => {
        setFailed(true);
      });
  };
  return (
    <>
      <h3>{t('picture.title', { view: code('panel', panel) })}</h3>
      <p className="sheet-buttons">
        <Button
          icon="download"
          onClick={() => {
            save('svg');
          }}
        >
          {t('picture.svg')}
        </Button>
        <Button
          icon="download"
          onClick={() => {
            save('png');
          }}
        >
          {t('picture.png')}
        </Button>
      </p>
      {isFailed ? (
        <p className="problem" role="alert">
          {t('picture.failed')}
        </p>
      ) : null}
    </>
  );
}
