// TypeScript text with its comments and the insides of its strings blanked out, every other character in its place. Lets a
// search for names and imports go by plain expressions without finding them in prose.

/** What stands before a slash that begins a regular expression rather than a division. */
const BEFORE_REGEX = /(?:^|[=([{,;:!&|?+\-*%~^<>]|\b(?:return|typeof|case|in|of|void|delete|throw|await|yield))$/;

export function maskedSource(text: string): string {
  const masked = text.split('');
  /** For each open `${`: the depth of braces inside it. */
  const templates: number[] = [];
  let at = 0;

  const blank = (from: number, to: number): void => {
    for (let i = from; i < to; i++) if (masked[i] !== '\n') masked[i] = ' ';
  };
  const skipTo = (end: RegExp): void => {
    end.lastIndex = at;
    at = end.test(text) ? end.lastIndex : text.length;
  };
  const template = (): void => {
    const start = at;
    skipTo(/(?:\\[^]|[^\\`$]|\$(?!\{))*(?:`|\$\{)/gy);
    const opens = text[at - 1] === '{';
    blank(start, opens ? at - 2 : at - 1);
    if (opens) templates.push(0);
  };

  while (at < text.length) {
    const start = at;
    const char = text[at++];
    if (char === '/' && text[at] === '/') {
      skipTo(/[^\n]*/gy);
      blank(start, at);
    } else if (char === '/' && text[at] === '*') {
      skipTo(/[^]*?\*\//gy);
      blank(start, at);
    } else if (char === '/' && BEFORE_REGEX.test(masked.slice(Math.max(0, start - 40), start).join('').trimEnd())) {
      skipTo(/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/gy);
      blank(start + 1, at - 1);
    } else if (char === '"' || char === "'") {
      skipTo(char === '"' ? /(?:\\[^]|[^\\"\n])*"/gy : /(?:\\[^]|[^\\'\n])*'/gy);
      blank(start + 1, at - 1);
    } else if (char === '`') {
      template();
    } else if (templates.length > 0 && (char === '{' || char === '}')) {
      const depth = (templates.pop() ?? 0) + (char === '{' ? 1 : -1);
      if (depth < 0) template(); else templates.push(depth);
    }
  }
  return masked.join('');
}

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
