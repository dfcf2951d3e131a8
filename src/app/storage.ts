/**
 * What the page remembers on this machine: a few words. Where storage is refused it remembers for as long as it is open, and can say so.
 */

const prefix = 'kafkascope.';

/** A place for a few remembered words. */
export interface Memory {
  readonly isLasting: boolean;
  read(name: string): string | null;
  write(name: string, value: string): void;
  /** Remembers only while the page is open, and leaves nothing of that name on the machine. */
  writeForVisit(name: string, value: string): void;
}

/** The browser's storage when it lets us, otherwise the page's own memory. */
export function openMemory(): Memory {
  const kept = new Map<string, string>();
  const storage = usableStorage();
  return {
    isLasting: storage !== null,
    read: (name) => kept.get(name) ?? readSafely(storage, prefix + name),
    write: (name, value) => {
      kept.set(name, value);
      writeSafely(storage, prefix + name, value);
    },
    writeForVisit: (name, value) => {
      kept.set(name, value);
      removeSafely(storage, prefix + name);
    },
  };
}

function usableStorage(): Storage | null {
  try {
    const storage = window.localStorage;
    storage.setItem(`${prefix}try`, '1');
    storage.removeItem(`${prefix}try`);
    return storage;
  } catch {
    return null; // Refused by the browser: a sandboxed frame, or a setting of the person.
  }
}

function readSafely(storage: Storage | null, key: string): string | null {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null; // Access can be taken away while the page is open.
  }
}

function writeSafely(storage: Storage | null, key: string, value: string): void {
  try {
    storage?.setItem(key, value);
  } catch {
    // Full or refused: the page's own memory has it.
  }
}

function removeSafely(storage: Storage | null, key: string): void {
  try {
    storage?.removeItem(key);
  } catch {
    // Refused by now: what lies there can only be removed by the browser itself.
  }
}
