// What happens to the scripted market in the proofs, and what is looked at afterwards.

import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import { Script } from '../../src/core/engine.fixture.ts';

/** The best bid at `bid` cents, the best ask `width` above, 100 shares each. */
export const bookAt = (script: Script, bid: number, width = 4): Script => script.book([[bid, 100]], [[bid + width, 100]]);

/** A session whose market stands at 48c against 52c; the first decision about it is made. */
export const quoting = (config: CompiledConfig): Script => bookAt(Script.open(config), 48).decide();

export const firstOrders = (config: CompiledConfig): readonly string[] => quoting(config).asked();

/** The first orders rest, and nobody has looked at them since. */
export function resting(config: CompiledConfig): Script {
  const script = quoting(config);
  const placed = script.take().flatMap((command) => (command.type === 'PlaceOrder' ? [command.clientId] : []));
  return script.accept(...placed);
}

/** The first bid has filled: 10 shares bought at 48c. */
export const long = (config: CompiledConfig): Script => resting(config).fill('s-1', 'bid', 48, 10);

/** Bought at 48c, then the market falls to a mid of 30c: a loss of $1.80, $2.00 below the peak. */
export const losing = (config: CompiledConfig): Script => bookAt(long(config).decide(), 28).decide(2_000);

/** Lets `seconds` pass with the book where it is, deciding every second. */
export function stay(script: Script, bid: number, seconds: number): Script {
  for (let second = 0; second < seconds; second++) bookAt(script, bid).decide(1_000);
  return script;
}

export const permissionAndAlerts = (script: Script): unknown => ({ permission: script.market().permission, alerts: script.alerts() });
