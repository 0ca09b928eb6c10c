// What a refusal may say of more than one order: that the venue takes less than everything at the moment, or nothing of this account.

/** restarting, disabled: no orders and no cancels · locked-out: the account, its keys or its wallet are the reason, and every other order would be refused too. */
export type ModeSign = 'restarting' | 'post-only' | 'cancel-only' | 'disabled' | 'locked-out';
