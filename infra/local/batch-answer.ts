/** What a queue's handler reported, or nothing; whoever feeds it looks at the ids. */
export function batchAnswer(answer: unknown): { batchItemFailures: { itemIdentifier: string }[] } {
  const failures =
    typeof answer === "object" && answer !== null && "batchItemFailures" in answer && Array.isArray(answer.batchItemFailures)
      ? answer.batchItemFailures
      : [];
  return { batchItemFailures: failures };
}
