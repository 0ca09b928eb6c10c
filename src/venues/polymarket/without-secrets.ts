// What the venue says of a failure, fit to be told: it may repeat what it was asked with, in any of the ways to write that, and
// need not be short.

const LONGEST = 300;
const COVER = '••••••••';

export function withoutSecrets(said: string, secrets: readonly string[]): string {
  // Covered before it is cut: half a secret would not be found.
  return secrets.flatMap(waysToWrite).reduce((shown, secret) => shown.replaceAll(secret, COVER), said).slice(0, LONGEST);
}

function waysToWrite(secret: string): readonly string[] {
  if (secret === '') return [];
  const base64 = secret.replaceAll('-', '+').replaceAll('_', '/');
  const forUrls = secret.replaceAll('+', '-').replaceAll('/', '_');
  return [...new Set([secret, base64, forUrls, base64.replaceAll('/', '\\/'), encodeURIComponent(base64), encodeURIComponent(forUrls)])];
}
