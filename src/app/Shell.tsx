import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { AfterPicture } from './AfterPicture.tsx';
import { useApp, useFrame, useSession } from './context.ts';
import { Describer } from './Describer.tsx';
import { useDrop } from './drop.ts';
import { FirstVisit } from './FirstVisit.tsx';
import { Hint } from './Hint.tsx';
import { useKeys } from './keys.ts';
import {
  AuthorPane,
  BackToWriting,
  BuildSheet,
  Drawer,
  KeysSheet,
  LessonBar,
  HandoutPage,
  LessonsPage,
  LessonWork,
  MapPage,
  PresenterShell,
  ProblemPage,
  ShareSheet,
  SimplifiedSheet,
  WhyCallout,
} from './late-parts.ts';
import { LiveRegion } from './LiveRegion.tsx';
import { Loading } from './Loading.tsx';
import { LossNotice } from './LossNotice.tsx';
import { NextThing } from './NextThing.tsx';
import { NoticeLines } from './NoticeLines.tsx';
import { PhoneTabs } from './PhoneTabs.tsx';
import { Rail } from './Rail.tsx';
import { useWindowWidth } from './size.ts';
import { ShownPanel, StageMenu } from './ShownPanel.tsx';
import { TopBar } from './TopBar.tsx';
import { Transport } from './Transport.tsx';
import { useWords } from './words.ts';

/** The page's regions: bar above, stage, rail at the right, transport below. Each width has a layout of its own. */
export function Shell(): ReactElement {
  const { t, title } = useWords();
  const width = useWindowWidth();
  const trouble = useSession((state) => state.trouble);
  const visit = useSession((state) => state.visit);
  const name = useSession((state) => state.title);
  const isKnown = useFrame((state) => state.isKnown);
  const page = useSession((state) => state.page);
  const hasPane = useSession((state) => state.isAuthoring);
  const hasDraft = useSession((state) => state.draft !== null);
  const hasLesson = useSession((state) => state.lesson !== null);
  const isComparing = useSession((state) => state.comparing !== null);
  const isPresenting = useSession((state) => state.isPresenting) && trouble === null && isKnown;
  useKeys(!isPresenting);
  useDrop();
  useEffect(() => {
    document.title = name === '' ? 'Kafkascope' : `${title(name)} · Kafkascope`;
  }, [name, title]);
  const isPhone = width < 768;
  const isVisit = visit === 'first' && trouble === null && isKnown && !isPhone;
  if (page === 'handout' && trouble === null) return <HandoutPage />;
  if (page !== 'stage' && trouble === null) return page === 'map' ? <MapPage /> : <LessonsPage />;
  if (isPresenting && page === 'stage') return <PresenterShell />;
  const inLesson = hasLesson && trouble === null;
  const isAuthoring = hasPane && !inLesson && !isPhone && trouble === null;
  const hasProblem = trouble !== null && trouble.kind !== 'engine';
  // Until a lesson's own bar is there, its page shows no other.
  const isForLesson = !isKnown && trouble === null && new URLSearchParams(window.location.search).has('lesson');
  const state = [
    isVisit ? 'is-visit' : '',
    inLesson ? 'is-lesson' : '',
    hasProblem ? 'has-problem' : '',
    isAuthoring ? 'is-authoring' : '',
    isComparing ? 'is-comparing' : '',
  ].join(' ');
  return (
    <div className={`shell ${state}`}>
      <a className="skip" href="#stage">
        {t('shell.skip')}
      </a>
      {inLesson ? (
        <LessonBar isPhone={isPhone} />
      ) : (
        <TopBar isQuiet={isVisit || hasProblem || isForLesson} isVisit={isVisit} isPhone={isPhone} />
      )}
      <NoticeLines />
      {inLesson && hasDraft ? <BackToWriting /> : null}
      {trouble !== null && trouble.kind !== 'engine' ? (
        <ProblemPage trouble={trouble} />
      ) : !isKnown ? (
        <Loading />
      ) : isVisit ? (
        <FirstVisit />
      ) : (
        <Work isPhone={isPhone} width={width} />
      )}
      <Sheets />
      <AfterPicture>
        <Describer />
        <LiveRegion />
      </AfterPicture>
    </div>
  );
}

function Work({ isPhone, width }: { readonly isPhone: boolean; readonly width: number }): ReactElement {
  const { t } = useWords();
  const { session } = useApp();
  const isAuthoring = useSession((state) => state.isAuthoring);
  const tab = useSession((state) => state.phoneTab);
  const isAsking = useSession((state) => state.why !== null);
  const hasStage = !isPhone || tab === 'picture';
  const hasLesson = useSession((state) => state.lesson !== null);
  if (hasLesson)
    return (
      <>
        <LessonWork isPhone={isPhone}>
          <ShownPanel />
        </LessonWork>
        <Transport isPhone={isPhone} />
      </>
    );
  return (
    <>
      {isPhone ? <PhoneTabs /> : null}
      <main id="stage" className="stage" tabIndex={-1} aria-label={t('shell.stage')}>
        <div className="stage-room">{hasStage ? <ShownPanel /> : <Rail part={tab === 'events' ? 'events' : 'details'} />}</div>
        <AfterPicture>
          {isPhone && hasStage ? (
            <LossNotice>
              <NextThing />
            </LossNotice>
          ) : (
            <NextThing />
          )}
        </AfterPicture>
        {isAsking ? <WhyCallout /> : null}
      </main>
      {isAuthoring && !isPhone ? (
        <AuthorPane
          close={() => {
            session.setState({ isAuthoring: false });
          }}
        />
      ) : width >= 1280 ? (
        <Rail part="both" />
      ) : isPhone ? null : (
        <Drawer />
      )}
      <Transport isPhone={isPhone} />
      <Hint />
    </>
  );
}

function Sheets(): ReactElement {
  const { session } = useApp();
  const sheet = useSession((state) => state.sheet);
  const close = (): void => {
    session.setState({ sheet: null });
  };
  return (
    <>
      <StageMenu />
      {sheet === 'share' ? <ShareSheet close={close} /> : null}
      {sheet === 'build' ? <BuildSheet close={close} /> : null}
      {sheet === 'keys' ? <KeysSheet close={close} /> : null}
      {sheet === 'simplified' ? <SimplifiedSheet close={close} /> : null}
    </>
  );
}
