// Who asks on a socket of the venue, in the words of its first frame. Made when it is sent, and kept nowhere.

export interface ChannelCredentials { readonly apiKey: string; readonly secret: string; readonly passphrase: string }
