// Colours for a person's terminal: none for a pipe, and none where NO_COLOR asks for that (no-color.org).

const CODES = { plain: null, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;

export type Colour = keyof typeof CODES;

export function paint(text: string, colour: Colour, isColoured: boolean): string {
  const code = CODES[colour];
  return isColoured && code !== null ? `\u001b[${code}m${text}\u001b[0m` : text;
}

export const wantsColour = (stream: { readonly isTTY?: boolean }, environment: Readonly<Record<string, string | undefined>>): boolean =>
  stream.isTTY === true && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
