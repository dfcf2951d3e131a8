/** A line of a thing's menu, and what building one needs. */
import type { Acts } from '../../app/acts.ts';
import type { EngineClient } from '../../app/engine-client.ts';
import type { FrameState } from '../../app/frame-store.ts';
import type { ObjectRef } from '../../app/objects.ts';
import type { Words } from '../../app/words.ts';
import type { Command } from '../../contract/command.ts';
import type { Catalogue } from '../../contract/engine-api.ts';
import type { MenuItem } from '../../design/Menu.tsx';

/** What building a menu needs. */
export interface VerbInput {
  readonly ref: ObjectRef;
  readonly frame: FrameState;
  readonly catalogue: Catalogue | null;
  readonly words: Words;
  readonly submit: (command: Command) => void;
  readonly acts: Acts;
  readonly client: EngineClient;
}

/** A line of a menu, and the command that it gives when it gives one: what a scenario locks is told by it. */
export interface Verb extends MenuItem {
  readonly command?: Command;
}

/** Choosing a verb gives a command. */
export function giving(submit: VerbInput['submit'], command: Command): Pick<Verb, 'command' | 'choose'> {
  return {
    command,
    choose: () => {
      submit(command);
    },
  };
}
