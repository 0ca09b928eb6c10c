// Recognisable secrets, and the search for them in whatever a program says or writes: as they are, decoded, in hex, base64 and
// base64url at any alignment, as a decimal number, and each of these backwards.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export class Canaries {
  readonly #needles = new Map<string, string>();

  /** `text` as it is planted; `bytes`: what it stands for, where that is something else. */
  plant(name: string, text: string, bytes: Uint8Array | null = null): string {
    for (const [form, value] of [...formsOf(Buffer.from(text, 'utf8')), ...(bytes === null ? [] : formsOf(bytes)), ['as it is', text] as const]) {
      // A shorter one would be found by chance.
      if (value.length < 12) continue;
      this.#needles.set(value, `${name}, ${form}`);
      this.#needles.set([...value].toReversed().join(''), `${name}, ${form}, backwards`);
    }
    return text;
  }

  /** Which secrets are in it, and in what form; the place, never the secret. */
  foundIn(where: string, content: string | Buffer): readonly string[] {
    const text = typeof content === 'string' ? content : content.toString('latin1');
    const lower = text.toLowerCase();
    const isHex = /^[0-9a-f]+$/i;
    return [...this.#needles].filter(([needle]) => (isHex.test(needle) ? lower.includes(needle.toLowerCase()) : text.includes(needle))).map(([, name]) => `${where}: ${name}`);
  }

  /** In all files under `folder` but those that were written to hold secrets. */
  foundUnder(folder: string, except: readonly string[]): { readonly found: readonly string[]; readonly files: readonly string[] } {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !except.some((path) => file.startsWith(path)));
    return { found: files.flatMap((file) => this.foundIn(relative(folder, file), readFileSync(file))), files: files.map((file) => relative(folder, file)) };
  }
}

function formsOf(value: Uint8Array): readonly (readonly [string, string])[] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const aligned = [0, 1, 2].flatMap((shift) => {
    // What stands before and after shares characters with the first and the last bytes.
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replaceAll('=', '');
    const inner = whole.slice(shift === 0 ? 0 : shift + 1, (shift + bytes.length) % 3 === 0 ? undefined : -1);
    return [[`base64 at ${shift}`, inner], [`base64url at ${shift}`, inner.replaceAll('+', '-').replaceAll('/', '_')]] as const;
  });
  return [['bytes', bytes.toString('latin1')], ['hex', hex], ['decimal', BigInt(`0x${hex}`).toString()], ['bytes as a list', [...bytes].join(',')], ...aligned];
}
