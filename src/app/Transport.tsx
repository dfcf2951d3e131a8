import type { ReactElement } from 'react';
import type { StepSize } from '../contract/engine-api.ts';
import { Button } from '../design/Button.tsx';
import { MenuButton } from '../design/MenuButton.tsx';
import { ClockText } from './ClockText.tsx';
import { useApp, useFrame, useSession } from './context.ts';
import { SpeedSlider, Timeline } from './late-parts.ts';
import { StopWhen } from './StopWhen.tsx';
import { useWords } from './words.ts';

const stepSizes: readonly StepSize[] = ['event', 'message', 'milestone', 'tick'];

/** The transport: run, pause, step both ways, how fast; and the timeline below. */
export function Transport({ isPhone }: { readonly isPhone: boolean }): ReactElement {
  const { t } = useWords();
  return (
    <footer className={`transport ${isPhone ? 'is-phone' : ''}`} aria-label={t('transport.name')}>
      {isPhone ? <Timeline isSmall /> : null}
      <div className="transport-row">
        <StepButtons />
        {isPhone ? <span className="grow" /> : <StepSizeMenu />}
        <ClockText />
        {isPhone ? null : <SpeedSlider />}
        {isPhone ? null : <PaceReason />}
        <span className="grow" />
        {isPhone ? null : <StopWhen />}
        <UndoButton isPhone={isPhone} />
      </div>
      {isPhone ? null : <Timeline isSmall={false} />}
    </footer>
  );
}

function StepButtons(): ReactElement {
  const { client } = useApp();
  const { t } = useWords();
  const isRunning = useFrame((state) => state.isRunning);
  const isAtStart = useFrame((state) => state.at.steps === 0);
  const size = useSession((state) => state.stepSize);
  const isAsked = useFrame((state) => state.lesson?.phase === 'predict');
  const locked = isAsked ? t('lesson.predict-first') : undefined;
  return (
    <>
      <Button
        kind="square"
        icon="step-back"
        aria-label={t('transport.step-back')}
        title={t('transport.step-back')}
        locked={isAtStart ? t('locked.at-start') : undefined}
        onClick={() => {
          client.stepBack(size);
        }}
      />
      <Button
        kind="primary"
        className="play"
        icon={isRunning ? 'pause' : 'play'}
        aria-label={t(isRunning ? 'transport.pause' : 'transport.play')}
        title={t(isRunning ? 'transport.pause' : 'transport.play')}
        locked={locked}
        onClick={() => {
          client.toggle();
        }}
      />
      <Button
        kind="square"
        icon="step"
        aria-label={t('transport.step')}
        title={t('transport.step')}
        locked={locked}
        onClick={() => {
          client.step(size);
        }}
      />
    </>
  );
}

function StepSizeMenu(): ReactElement {
  const { session } = useApp();
  const { t } = useWords();
  const size = useSession((state) => state.stepSize);
  const items = stepSizes.map((candidate) => ({
    id: candidate,
    label: t(`step.${candidate}`),
    consequence: t(`step.${candidate}-about`),
    isChecked: candidate === size,
    choose: () => {
      session.setState({ stepSize: candidate });
    },
  }));
  return (
    <MenuButton name={t('transport.step-size')} items={items} opensUp>
      <span className="small ink-2">{t(`step.${size}`)} ▾</span>
    </MenuButton>
  );
}

/** Why time goes as fast as it does: never a silent change of pace. */
function PaceReason(): ReactElement {
  const { code, t } = useWords();
  const reason = useFrame((state) => state.paceReason);
  const stopped = useFrame((state) => state.stopped);
  const isRunning = useFrame((state) => state.isRunning);
  const isComparing = useSession((state) => state.comparing !== null);
  const pace = isComparing ? t('compare.together') : code('pace', reason);
  const text = !isRunning && stopped !== null ? t(`stopped.${stopped.reason}`) : pace;
  return (
    <span className="pace-reason small ink-3" role="status">
      {text}
    </span>
  );
}

function UndoButton({ isPhone }: { readonly isPhone: boolean }): ReactElement | null {
  const { client } = useApp();
  const { t } = useWords();
  const canUndo = useFrame((state) => state.canUndo);
  if (isPhone && !canUndo) return null;
  return (
    <Button
      kind="bare"
      icon="undo"
      aria-label={isPhone ? t('transport.undo') : undefined}
      locked={canUndo ? undefined : t('locked.nothing-to-undo')}
      onClick={() => {
        void client.undo();
      }}
    >
      {isPhone ? null : t('transport.undo')}
    </Button>
  );
}
