// One HTML file that needs nothing else: styles, scripts and data inside it, and a policy that forbids it the network.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { html, jsonForScript, trusted, type Markup } from './markup.ts';

const PAGE = join(import.meta.dirname, 'page');
/** uPlot exports no path to its minified build. */
const UPLOT = dirname(createRequire(import.meta.url).resolve('uplot'));

export interface Page { readonly title: string; readonly body: Markup; /** Read by the scripts. */ readonly data: unknown; /** Modules of `page/`, or paths of others, each after those it imports. */ readonly scripts: readonly string[]; /** More styles: paths of files. */ readonly styles?: readonly string[] }

export function documentHtml({ title, body, data, scripts, styles: further = [] }: Page): string {
  const styles = [read(UPLOT, 'uPlot.min.css'), read(PAGE, 'report.css'), ...further.map((file) => read(PAGE, file))].join('\n');
  const license = read(UPLOT, '../LICENSE').replaceAll('*/', '');
  const script = `/*\n${license}*/\n${read(UPLOT, 'uPlot.iife.min.js')}\n(() => {\n'use strict';\n${scripts.map(inlined).join('\n')}\n})();`;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  return `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(styles)}</style>
</head>
<body>
${body}
<script type="application/json" id="data">${jsonForScript(data)}</script>
<script>${trusted(script)}</script>
</body>
</html>`.markup}\n`;
}

const read = (folder: string, file: string): string => readFileSync(resolve(folder, file), 'utf8').trim();

/** The modules share one scope inside the page, so that their imports and exports fall away. */
const inlined = (file: string): string => read(PAGE, file).replaceAll(/^import .*;\n/gm, '').replaceAll(/^export /gm, '');
