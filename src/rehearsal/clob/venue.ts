// What the private routes share: the exchange, the keys, and who may ask.

import { levelTwo } from '../accounts/authenticate.ts';
import type { ApiKey, ApiKeys } from '../accounts/api-keys.ts';
import { refusal, type Answer } from '../http/answer.ts';
import type { Asked, Handler } from '../http/http-server.ts';
import type { Exchange } from '../trading/exchange.ts';
import type { Heartbeats } from '../trading/heartbeats.ts';
import type { Incentives } from '../trading/incentives.ts';
import type { TakerDelay } from '../trading/place-order.ts';
import type { Notifications } from './notifications.ts';

export interface ClobVenue {
  readonly exchange: Exchange;
  readonly keys: ApiKeys;
  readonly heartbeats: Heartbeats;
  readonly incentives: Incentives;
  readonly notifications: Notifications;
  readonly takerDelay: TakerDelay;
  /** Told of every attempt at a price that is none of the market's. */
  readonly offTick: (wallet: string, error: string) => void;
}

const UNAUTHORIZED = refusal(401, 'Unauthorized/Invalid api key');

/** A route for the holder of an API key. */
export const withKey = ({ keys }: ClobVenue, give: (key: ApiKey, asked: Asked) => Answer | Promise<Answer>): Handler => (asked) => {
  const key = levelTwo(asked, keys, asked.at);
  return key === null ? UNAUTHORIZED : give(key, asked);
};
