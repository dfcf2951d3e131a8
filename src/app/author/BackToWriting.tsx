import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { loadAuthorTexts } from '../../texts/parts.ts';
import { useApp, useSession } from '../context.ts';
import { leaveLesson } from '../lesson/open-lesson.ts';
import { usePartWords } from '../part-words.ts';
import type { Draft } from './draft.ts';

/** In the preview of one's own lesson: back to the pane, with the run as it was recorded. */
export function BackToWriting(): ReactElement | null {
  const app = useApp();
  const a = usePartWords(loadAuthorTexts);
  const draft = useSession((state) => state.draft);
  if (a === null || draft === null) return null;
  return (
    <div className="notice author-back">
      <Button
        onClick={() => {
          void leaveLesson(app)
            .then(() => app.client.open(recordedRun(draft)))
            .then(() => {
              app.session.setState({ isAuthoring: true });
            });
        }}
      >
        {a('back')}
      </Button>
    </div>
  );
}

/** The cluster with everything that was recorded, at the last pause: the recording goes on where it stopped. */
function recordedRun(draft: Draft): Parameters<ReturnType<typeof useApp>['client']['open']>[0] {
  const { scenario } = draft;
  let micros = draft.startMicros;
  const recorded = draft.steps.flatMap((step) => {
    let at = micros;
    micros += step.lengthMillis * 1000;
    return step.acts.map(({ afterMillis, command }) => {
      at += afterMillis * 1000;
      return { at: { micros: at, steps: -1 }, command };
    });
  });
  const commands = [...scenario.commands, ...recorded].sort((one, other) => one.at.micros - other.at.micros);
  return { ...scenario, commands, open: { panels: draft.panels, ...scenario.open, at: { micros: draft.pauseMicros, steps: -1 } } };
}
