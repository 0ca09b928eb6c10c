// The nearest known word to a misspelt one, or none when nothing is near enough to be worth saying.

/** Edits (insert, delete, replace, swap of neighbours) from `a` to `b`. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replace, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > 64) return null;
  const plain = (text: string): string => text.toLowerCase().replace(/[-_\s]/g, '');
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = plain(candidate) === plain(word) ? 0 : isBeginning(plain(word), plain(candidate)) ? 1 - 1 / candidate.length : editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `hour` of `hourUtc`: a word left off is a small slip, though many letters. Of several the shortest is nearest. */
const isBeginning = (word: string, whole: string): boolean => word.length >= 3 && whole.startsWith(word);

/** More than these help nobody to choose. */
const MAX_LISTED = 12;

/** "did you mean `x`?", or the choices, or `otherwise` when there is none or there are too many. */
export function suggestion(word: string, known: readonly string[], otherwise: string): string {
  const near = nearest(word, known);
  if (near !== null) return `did you mean \`${near}\`?`;
  if (known.length === 0 || known.length > MAX_LISTED) return otherwise;
  return `known: ${known.map((name) => `\`${name}\``).join(', ')}`;
}
