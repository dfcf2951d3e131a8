import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useApp, useSession } from '../context.ts';
import { useLesson } from '../lesson/use-lesson.ts';
import { homeAddress, linkOf } from '../share/addresses.ts';
import type { QrCode } from '../share/qr.ts';
import { usePresentation } from './presentation.ts';

interface PhoneCodeProps {
  readonly isLarge: boolean;
  readonly toggle: () => void;
}

/** The same step on everybody's own screen: a code for cameras, always dark on white, and the lesson's number for those who type. */
export function PhoneCode({ isLarge, toggle }: PhoneCodeProps): ReactElement | null {
  const { p } = usePresentation();
  const open = useLesson();
  const link = useLink();
  const [code, setCode] = useState<QrCode | null | undefined>(undefined);
  useEffect(() => {
    if (link === null) return;
    void import('../share/qr.ts').then(({ qrOf }) => {
      setCode(qrOf(link));
    });
  }, [link]);
  if (link === null || code === undefined) return null;
  const side = String(code?.sideLength ?? 0);
  return (
    <section className="phone-code">
      <h2>{p('phone-title')}</h2>
      {code === null ? (
        <p>{p('phone-too-long')}</p>
      ) : (
        <button type="button" aria-pressed={isLarge} aria-label={p('key-code')} onClick={toggle}>
          <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label={p('code-name')} shapeRendering="crispEdges">
            <path className="qr-paper" d={`M0 0h${side}v${side}H0z`} />
            <path className="qr-ink" d={code.path} />
          </svg>
        </button>
      )}
      {open === null ? null : (
        <p className="code phone-step">
          {open.lesson.id}-{open.view.step}
        </p>
      )}
    </section>
  );
}

/** What the code leads to: the lesson's step, somebody's own lesson, or the scenario from its start. */
function useLink(): string | null {
  const { client, services } = useApp();
  const lesson = useSession((state) => state.lesson);
  const title = useSession((state) => state.title);
  const step = useLesson()?.view.step;
  const [link, setLink] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    const make = async (): Promise<string> => {
      const { href } = window.location;
      if (lesson === null) return linkOf((await services.loadCodec()).encodeLink(await client.share('start')), href);
      if (lesson.file === undefined) return `${homeAddress(href)}?lesson=${lesson.lesson.id}${step === undefined ? '' : `&step=${step}`}`;
      const { encodeLessonLink } = await import('../author/lesson-codec.ts');
      return linkOf(encodeLessonLink(lesson.file), href);
    };
    void make().then((made) => {
      if (isWanted) setLink(made);
    });
    return () => {
      isWanted = false;
    };
  }, [client, services, lesson, title, step]);
  return link;
}
