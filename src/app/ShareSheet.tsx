import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { Scenario } from '../contract/scenario.ts';
import { Button } from '../design/Button.tsx';
import { Sheet } from '../design/Sheet.tsx';
import { printCount } from '../texts/format.ts';
import { useActs } from './acts.ts';
import { useApp } from './context.ts';
import { linkOf, saveFile } from './links.ts';
import { OpenFields } from './OpenFields.tsx';
import { PictureFields } from './PictureFields.tsx';
import { useWords } from './words.ts';

const kinds = ['with-actions', 'frozen', 'start'] as const;
type ShareKind = (typeof kinds)[number];

/** Longer links are cut by some chat programs. */
const safeLength = 2000;

interface Made {
  readonly link: string;
  readonly file: string;
  readonly scenario: Scenario;
  readonly fileNameOf: (title: string) => string;
}

/** Share: what the link carries, the link itself with its length, a file; and opening what somebody sent. */
export function ShareSheet({ close }: { readonly close: () => void }): ReactElement {
  const { t } = useWords();
  const [kind, setKind] = useState<ShareKind>('with-actions');
  const made = useMade(kind);
  return (
    <Sheet name={t('share.title')} title={t('share.title')} closeName={t('close')} close={close} className="share-sheet">
      <fieldset className="choice">
        <legend className="spoken">{t('share.what')}</legend>
        {kinds.map((candidate) => (
          <label key={candidate}>
            <input
              type="radio"
              name="share"
              checked={kind === candidate}
              onChange={() => {
                setKind(candidate);
              }}
            />{' '}
            {t(`share.${candidate}`)}
          </label>
        ))}
      </fieldset>
      <LinkLine made={made} />
      <div className="sheet-rule" />
      <PictureFields />
      <div className="sheet-rule" />
      <h3>{t('share.open-title')}</h3>
      <OpenFields close={close} />
    </Sheet>
  );
}

function LinkLine({ made }: { readonly made: Made | null }): ReactElement {
  const acts = useActs();
  const { t, title } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const link = made?.link ?? '';
  const copy = (): void => {
    void copyText(link, field.current).then((isDone) => {
      setCopied(isDone);
      if (isDone) acts.say(t('share.copied'));
    });
  };
  return (
    <>
      <div className="share-line">
        <input
          ref={field}
          className="text-field"
          readOnly
          value={link}
          aria-label={t('share.link')}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
        <Button kind="primary" icon="copy" onClick={copy}>
          {t(isCopied ? 'share.copied' : 'share.copy')}
        </Button>
      </div>
      <p className="small ink-2">
        {link.length > safeLength
          ? t('share.long', { count: printCount(link.length) })
          : t('share.length', { count: printCount(link.length) })}
      </p>
      <Button
        icon="download"
        onClick={() => {
          if (made !== null) saveFile(made.fileNameOf(title(made.scenario.title)), made.file);
        }}
      >
        {t('share.save')}
      </Button>
    </>
  );
}

function useMade(kind: ShareKind): Made | null {
  const { client, services } = useApp();
  const [made, setMade] = useState<Made | null>(null);
  useEffect(() => {
    let isWanted = true;
    void Promise.all([client.share(kind), services.loadCodec()]).then(([scenario, codec]) => {
      if (isWanted)
        setMade({
          scenario,
          fileNameOf: (name) => codec.fileNameOf(name),
          link: linkOf(codec.encodeLink(scenario)),
          file: codec.writeScenario(scenario),
        });
    });
    return () => {
      isWanted = false;
    };
  }, [kind, client, services]);
  return made;
}

/** Copies where the browser lets us; otherwise marks the text, so that the person's own copy key does. */
async function copyText(text: string, field: HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.select();
    return false;
  }
}
