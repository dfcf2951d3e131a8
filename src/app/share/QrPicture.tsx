import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { printCount } from '../../texts/format.ts';
import { saveFile } from '../links.ts';
import { useWords } from '../words.ts';
import type { QrCode } from './qr.ts';

type Qr = typeof import('./qr.ts');

/** Modules along a side that a camera still reads from the back of a room, and from a sheet of paper. */
const farModules = 57;
const paperModules = 85;

/** The link as a QR code: always dark on white, whatever the theme, and how far it can be read. */
export function QrPicture({
  link,
  name,
  fileName,
}: {
  readonly link: string;
  readonly name: string;
  readonly fileName: string;
}): ReactElement {
  const { t } = useWords();
  const [qr, setQr] = useState<Qr | null>(null);
  useEffect(() => {
    void import('./qr.ts').then(setQr);
  }, []);
  if (qr === null) return <span />;
  const code = qr.qrOf(link);
  if (code === null) return <p className="small ink-2">{t('share.qr-too-long')}</p>;
  const { moduleCount } = code;
  return (
    <figure className="qr">
      <Picture code={code} name={t('share.qr-name', { name })} />
      <figcaption className="small ink-2">
        {t(moduleCount <= farModules ? 'share.qr-far' : moduleCount <= paperModules ? 'share.qr-paper' : 'share.qr-near', {
          count: printCount(moduleCount),
        })}
        <Button
          icon="download"
          onClick={() => {
            saveFile(`${fileName.replace(/\..*$/, '')}.svg`, qr.qrFile(code), 'image/svg+xml');
          }}
        >
          {t('share.qr-save')}
        </Button>
      </figcaption>
    </figure>
  );
}

function Picture({ code, name }: { readonly code: QrCode; readonly name: string }): ReactElement {
  const side = String(code.sideLength);
  return (
    <svg className="qr-code" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={name} shapeRendering="crispEdges">
      <path className="qr-paper" d={`M0 0h${side}v${side}H0z`} />
      <path className="qr-ink" d={code.path} />
    </svg>
  );
}
