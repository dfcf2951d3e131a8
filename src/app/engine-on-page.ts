/** The engine on the page's own thread: the last resort where no worker may start. Loaded only then. */
import type { EngineApi } from '../contract/engine-api.ts';
import { EngineHost } from '../worker/engine-host.ts';
import type { AsyncEngine } from './services.ts';

/** The engine, answering later as a worker would. */
export function engineOnPage(): AsyncEngine {
  const host = new EngineHost({
    wallMillis: () => performance.now(),
    soon: (callback) => {
      setTimeout(callback, 0);
    },
    nextTick: (callback) => {
      setTimeout(callback, 12);
    },
  });
  return later(host.facade());
}

/** Every call answers in a microtask, as calls across threads do. */
function later(engine: EngineApi): AsyncEngine {
  return {
    open: async (scenario) => engine.open(scenario),
    openLesson: async (lesson, from) => engine.openLesson(lesson, from),
    lessonMove: async (move) => engine.lessonMove(move),
    lessonStory: async () => engine.lessonStory(),
    checkLesson: async (lesson) => engine.checkLesson(lesson),
    submit: async (command) => engine.submit(command),
    undo: async () => engine.undo(),
    setPace: async (pace) => {
      engine.setPace(pace);
    },
    setBreaks: async (conditions) => {
      engine.setBreaks(conditions);
    },
    step: async (size) => {
      engine.step(size);
    },
    stepBack: async (size) => {
      engine.stepBack(size);
    },
    seek: async (to) => {
      engine.seek(to);
    },
    seekToEvent: async (event) => {
      engine.seekToEvent(event);
    },
    nextInteresting: async () => {
      engine.nextInteresting();
    },
    switchBranch: async (branch) => {
      engine.switchBranch(branch);
    },
    compare: async (branch) => {
      engine.compare(branch);
    },
    watch: async (spec) => {
      engine.watch(spec);
    },
    nextFrame: () => engine.nextFrame(),
    rowsAt: async (micros) => engine.rowsAt(micros),
    explain: async (event) => engine.explain(event),
    ask: async (question, params) => engine.ask(question, params),
    inspect: async (kind, id) => engine.inspect(kind, id),
    checkInvariants: async () => engine.checkInvariants(),
    diskFiles: async (broker) => engine.diskFiles(broker),
    openLogFiles: async (files) => {
      engine.openLogFiles(files);
    },
    catalogue: async () => engine.catalogue(),
    share: async (from) => engine.share(from),
  };
}
