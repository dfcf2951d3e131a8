import type { ReactElement } from 'react';
import { useFrame } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { printSeconds } from '../../texts/format.ts';
import { offsetX } from './layout.ts';
import type { Lane, LineUp } from './layout.ts';
import type { CutRecordRow } from './rows.ts';
import { useRows } from './tables.ts';

/** Room of the longest fate of a record. */
const fatesWidth = 280;

/** What a replica cut off its log's end: the tear, when, and each record's fate in words. */
export function Cuts({ lane, layout }: { readonly lane: Lane; readonly layout: LineUp }): ReactElement | null {
  const words = useWords();
  const all = useRows('replication.cuts');
  const now = useFrame((state) => state.at.micros);
  const cuts = all.filter((cut) => cut.broker === lane.broker && cut.atMicros <= now);
  const [first] = cuts;
  if (first === undefined) return null;
  const top = lane.stripY + layout.stripHeight;
  const x = offsetX(layout, first.offset);
  const wordX = layout.isNarrow ? 0 : Math.max(layout.cellX, x - 14);
  const isRight = layout.isNarrow || wordX < layout.cellX + 330;
  const textY = isRight ? top + 106 : top + 58;
  const anchor = isRight ? 'start' : 'end';
  const textX = isRight ? (layout.isNarrow ? 0 : layout.cellX) : wordX;
  // Beside the fates where there is room, else below them.
  const beside = isRight ? textX + fatesWidth : x + 14;
  const answerPlace = layout.isNarrow ? { x: textX, y: textY + 22 + cuts.length * 17 } : { x: beside, y: isRight ? textY : top + 106 };
  return (
    <g>
      <path d={`M${String(x)} ${String(top)}v18l-7 5l14 6l-14 6l7 5v${String(34)}`} fill="none" stroke="var(--loss)" strokeWidth="2.5" />
      <text x={textX} y={textY} textAnchor={anchor} className="s14 name of-loss on-band">
        {words.t('replication.cut', { broker: lane.broker, time: printSeconds(first.atMicros) })}
      </text>
      {cuts.map((cut, index) => (
        <text key={cut.id} x={textX} y={textY + 18 + index * 17} textAnchor={anchor} className="s12 on-band">
          {fateOf(cut, words)}
        </text>
      ))}
      {first.divergingEpoch < 0 ? null : <Answer cut={first} {...answerPlace} />}
    </g>
  );
}

/** Why it cut: what its leader had answered to a fetch. */
function Answer({ cut, x, y }: { readonly cut: CutRecordRow; readonly x: number; readonly y: number }): ReactElement {
  const { t } = useWords();
  return (
    <>
      <text x={x} y={y} className="s12 ink-2 on-band">
        {t('replication.answered', { leader: cut.answeredBy })}
      </text>
      <text x={x} y={y + 17} className="s12 code on-band">
        {t('replication.diverging', { epoch: cut.divergingEpoch, end: cut.divergingEndOffset })}
      </text>
    </>
  );
}

/** What became of a record that was cut: acknowledged is the client's fact, safe is the log's. */
export function fateOf(cut: CutRecordRow, { t }: Words): string {
  const record = cut.key === '' ? String(cut.offset) : t('replication.record', { offset: cut.offset, key: cut.key });
  const who = cut.producer ?? '';
  if (cut.outcome === 'unknown') return t('replication.fate-unknown', { record });
  if (cut.isLost) return t('replication.fate-lost', { record, who });
  if (cut.standsAtOffset >= 0) return t('replication.fate-safe', { record, offset: cut.standsAtOffset });
  if (cut.outcome === 'acknowledged') return t('replication.fate-acked', { record, who });
  return t(cut.outcome === 'unconfirmed' ? 'replication.fate-unconfirmed' : 'replication.fate-not-acked', { record, who });
}
