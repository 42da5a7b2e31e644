const retryToken = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });

/** What the SDK holds worth trying again is tried again without waiting, so many times in all. */
export const triedAtOnce = (attemptsMax: number) => ({
  acquireInitialRetryToken: async () => retryToken(0),
  async refreshRetryTokenForRetry(token: ReturnType<typeof retryToken>, { errorType }: { readonly errorType: string }) {
    if (errorType === "CLIENT_ERROR" || token.getRetryCount() + 1 >= attemptsMax) throw new Error("not tried again");
    return retryToken(token.getRetryCount() + 1);
  },
  recordSuccess() {},
});
