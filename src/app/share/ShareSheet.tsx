import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { ExposureSpec, Scenario } from '../../contract/scenario.ts';
import { Sheet } from '../../design/Sheet.tsx';
import { useApp, useSession } from '../context.ts';
import { OpenFields } from '../OpenFields.tsx';
import { PictureFields } from '../PictureFields.tsx';
import { useWords } from '../words.ts';
import { linkOf } from './addresses.ts';
import { ExposureFields } from './ExposureFields.tsx';
import { Ways } from './Ways.tsx';
import type { Made } from './Ways.tsx';

const kinds = ['with-actions', 'frozen', 'start'] as const;
type ShareKind = (typeof kinds)[number];

/** Share: what is handed out, in which form and how large, and what its readers may do; and opening what somebody sent. */
export function ShareSheet({ close }: { readonly close: () => void }): ReactElement {
  const { t } = useWords();
  const given = useSession((state) => state.exposes);
  const [kind, setKind] = useState<ShareKind>('with-actions');
  const [exposes, setExposes] = useState<ExposureSpec | null>(given);
  const made = useMade(kind, exposes);
  return (
    <Sheet name={t('share.title')} title={t('share.title')} closeName={t('close')} close={close} className="share-sheet">
      <fieldset className="choice share-kinds">
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
            />
            <span>
              {t(`share.${candidate}`)} <span className="small ink-3">{t(`share.${candidate}-about`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Ways made={made} />
      <ExposureFields exposes={exposes} change={setExposes} />
      <div className="sheet-rule" />
      <PictureFields />
      <div className="sheet-rule" />
      <h3>{t('share.open-title')}</h3>
      <OpenFields close={close} />
    </Sheet>
  );
}

function useMade(kind: ShareKind, exposes: ExposureSpec | null): Made | null {
  const { client, services } = useApp();
  const [made, setMade] = useState<Made | null>(null);
  useEffect(() => {
    let isWanted = true;
    void Promise.all([client.share(kind), services.loadCodec()]).then(([shared, codec]) => {
      if (!isWanted) return;
      const { exposes: _before, ...rest } = shared;
      const scenario: Scenario = exposes === null ? rest : { ...rest, exposes };
      const fragment = codec.encodeLink(scenario);
      setMade({
        scenario,
        fragment,
        link: linkOf(fragment, window.location.href),
        file: codec.writeScenario(scenario),
        fileNameOf: (name) => codec.fileNameOf(name),
      });
    });
    return () => {
      isWanted = false;
    };
  }, [kind, exposes, client, services]);
  return made;
}
