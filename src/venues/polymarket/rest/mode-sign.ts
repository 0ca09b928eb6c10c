// What a refusal may say of more than one order: that the venue takes less than everything at the moment, or of this account.

/**
 * restarting, disabled: no orders and no cancels · close-only: nothing that opens a position · locked-out: the account, its keys or
 * its wallet are the reason, and every other order would be refused too · unauthorized: the same, and any private request ·
 * wrong-signature: the same, unless it is signed for an exchange that the market of this order is not of.
 */
export type ModeSign = 'restarting' | 'post-only' | 'cancel-only' | 'disabled' | 'close-only' | 'locked-out' | 'unauthorized' | 'wrong-signature';
