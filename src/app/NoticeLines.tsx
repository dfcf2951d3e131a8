import type { ReactElement } from 'react';
import { useApp, useFrame, useSession } from './context.ts';
import { partMissing } from './services.ts';
import { useWords } from './words.ts';
import type { Words } from './words.ts';

/** Lines under the bar about the page itself. They stay as long as they are true, and each says what it means for you. */
export function NoticeLines(): ReactElement | null {
  const { session } = useApp();
  const words = useWords();
  const { t } = words;
  const isSlow = useSession((state) => state.home === 'page');
  const remembers = useSession((state) => state.remembers);
  const trouble = useSession((state) => state.trouble);
  const isEngineChanged = useSession((state) => state.isEngineChanged);
  const refusal = useSession((state) => state.refusal);
  const broken = useSession((state) => state.brokenInvariants);
  return (
    <div className="notices">
      {isSlow ? <Notice name={t('notice.slow')} text={t('notice.slow-text')} /> : null}
      {remembers ? null : <Notice name={t('notice.memory')} text={t('notice.memory-text')} />}
      {isEngineChanged ? <Notice name={t('notice.changed')} text={t('notice.changed-text')} /> : null}
      {trouble?.kind === 'engine' ? <Notice name={t('notice.stopped')} text={whatStopped(words, trouble.detail)} isLoss /> : null}
      {broken === null ? null : (
        <Notice
          name={t(broken.length === 0 ? 'notice.holds' : 'notice.broken')}
          text={broken.length === 0 ? t('notice.holds-text') : broken.map((each) => words.code('broken', each.id, each.params)).join(' ')}
          isLoss={broken.length > 0}
          close={() => {
            session.setState({ brokenInvariants: null });
          }}
        />
      )}
      <UpdateNotice />
      {refusal === null ? null : (
        <Notice
          name={t('notice.refused')}
          text={words.problem(refusal)}
          close={() => {
            session.setState({ refusal: null });
          }}
        />
      )}
    </div>
  );
}

/** A newer page waits. It is said while nothing runs and no lesson is open, and nothing happens until the person says so. */
function UpdateNotice(): ReactElement | null {
  const { session } = useApp();
  const { t } = useWords();
  const takeUpdate = useSession((state) => state.takeUpdate);
  const isRunning = useFrame((state) => state.isRunning);
  const isInLesson = useSession((state) => state.lesson !== null);
  if (takeUpdate === null || isRunning || isInLesson) return null;
  return (
    <Notice
      name={t('update.ready')}
      text={t('update.about')}
      act={{ text: t('update.take'), do: takeUpdate }}
      close={() => {
        session.setState({ takeUpdate: null });
      }}
    />
  );
}

function whatStopped({ t }: Words, detail: string): string {
  return detail.includes(partMissing) ? t('notice.part-missing') : t('notice.stopped-text', { detail });
}

interface NoticeProps {
  readonly name: string;
  readonly text: string;
  readonly isLoss?: boolean;
  readonly act?: { readonly text: string; readonly do: () => void };
  readonly close?: () => void;
}

function Notice({ name, text, isLoss = false, act, close }: NoticeProps): ReactElement {
  const { t } = useWords();
  return (
    <p className="notice" role="status">
      <strong className={isLoss ? 'of-loss' : ''}>{name}</strong>
      <span>{text}</span>
      {act === undefined ? null : (
        <button type="button" className="link" onClick={act.do}>
          {act.text}
        </button>
      )}
      {close === undefined ? null : (
        <button type="button" className="link" onClick={close}>
          {t('close')}
        </button>
      )}
    </p>
  );
}
