/** How sizes and keys are printed here. */

/** Bytes in the unit that suits them: 512 B, 16 KiB, 32 MiB. */
export function printBytes(bytes: number): string {
  if (bytes < 10_240) return `${String(bytes)} B`;
  if (bytes < 10_485_760) return `${String(Math.round(bytes / 1024))} KiB`;
  return `${String(Math.round(bytes / 1_048_576))} MiB`;
}

/** The colour of a key: one letter takes its place in the alphabet, others a hash, as on the stage. */
export function keyColor(key: string): string {
  if (key === '') return 'var(--key-none)';
  const first = key.charCodeAt(0);
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  const index = key.length === 1 && first >= 97 && first <= 122 ? (first - 97) % 6 : (hash >>> 0) % 6;
  return `var(--key-${'abcdef'[index] ?? 'a'})`;
}

/** What is shown in a cell of a key: its first letter. */
export function keyLetter(key: string): string {
  return Array.from(key)[0] ?? '';
}
