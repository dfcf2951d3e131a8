/** What the Storage view asks the engine for. */
import { useEffect } from 'react';
import { useApp, useSession } from '../../app/context.ts';
import { asked } from './asked.ts';
import { showLog, useChoice } from './choice.ts';
import type { DefaultBatch } from './differences.ts';
import type { StorageSource } from './rows.ts';

/** Tells the engine what is on screen. Two histories are compared on the brokers’ disks: `only` says so. */
export function useStorageRows(windowCount: number, only: StorageSource | null = null, fallback: DefaultBatch | null = null): void {
  const { client } = useApp();
  const focus = useSession((state) => state.focus);
  const selection = useSession((state) => state.selection);
  const title = useSession((state) => state.title);
  const choice = useChoice((state) => state);
  const chosenIn = choice.title;
  const { broker, byte, ask, value, page, part } = choice;
  const source = only ?? choice.source;
  const isFallback = fallback !== null && choice.segment === null && ask === null;
  const segment = isFallback ? fallback.segment : choice.segment;
  const batch = isFallback ? fallback.batch : choice.batch;
  // A replica that is pointed at elsewhere is the log that is meant here.
  const pointed = selection?.kind === 'replica' ? selection.id : null;
  useEffect(() => {
    if (pointed === null) return;
    showLog({ source: 'broker', broker: Number(pointed.slice(pointed.lastIndexOf('@') + 1)) });
  }, [pointed]);
  useEffect(() => {
    // What was chosen in another scenario means nothing in this one; opened files stay.
    if (title !== chosenIn) showLog({ source: choice.source, broker: null, title });
  }, [title, chosenIn, choice.source]);
  useEffect(() => {
    client.watch(asked({ source, focus, broker, segment, batch, byte, windowCount, ask, value, page, part }));
  }, [client, source, focus, broker, segment, batch, byte, windowCount, ask, value, page, part]);
}
