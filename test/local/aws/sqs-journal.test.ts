import { appendFileSync, cpSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSqs, type Sqs } from "#infra/local/aws/sqs";
import { fixedClock, freshDirectory, removeDirectories } from "#test/local/aws/endpoint";

const clock = fixedClock();
const ids = { next: 0 };
const newId = (): string => {
  ids.next += 1;
  return `id-${ids.next}`;
};
const opened: Sqs[] = [];
const openAt = (directory: string): Sqs => {
  const sqs = openSqs({ directory, now: clock.now, newId });
  opened.push(sqs);
  return sqs;
};
afterAll(() => {
  for (const sqs of opened) sqs.close();
  removeDirectories();
});
const journalOf = (directory: string): string => join(directory, "sqs.jsonl");

/** What there is to receive, and what waits, in every queue. */
const contents = (sqs: Sqs) =>
  sqs.names().map((name) => {
    const queue = sqs.queue(name);
    const counts = queue.counts();
    return { name, ...counts, bodies: queue.receive({ max: 10 }).map(({ body, receiveCount }) => `${body} x${receiveCount}`) };
  });

/** A short life of two queues; `done` is called after each acknowledged step. */
function live(sqs: Sqs, done: () => void): void {
  const step = <Result>(result: Result): Result => {
    done();
    return result;
  };
  step(sqs.declare("dead"));
  const queue = step(sqs.declare("work", { visibilitySeconds: 10, redrive: { deadLetterQueue: "dead", receiveCountMax: 1 } }));
  step(queue.send([{ body: "one" }, { body: "two" }]));
  const [one] = step(queue.receive({ max: 1 }));
  step(queue.changeVisibility(one?.receipt ?? "", 5));
  step(queue.send([{ body: "three", delaySeconds: 60 }]));
  const [two] = step(queue.receive({ max: 1 }));
  step(queue.delete(two?.receipt ?? ""));
  clock.advance(5000);
  step(queue.receive({ max: 1 }));
  step(sqs.redrive("dead"));
}

describe("the journal", () => {
  it("gives back queues, messages, receipts, counts and delays after a restart", () => {
    const directory = freshDirectory();
    const before = openAt(directory);
    const queue = before.declare("work", { visibilitySeconds: 10 });
    queue.send([{ body: "in flight" }, { body: "ready", attributes: { kind: { DataType: "String", StringValue: "x" } } }]);
    queue.send([{ body: "delayed", delaySeconds: 30 }]);
    const [held] = queue.receive({ max: 1 });
    const after = openAt(directory).queue("work");
    expect(after.counts()).toEqual({ visible: 1, inFlight: 1, delayed: 1 });
    after.delete(held?.receipt ?? "");
    expect(after.receive({ max: 10 })).toMatchObject([{ body: "ready", attributes: { kind: { StringValue: "x" } } }]);
    clock.advance(30_000);
    const again = after.receive({ max: 10 }).map(({ body, receiveCount }) => `${body} x${receiveCount}`);
    expect(again.sort()).toEqual(["delayed x1", "ready x2"]);
    expect(openAt(directory).queue("work").settings().visibilitySeconds).toBe(10);
  });

  it("killed at any byte, opens as it was after some acknowledged step, and loses none", () => {
    const directory = freshDirectory();
    const marks: number[] = [];
    live(openAt(directory), () => marks.push(statSync(journalOf(directory)).size));
    const whole = readFileSync(journalOf(directory));
    const states = new Map<number, string>();
    const stateAt = (bytes: number): string => {
      const copy = freshDirectory();
      writeFileSync(journalOf(copy), whole.subarray(0, bytes));
      return JSON.stringify(contents(openAt(copy)));
    };
    for (const mark of [0, ...marks]) states.set(mark, stateAt(mark));
    expect(new Set(states.values()).size).toBeGreaterThan(6);
    for (let bytes = 0; bytes <= whole.length; bytes += 1) {
      if (bytes % 13 !== 0 && !marks.includes(bytes - 1) && !marks.includes(bytes + 1)) continue;
      const lastLine = whole.subarray(0, bytes).lastIndexOf("\n") + 1;
      expect(stateAt(bytes)).toBe(states.get(lastLine) ?? stateAt(lastLine));
    }
  });

  it("forgets a torn last line for good, so what comes next is not glued to it", () => {
    const directory = freshDirectory();
    openAt(directory)
      .declare("work")
      .send([{ body: "kept" }]);
    appendFileSync(journalOf(directory), '{"did":"purge","que');
    openAt(directory)
      .queue("work")
      .send([{ body: "next" }]);
    expect(
      openAt(directory)
        .queue("work")
        .receive({ max: 10 })
        .map(({ body }) => body),
    ).toEqual(["kept", "next"]);
  });

  it("refuses to open over a broken line that is not the last", () => {
    const directory = freshDirectory();
    openAt(directory)
      .declare("work")
      .send([{ body: "a" }]);
    appendFileSync(journalOf(directory), "garbage\n");
    expect(() => openAt(directory)).toThrow(/line 3 is not a record/);
  });

  it("is rewritten at opening to what is left", () => {
    const directory = freshDirectory();
    const queue = openAt(directory).declare("work");
    for (let index = 0; index < 20; index += 1) {
      queue.send([{ body: "x".repeat(500) }]);
      queue.delete(queue.receive({ max: 1 })[0]?.receipt ?? "");
    }
    const grown = statSync(journalOf(directory)).size;
    openAt(directory);
    expect(grown).toBeGreaterThan(10_000);
    expect(statSync(journalOf(directory)).size).toBeLessThan(400);
    const copy = freshDirectory();
    cpSync(journalOf(directory), journalOf(copy));
    expect(contents(openAt(copy))).toMatchObject([{ name: "work", visible: 0, inFlight: 0 }]);
  });
});
