/** Milliseconds on the clock that all threads share: each has a zero of its own, and says where that lies. */
export const now = (): number => performance.timeOrigin + performance.now();
