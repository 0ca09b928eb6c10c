// Who asks on a socket of the venue, in the words of its first frame. Made when it is sent, or to
// be left out of what is told; kept nowhere.

import { withoutSecrets } from '../without-secrets.ts';

export interface ChannelCredentials { readonly apiKey: string; readonly secret: string; readonly passphrase: string }

/** What the venue says on a socket, fit to be told. `credentials`: what it was told there; null for nothing. */
export const tellable = (said: string, credentials: (() => ChannelCredentials) | null): string =>
  withoutSecrets(said, credentials === null ? [] : Object.values(credentials()));
