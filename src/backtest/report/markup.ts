// HTML out of text that may hold anything. What is put into the template is text and is escaped, unless it is markup that
// this module made.

export interface Markup { readonly markup: string }
type Part = string | number | Markup | readonly Markup[] | null;

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => NAMED[character] ?? character);

/** Null puts in nothing. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: literals.map((literal, i) => (i === 0 ? literal : `${rendered(parts[i - 1] ?? null)}${literal}`)).join('') };
}

/** Markup that is known to be safe: our own styles and scripts. */
export const trusted = (markup: string): Markup => ({ markup });

/** Data for a `<script type="application/json">`: no text in it can end the element or begin a comment. */
export const jsonForScript = (data: unknown): Markup => trusted(JSON.stringify(data).replaceAll('<', String.raw`\u003c`).replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`));

function rendered(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}
