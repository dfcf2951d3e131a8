/** Ids of log directories that are not of a directory. Source: org.apache.kafka.common.DirectoryId. */

/** Not yet known, because the metadata version did not support directories. */
export const migratingDirectory = 'AAAAAAAAAAAAAAAAAAAAAA';
/** The broker has several directories and has not yet said which. */
export const unassignedDirectory = 'AAAAAAAAAAAAAAAAAAAAAQ';
/** The replica's directory is gone. */
export const lostDirectory = 'AAAAAAAAAAAAAAAAAAAAAg';

/** Whether the id is one of the first hundred, which no directory may have. */
export function isReservedDirectory(id: string): boolean {
  if (id.length !== 22 || !id.startsWith('AAAAAAAAAAAAAAAAAAA')) return false;
  // The last three characters hold the low 16 bits of the id, and two bits of padding.
  const digits = [...id.slice(19)].map((character) => base64Digits.indexOf(character));
  const [a = 0, b = 0, c = 0] = digits;
  return (a * 4096 + b * 64 + c) / 4 < 100;
}

/** Whether a replica in that directory is online, given the directories that its broker says are online. Source: DirectoryId.isOnline. */
export function isOnlineDirectory(id: string, onlineDirectories: readonly string[]): boolean {
  if (id === unassignedDirectory || id === migratingDirectory) return true;
  if (id === lostDirectory) return false;
  return onlineDirectories.length === 0 || onlineDirectories.includes(id);
}

const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
