import { useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { Scenario } from '../../contract/scenario.ts';
import { Button } from '../../design/Button.tsx';
import { printCount } from '../../texts/format.ts';
import { useActs } from '../acts.ts';
import { saveFile } from '../links.ts';
import { useWords } from '../words.ts';
import { embedAddress } from './addresses.ts';
import { QrPicture } from './QrPicture.tsx';
import { byteCount, frameSnippet, linkLengthMax, markdownSnippet, quietLength } from './snippets.ts';

/** What is handed out, in every form that is made at once. */
export interface Made {
  readonly scenario: Scenario;
  readonly link: string;
  readonly fragment: string;
  readonly file: string;
  readonly fileNameOf: (title: string) => string;
}

/** The ways of handing it out, each with its size: the link first, as long as it can travel. */
export function Ways({ made }: { readonly made: Made | null }): ReactElement {
  const { t, title } = useWords();
  const [showsQr, setShowsQr] = useState(false);
  const link = made?.link ?? '';
  const name = made === null ? '' : title(made.scenario.title);
  const isFile = link.startsWith('file:');
  const isLong = link.length > linkLengthMax;
  const address = made === null ? null : embedAddress(window.location.href);
  const characters = (text: string): string => t('share.characters', { count: printCount(text.length) });
  const file = made?.file ?? '';
  const frame = address === null || made === null ? '' : frameSnippet(`${address}#${made.fragment}`, name);
  const markdown = made === null ? '' : markdownSnippet(link, name);
  return (
    <div className="ways-out">
      <LinkField link={link} isPrimary={!isLong && !isFile} />
      <p className="small ink-2" role="status">
        {isFile ? t('share.from-file') : isLong ? t('share.too-long') : link.length > quietLength ? t('share.long') : t('share.same')}
      </p>
      <ul className="ways-list">
        <Way name={t('share.qr')} size={showsQr ? '' : t('share.qr-about')}>
          <Button
            aria-expanded={showsQr}
            onClick={() => {
              setShowsQr(!showsQr);
            }}
          >
            {t(showsQr ? 'share.qr-hide' : 'share.qr-show')}
          </Button>
        </Way>
        {showsQr ? (
          <li className="qr-line">
            <QrPicture link={link} name={name} fileName={made?.fileNameOf(name) ?? ''} />
          </li>
        ) : null}
        <Way name={t('share.file')} size={t('share.kilobytes', { count: (byteCount(file) / 1024).toFixed(1) })}>
          <Button
            icon="download"
            kind={isLong || isFile ? 'primary' : 'plain'}
            onClick={() => {
              if (made !== null) saveFile(made.fileNameOf(name), file);
            }}
          >
            {t('share.save')}
          </Button>
        </Way>
        {frame === '' ? null : (
          <Way name={t('share.frame')} size={characters(frame)}>
            <CopyButton text={frame} what={t('share.frame')} />
          </Way>
        )}
        <Way name={t('share.markdown')} size={characters(markdown)}>
          <CopyButton text={markdown} what={t('share.markdown')} />
        </Way>
      </ul>
    </div>
  );
}

function Way({ name, size, children }: { readonly name: string; readonly size: string; readonly children: ReactNode }): ReactElement {
  return (
    <li className="way-out">
      <span className="way-name">{name}</span>
      <span className="small ink-3 way-size">{size}</span>
      {children}
    </li>
  );
}

function LinkField({ link, isPrimary }: { readonly link: string; readonly isPrimary: boolean }): ReactElement {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className="way-out">
        <span className="way-name">{t('share.link')}</span>
        <span className="small ink-3 way-size">{t('share.characters', { count: printCount(link.length) })}</span>
      </div>
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
        <CopyButton text={link} what={t('share.link')} field={field.current} isPrimary={isPrimary} />
      </div>
    </>
  );
}

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for people who listen. */
  readonly what: string;
  readonly field?: HTMLInputElement | null;
  readonly isPrimary?: boolean;
}

function CopyButton({ text, what, field = null, isPrimary = false }: CopyButtonProps): ReactElement {
  const acts = useActs();
  const { t } = useWords();
  const [state, setState] = useState<{ readonly text: string; readonly isDone: boolean } | null>(null);
  const isOfThis = state?.text === text;
  const copy = (): void => {
    void copyText(text, field).then((isDone) => {
      setState({ text, isDone });
      acts.say(t(isDone ? 'share.copied' : 'copy.refused'));
    });
  };
  return (
    <Button kind={isPrimary ? 'primary' : 'plain'} icon="copy" aria-label={t('share.copy-what', { what })} onClick={copy}>
      {!isOfThis ? t('share.copy') : t(state.isDone ? 'share.copied' : 'share.not-copied')}
    </Button>
  );
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
