import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../design/Button.tsx';
import { printSeconds } from '../texts/format.ts';
import { useFrame, useSession } from './context.ts';
import { FilmField } from './picture/FilmField.tsx';
import { useWords } from './words.ts';

/** The view that is shown as a picture: vectors to print and to write on, pixels to paste, a film to show. */
export function PictureFields(): ReactElement {
  const { t, title, code } = useWords();
  const panel = useSession((state) => state.panel);
  const name = useSession((state) => state.title);
  const [isFailed, setFailed] = useState(false);
  const view = code('panel', panel);
  const micros = useFrame((state) => state.at.micros);
  const captionAt = (at: number): string => t('picture.caption', { title: title(name), view, time: printSeconds(at) });
  const file = `kafkascope-${panel}-${printSeconds(micros).replace('.', '-')}s`;
  const save = (kind: 'svg' | 'png'): void => {
    setFailed(false);
    import('./picture/save-picture.ts')
      .then(({ savePicture }) => savePicture(kind, file, captionAt(micros)))
      .catch(() => {
        setFailed(true);
      });
  };
  return (
    <>
      <h3>{t('picture.title', { view })}</h3>
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
      <FilmField name={file} captionAt={captionAt} />
      {isFailed ? (
        <p className="problem" role="alert">
          {t('picture.failed')}
        </p>
      ) : null}
    </>
  );
}
