/** How a record's key looks: one of six colours, and its first letter. */

/** Which of six colours a key has: keys of one letter in turn, others by a hash; -1 for no key. */
export function keyIndexOf(key: string): number {
  if (key === '') return -1;
  const first = key.charCodeAt(0);
  if (key.length === 1 && first >= 97 && first <= 122) return (first - 97) % 6;
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return (hash >>> 0) % 6;
}

/** What a cell shows of a key: its first letter. */
export function keyLetterOf(key: string): string {
  return Array.from(key)[0] ?? '';
}
