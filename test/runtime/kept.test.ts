import { describe, expect, it } from "vitest";
import { kept } from "#runtime/kept";
import { clock } from "#test/world";

const LIMITS = { freshSeconds: 300, staleSeconds: 3_600, pauseSeconds: 10 };

/** A source that counts its questions, fails when told to, and answers when let. */
function source() {
  const time = clock();
  const state = { questions: 0, isDown: false, value: "one", told: 0, gate: Promise.resolve() };
  const ask = async (): Promise<string> => {
    state.questions += 1;
    await state.gate;
    if (state.isDown) throw new Error("the vault is down");
    return state.value;
  };
  const onStale = () => {
    state.told += 1;
  };
  return { state, time, read: kept(ask, { ...LIMITS, now: time.now, onStale }) };
}

describe("a kept value", () => {
  it("is asked for once in five minutes", async () => {
    const { state, time, read } = source();
    for (let second = 0; second < 299; second += 20) {
      expect(await read()).toBe("one");
      time.pass(20);
    }
    expect(state.questions).toBe(1);
    state.value = "two";
    expect(await read()).toBe("two");
    expect(state.questions).toBe(2);
  });

  it("is asked for once by a hundred callers at the same time, at the start and when its time is over", async () => {
    const { state, time, read } = source();
    const everybody = () => Promise.all(Array.from({ length: 100 }, () => read()));
    expect(new Set(await everybody())).toEqual(new Set(["one"]));
    expect(state.questions).toBe(1);
    time.pass(300);
    state.value = "two";
    expect(new Set(await everybody())).toEqual(new Set(["two"]));
    expect(state.questions).toBe(2);
  });

  it("is given for an hour by a source that went down, asked again every ten seconds and told once", async () => {
    const { state, time, read } = source();
    await read();
    state.isDown = true;
    time.pass(300);
    for (let call = 0; call < 50; call += 1) expect(await read()).toBe("one");
    expect(state).toMatchObject({ questions: 2, told: 1 });
    time.pass(10);
    for (let call = 0; call < 50; call += 1) expect(await read()).toBe("one");
    expect(state).toMatchObject({ questions: 3, told: 1 });
    time.pass(3_600 - 310 - 1);
    expect(await read()).toBe("one");
    time.pass(1);
    await expect(read()).rejects.toThrow("down");
  });

  it("comes back with its source, and a second outage is told again", async () => {
    const { state, time, read } = source();
    await read();
    state.isDown = true;
    time.pass(4_000);
    await expect(read()).rejects.toThrow("down");
    Object.assign(state, { isDown: false, value: "two" });
    expect(await read()).toBe("two");
    for (let outage = 1; outage <= 2; outage += 1) {
      state.isDown = true;
      time.pass(300);
      await read();
      expect(state.told).toBe(outage);
      state.isDown = false;
      time.pass(300);
      await read();
    }
  });

  it("fails everybody while there is nothing to give, and forgets the failure", async () => {
    const { state, read } = source();
    state.isDown = true;
    const answers = await Promise.allSettled([read(), read()]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    state.isDown = false;
    expect(await read()).toBe("one");
  });

  it("is asked for early by who misses something in it, at most once in ten seconds", async () => {
    const { state, time, read } = source();
    await read();
    state.value = "two";
    expect(await read((value) => value === "two")).toBe("two");
    time.pass(10);
    for (let second = 0; second < 60; second += 1) {
      expect(await Promise.all([read((value) => value === "forged"), read()])).toEqual(["two", "two"]);
      time.pass(1);
    }
    expect(state.questions).toBe(2 + 6);
  });

  it("keeps nobody waiting who finds what they want while somebody else asks early", async () => {
    const { state, time, read } = source();
    await read();
    time.pass(20);
    const gate = { open: (): void => undefined };
    state.gate = new Promise((resolve) => {
      gate.open = resolve;
    });
    const early = read(() => false);
    expect(await read(() => true)).toBe("one");
    gate.open();
    expect(await early).toBe("one");
  });
});
