/** Whether a person or the host asked for it, with a session or a key; other runs come by themselves. */
export const isWish = (askedBy: string): boolean => askedBy.startsWith('session:') || askedBy.startsWith('key:')
