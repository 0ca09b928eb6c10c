// The head of the report: what was run on what, and loudly whatever makes the result less than whole.

import type { BacktestResult } from '../../result.ts';
import { duration, listed, moment, whole } from '../figures.ts';
import { html, type Markup } from '../markup.ts';
import { isPartial } from '../verdict.ts';

export function headSection(result: BacktestResult): Markup {
  const { config, tape } = result;
  return html`<header class="head">
    <p class="kicker">Backtest</p>
    <h1>${config.name}</h1>
    <dl class="facts">
      ${fact('profile', config.profile)}
      ${fact('strategies', config.strategies)}
      ${fact('tape', `${tape.name}, ${tape.venue}, ${whole(tape.markets)} ${tape.markets === 1 ? 'market' : 'markets'}`)}
      ${fact('span', `${moment(result.from)} to ${moment(result.to)} UTC (${duration(result.to - result.from)})`)}
      ${fact('events', `${whole(result.events)} in ${duration(result.seconds * 1_000)}, ${whole(result.eventsPerSecond)} a second over all models`)}
      ${fact('seed', String(result.seed))}
      ${fact('assumed', result.assumptions.join('; '))}
      ${fact('ended', result.ended)}
    </dl>
  </header>`;
}

/** Said before anything else of a result that is not whole. */
export function partialWarning(result: BacktestResult): Markup {
  return html`${isPartial(result) ? warning('alarm', 'Partial result', [`The run ended early: ${result.ended}. It reached ${moment(result.to)} UTC; every figure below covers that much of the tape alone.`]) : null}`;
}

/** What else lowers what the figures are worth. */
export function cautions({ findings, unsettled }: BacktestResult): Markup {
  return html`${findings.length > 0 ? warning('caution', 'Found in the recording', findings) : null}
    ${unsettled.length > 0 ? warning('caution', 'Not settled', [`The tape does not hold the outcome of ${listed(unsettled)}. What was held there stands at its last fair value, which is not an outcome.`]) : null}`;
}

export const fact = (name: string, value: string): Markup => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

export function warning(tone: 'alarm' | 'caution', title: string, lines: readonly string[]): Markup {
  return html`<section class="warning ${tone}" aria-label="${title}"><h2>${title}</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

export function reproduce(result: BacktestResult): Markup {
  const { config, tape } = result;
  return html`<footer class="foot"><h2>Same again</h2>
    <p>The same tape, config and seed give the same commands, and so the same command hash.</p>
    <dl class="facts">
      ${fact('tape', tape.path)}${fact('tape hash', tape.hash)}${fact('config hash', config.hash)}${fact('command hash', result.commandHash)}
      ${Object.entries(result.models).map(([name, { commandHash }]) => fact(`commands, ${name}`, commandHash))}
    </dl></footer>`;
}
