import type { ReactElement } from 'react';
import { printDuration } from '../texts/format.ts';
import { useApp, useSession } from './context.ts';
import { useWords } from './words.ts';

/** From one simulated millisecond in ten seconds to a simulated minute in one second; the last notch is "as fast as it goes". */
const slowest = 100;
const fastest = 60_000_000;
const notches = 60;
const decades = Math.log10(fastest / slowest);
const notchOf = (microsPerSecond: number): number => Math.min(1, Math.max(0, Math.log10(microsPerSecond / slowest) / decades)) * notches;
const speedOf = (notch: number): number => slowest * 10 ** ((notch / notches) * decades);

/** How fast simulated time passes, on a logarithmic scale, and whether it slows down for what is worth seeing. */
export function SpeedSlider(): ReactElement {
  const { client } = useApp();
  const words = useWords();
  const { t } = words;
  const microsPerSecond = useSession((state) => state.microsPerSecond);
  const isUnbounded = useSession((state) => state.isUnbounded);
  const follows = useSession((state) => state.followsInterest);
  const notch = isUnbounded ? notches + 1 : Math.round(notchOf(microsPerSecond));
  const change = (value: number): void => {
    if (value > notches) client.setSpeed({ isUnbounded: true });
    else client.setSpeed({ isUnbounded: false, microsPerSecond: roundSpeed(speedOf(value)) });
  };
  const label = isUnbounded ? t('speed.unbounded') : speedWords(microsPerSecond, t);
  return (
    <span className="speed">
      <input
        type="range"
        min={0}
        max={notches + 1}
        step={1}
        value={notch}
        aria-label={t('speed.name')}
        aria-valuetext={label}
        onChange={(event) => {
          change(Number(event.currentTarget.value));
        }}
      />
      <span className="small speed-label">{label}</span>
      <button
        type="button"
        className="value small ink-3"
        aria-pressed={follows}
        title={t('speed.follow-about')}
        onClick={() => {
          client.setSpeed({ followsInterest: !follows });
        }}
      >
        {t(follows ? 'speed.follows' : 'speed.steady')}
      </button>
    </span>
  );
}

/** "1 ms = 0.4 s" while slower than life, "10 times real time" while faster. */
function speedWords(microsPerSecond: number, t: ReturnType<typeof useWords>['t']): string {
  if (microsPerSecond >= 900_000 && microsPerSecond <= 1_100_000) return t('speed.real');
  if (microsPerSecond > 1_000_000) return t('speed.times', { times: String(Number((microsPerSecond / 1_000_000).toPrecision(2))) });
  const wallMicros = 1_000_000_000 / microsPerSecond;
  return t('speed.slow', {
    wall: wallMicros < 100_000 ? printDuration(wallMicros) : `${String(Number((wallMicros / 1_000_000).toPrecision(2)))} s`,
  });
}

/** Two digits: 2,512 is 2,500. */
function roundSpeed(value: number): number {
  return Math.round(Number(value.toPrecision(2)));
}
