// API keys: made and found again by a signature of the wallet's key, listed and given back by their holder.

import { levelOne } from '../accounts/authenticate.ts';
import { answer, refusal, type Answer } from '../http/answer.ts';
import type { Handler, Routes } from '../http/http-server.ts';
import { withKey, type ClobVenue } from './venue.ts';

interface Credentials { readonly apiKey: string; readonly secret: string; readonly passphrase: string }

const credentials = ({ apiKey, secret, passphrase }: Credentials): Answer => answer({ apiKey, secret, passphrase });

export function authRoutes(venue: ClobVenue): Routes {
  const { keys } = venue;
  const signed = (give: (address: string, nonce: string) => Answer): Handler => (asked) => {
    const proved = levelOne(asked, asked.at);
    return proved === null ? refusal(401, 'Invalid L1 Request headers') : give(proved.address, proved.nonce);
  };
  return {
    'POST /auth/api-key': signed((address, nonce) => {
      const made = keys.create(address, nonce);
      return made === null ? refusal(400, 'Could not create api key') : credentials(made);
    }),
    'GET /auth/derive-api-key': signed((address, nonce) => {
      const known = keys.derive(address, nonce);
      return known === null ? refusal(400, 'Could not derive api key!') : credentials(known);
    }),
    'GET /auth/api-keys': withKey(venue, ({ address }) => answer({ apiKeys: keys.of(address).map(({ apiKey }) => apiKey) })),
    'DELETE /auth/api-key': withKey(venue, ({ apiKey }) => {
      keys.delete(apiKey);
      return answer('OK');
    }),
    'POST /auth/readonly-api-key': withKey(venue, ({ address }) => answer({ apiKey: keys.createReadonly(address) })),
    'GET /auth/readonly-api-keys': withKey(venue, ({ address }) => answer(keys.readonlyOf(address))),
    'DELETE /auth/readonly-api-key': withKey(venue, ({ address }, { body }) => answer(keys.deleteReadonly(address, String((body as { key?: unknown } | undefined)?.key)))),
    'GET /auth/ban-status/closed-only': withKey(venue, () => answer({ closed_only: false })),
  };
}
