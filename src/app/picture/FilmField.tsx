import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { useApp, useFrame } from '../context.ts';
import { saveBlob } from '../links.ts';
import { useWords } from '../words.ts';

type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'recording'; readonly seconds: number }
  | { readonly kind: 'writing'; readonly share: number }
  | { readonly kind: 'failed' };

/** The run as a short film: plays from here, writes down what the view shows, and comes back. */
export function FilmField({ name, captionAt }: { readonly name: string; readonly captionAt: (micros: number) => string }): ReactElement {
  const { t } = useWords();
  const isLesson = useFrame((state) => state.lesson !== null);
  const { stage, film, stop } = useFilm(name, captionAt);
  const isBusy = stage.kind === 'recording' || stage.kind === 'writing';
  return (
    <>
      <p className="sheet-buttons">
        {isBusy ? (
          <Button onClick={stop}>{t(stage.kind === 'recording' ? 'picture.film-enough' : 'picture.film-drop')}</Button>
        ) : (
          <Button icon="download" locked={isLesson ? t('picture.film-locked') : undefined} onClick={film}>
            {t('picture.film')}
          </Button>
        )}
        <span className="small ink-2">
          {stage.kind === 'recording' ? t('picture.film-recording', { seconds: Math.floor(stage.seconds) }) : null}
          {stage.kind === 'writing' ? t('picture.film-writing', { percent: Math.floor(stage.share * 100) }) : null}
          {isBusy ? null : t('picture.film-about')}
        </span>
      </p>
      {stage.kind === 'failed' ? (
        <p className="problem" role="alert">
          {t('picture.film-impossible')}
        </p>
      ) : null}
    </>
  );
}

function useFilm(
  name: string,
  captionAt: (micros: number) => string,
): { readonly stage: Stage; readonly film: () => void; readonly stop: () => void } {
  const app = useApp();
  const [stage, setStage] = useState<Stage>({ kind: 'idle' });
  const ending = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      ending.current?.abort();
    },
    [],
  );
  const stop = (): void => {
    ending.current?.abort();
  };
  const film = (): void => {
    const make = async (): Promise<void> => {
      const [{ recordFilm }, { writeFilm }] = await Promise.all([import('./record-film.ts'), import('./write-film.ts')]);
      ending.current = new AbortController();
      const onSeconds = (seconds: number): void => {
        setStage({ kind: 'recording', seconds });
      };
      onSeconds(0);
      const pictures = await recordFilm({ app, captionAt, onSeconds, signal: ending.current.signal });
      ending.current = new AbortController();
      const onShare = (share: number): void => {
        setStage({ kind: 'writing', share });
      };
      onShare(0);
      const { signal } = ending.current;
      const written = pictures.length === 0 ? null : await writeFilm(pictures, { onShare, signal });
      if (written !== null) saveBlob(`${name}.${written.extension}`, written.blob);
      setStage({ kind: written === null ? 'failed' : 'idle' });
    };
    make().catch(() => {
      setStage({ kind: ending.current?.signal.aborted === true ? 'idle' : 'failed' });
    });
  };
  return { stage, film, stop };
}
