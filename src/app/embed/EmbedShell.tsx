import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useApp, useFrame, useSession } from '../context.ts';
import { Describer } from '../Describer.tsx';
import { useKeys } from '../keys.ts';
import { ProblemPage, ShareSheet, WhyCallout } from '../late-parts.ts';
import { LiveRegion } from '../LiveRegion.tsx';
import { Loading } from '../Loading.tsx';
import { NoticeLines } from '../NoticeLines.tsx';
import { homeAddress } from '../share/addresses.ts';
import { ShownPanel, StageMenu } from '../ShownPanel.tsx';
import { useWindowWidth } from '../size.ts';
import { Transport } from '../Transport.tsx';
import { Views } from '../Views.tsx';
import { useWords } from '../words.ts';
import { Wordmark } from '../Wordmark.tsx';

/** Frames narrower than this get the transport of a phone. */
const narrowWidth = 900;

/** The page inside a frame: what is open, its views, the stage, the transport, and the way to the whole page. */
export function EmbedShell(): ReactElement {
  const { session } = useApp();
  const { t, title } = useWords();
  const trouble = useSession((state) => state.trouble);
  const sheet = useSession((state) => state.sheet);
  const isAsking = useSession((state) => state.why !== null);
  const name = useSession((state) => state.title);
  const isKnown = useFrame((state) => state.isKnown);
  const isNarrow = useWindowWidth() < narrowWidth;
  const isRefused = trouble !== null && trouble.kind !== 'engine';
  useKeys(true);
  useEffect(() => {
    document.title = name === '' ? 'Kafkascope' : `${title(name)} · Kafkascope`;
  }, [name, title]);
  return (
    <div className={`shell is-embed ${isRefused ? 'has-problem' : ''}`}>
      <header className="bar">
        <Wordmark hasWord={false} />
        <span className="scenario-title">{name === '' ? 'Kafkascope' : title(name)}</span>
        {isRefused ? null : (
          <span className="embed-views">
            <Views />
          </span>
        )}
        <span className="grow" />
        <WholePageLink />
      </header>
      <NoticeLines />
      {isRefused ? (
        <ProblemPage trouble={trouble} />
      ) : isKnown ? (
        <>
          <main id="stage" className="stage" tabIndex={-1} aria-label={t('shell.stage')}>
            <div className="stage-room">
              <ShownPanel />
            </div>
            {isAsking ? <WhyCallout /> : null}
          </main>
          <Transport isPhone={isNarrow} />
        </>
      ) : (
        <Loading />
      )}
      <StageMenu />
      {sheet === 'share' ? (
        <ShareSheet
          close={() => {
            session.setState({ sheet: null });
          }}
        />
      ) : null}
      <Describer />
      <LiveRegion />
    </div>
  );
}

/** The same in a page of its own, as it stands now: the link is made when somebody reaches for it. */
function WholePageLink(): ReactElement {
  const { client, services } = useApp();
  const { t } = useWords();
  const isKnown = useFrame((state) => state.isKnown);
  const given = homeAddress(window.location.href) + window.location.hash;
  const [href, setHref] = useState(given);
  const refresh = (): void => {
    if (!isKnown) return;
    void Promise.all([client.share('frozen'), services.loadCodec()]).then(([scenario, codec]) => {
      setHref(`${homeAddress(window.location.href)}#${codec.encodeLink(scenario)}`);
    });
  };
  return (
    <a className="open-whole" href={href} target="_blank" rel="noopener" onPointerEnter={refresh} onFocus={refresh}>
      {t('embed.whole')}
    </a>
  );
}
