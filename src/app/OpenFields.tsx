import { useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../design/Button.tsx';
import { useApp } from './context.ts';
import { fragmentOf, openFile, openLink } from './links.ts';
import { useWords } from './words.ts';

/** Opening what somebody sent: paste the whole link, or choose the file. */
export function OpenFields({ close }: { readonly close: () => void }): ReactElement {
  const app = useApp();
  const { t } = useWords();
  const [pasted, setPasted] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const open = (text: string): void => {
    if (text.trim() === '') return;
    close();
    void openLink(app, fragmentOf(text));
  };
  return (
    <div className="open-fields">
      <form
        className="share-line"
        onSubmit={(event) => {
          event.preventDefault();
          open(pasted);
        }}
      >
        <input
          className="text-field"
          value={pasted}
          placeholder="https://…/#1.d.…"
          aria-label={t('share.paste')}
          onChange={(event) => {
            setPasted(event.currentTarget.value);
          }}
        />
        <Button
          icon="open"
          onClick={() => {
            open(pasted);
          }}
        >
          {t('share.open-link')}
        </Button>
      </form>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('share.choose-file')}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (chosen === undefined) return;
          close();
          void openFile(app, chosen);
        }}
      />
      <Button
        onClick={() => {
          file.current?.click();
        }}
      >
        {t('share.choose-file')}
      </Button>
    </div>
  );
}
