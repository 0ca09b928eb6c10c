// Where a secret stands; never the secret. What resolves it is not the configuration's business.

export type SecretRef = { readonly from: 'env'; readonly name: string } | { readonly from: 'file'; readonly path: string };

/** A secret of an account at a venue. `credential`: of systemd, `$CREDENTIALS_DIRECTORY/<name>`. */
export type AccountSecretRef = SecretRef | { readonly from: 'credential'; readonly name: string };

/** A signing key may be encrypted as well: `keystores/<name>.json`. */
export type KeyRef = AccountSecretRef | { readonly from: 'keystore'; readonly name: string };

/** What is no secret may be written out. */
export type TextRef = AccountSecretRef | { readonly from: 'text'; readonly text: string };
