// What looks like a private key, and how text is shown without it. Used before anything of a file reaches a message, a
// log or the journal.

/** Hex of 32 bytes; PEM armour; long runs that mix cases and digits, as base58 and base64 keys do. */
const HEX_KEY = /(?:0x)?(?<![0-9a-fA-F])[0-9a-fA-F]{64,}(?![0-9a-fA-F])/g;
const PEM = /-----BEGIN[ A-Z]*(?:PRIVATE KEY|SECRET)[ A-Z]*-----/g;
const LONG_RUN = /(?<![A-Za-z0-9+/=_.-])[A-Za-z0-9][A-Za-z0-9+/]{42,}={0,2}(?![A-Za-z0-9+/=])/g;
const MIXED = /^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])/;
const NAMED_SECRET = /((?:token|secret|password|private[_-]?key|api[_-]?key|\bkey)\b["']?\s*:\s*)(?!["']?\$\{)("[^"]*"?|'[^']*'?|[^\s,}#]+)/gi;

const MASK = '••••••••';

export interface KeyShape { readonly start: number; readonly end: number }

export function keyShapes(text: string): readonly KeyShape[] {
  const found: KeyShape[] = [];
  for (const pattern of [HEX_KEY, PEM]) {
    for (const match of text.matchAll(pattern)) found.push({ start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(LONG_RUN)) {
    if (MIXED.test(match[0])) found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** `text` with everything that is, or is named like, a secret blotted out. Columns before the secret stay true. */
export function redacted(text: string): string {
  let shown = text.replace(HEX_KEY, MASK).replace(PEM, MASK);
  // In an excerpt a PEM body stands on lines of its own, so a long run is masked whether or not it mixes cases.
  shown = shown.replace(LONG_RUN, MASK);
  return shown.replace(NAMED_SECRET, (_, before: string) => `${before}${MASK}`);
}
