// Links between the pages that lead nowhere: to a file that is not there, or to a heading that its page does not have.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Violation } from './layers.ts';

/** `pages`: paths from `root`. */
export function deadLinks(root: string, pages: readonly string[]): readonly Violation[] {
  return pages.flatMap((page) => withoutFences(readFileSync(join(root, page), 'utf8')).split('\n').flatMap((line, index) =>
    [...line.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)].flatMap((match) => {
      const target = match[1] ?? match[2] ?? '';
      const what = faultOf(root, page, target);
      return what === null ? [] : [{ path: page, line: index + 1, what, remedy: 'Correct the link, or the page it should lead to.' }];
    })));
}

function faultOf(root: string, page: string, target: string): string | null {
  if (/^[a-z]+:/.test(target)) return null;
  const [path = '', heading] = target.split('#');
  const file = path === '' ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(file)) return `the link leads to ${relative(root, file)}, which is not there`;
  if (heading === undefined || statSync(file).isDirectory() || !file.endsWith('.md')) return null;
  return headingsOf(readFileSync(file, 'utf8')).includes(heading) ? null : `${relative(root, file)} has no heading #${heading}`;
}

/** As GitHub makes anchors of headings. */
const headingsOf = (text: string): readonly string[] => withoutFences(text).split('\n').filter((line) => /^#{1,6} /.test(line))
  .map((line) => line.replace(/^#+ /, '').toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-'));

/** Code keeps its lines, so that numbers stay right, and loses its text. */
const withoutFences = (text: string): string => text.replaceAll(/^```[^]*?^```/gm, (block) => block.replaceAll(/[^\n]/g, ''));
