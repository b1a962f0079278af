import fc from "fast-check";
import { brokenAnswer, dripped, mutated, properAnswer, type Answer } from "./answers.ts";
import { KEYS, run, type Run } from "./bodies.ts";
import { condition, namedOutput, type Condition, type NamedOutput } from "./conditions.ts";

/** Everything that one run of the action meets. */
export interface Case {
  /** Of `with:`. The place of the address in `base-url` is `BASE`. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly assertions: readonly Condition[];
  readonly namedOutputs: readonly NamedOutput[];
  /** To the requests for the nodes, one after another; the last is repeated. */
  readonly polls: readonly Answer[];
  /** To the requests for the main output. */
  readonly outputs: readonly Answer[];
  /** The request, counted from 1, at which the job is cancelled; 0 if it never is. */
  readonly cancelledAt: number;
}

const mostly = <T>(weight: number, usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: unusual });

const json = (text: string) => Buffer.from(`${text}\n`);

const STATUSES = [
  ...[201, 203, 205, 206, 226, 299],
  ...[300, 301, 302, 304, 307, 308],
  ...[400, 401, 402, 403, 404, 407, 408, 410, 413, 418, 422, 425, 429, 451, 499],
  ...[500, 501, 502, 503, 504, 505, 511, 599],
  ...[600, 999],
];

/** Answers that end nothing by themselves. */
const interlude = (running: string): fc.Arbitrary<Answer> =>
  fc.oneof(
    { weight: 4, arbitrary: properAnswer(202, json(running)) },
    fc.constantFrom("", "null", "<html>EVIL", "[]", "EVIL").chain((text) => properAnswer(202, json(text))),
    properAnswer(204, json("")),
    brokenAnswer(202, json(running)),
    fc.constantFrom(404, 429, 500, 503).chain((status) => properAnswer(status, json('{"message": "EVIL"}'))),
  );

/** The answer that should end the wait, and everything that can go wrong with it. */
const conclusion = (body: string): fc.Arbitrary<Answer> =>
  fc.oneof(
    { weight: 12, arbitrary: properAnswer(200, json(body)) },
    { weight: 4, arbitrary: brokenAnswer(200, json(body)) },
    { weight: 2, arbitrary: mutated(json(body)).chain((bytes) => properAnswer(200, bytes)) },
    fc
      .constantFrom("\ufeff", "\ufeff ", "\u00a0", ")]}',\n")
      .chain((prefix) => properAnswer(200, json(prefix + body))),
    fc.constantFrom(...STATUSES).chain((status) => properAnswer(status, json(body))),
    fc.constantFrom(101, ...STATUSES).chain((status) => brokenAnswer(status, json('{"detail": "EVIL"}'))),
  );

const answers = (run: Run) => {
  const turns = (body: string) =>
    fc
      .tuple(
        mostly(3, fc.constant<Answer[]>([]), fc.array(interlude(run.running), { maxLength: 3 })),
        conclusion(body),
        mostly(
          1,
          fc.constant<Answer[]>([]),
          properAnswer(200, json(body)).map((answer) => [answer]),
        ),
      )
      .map(([before, end, after]) => [...before, end, ...after]);
  const inPieces = (list: Answer[]) =>
    fc.tuple(...list.map((answer) => mostly(5, fc.constant(answer), dripped(answer))));
  return fc.record({ polls: turns(run.nodes).chain(inPieces), outputs: turns(run.output).chain(inPieces) });
};

const BASES = ["BASE/", "BASE/a/b", "http://localhost:PORT", "https://127.0.0.1:PORT"];
const BAD_BASES = [
  "http://example.com",
  "ftp://127.0.0.1",
  "127.0.0.1:PORT",
  "http://u:p@127.0.0.1:PORT",
  "BASE/?a=EVIL",
  "BASE/#b",
  "EVIL",
  `https://${KEYS[0]}.example/`,
];

/** Inputs that are mostly left out or good. */
const settings = fc.record(
  {
    "return-all-outputs": mostly(
      9,
      fc.constantFrom("true", "false", "TRUE"),
      fc.constantFrom("yes", "1", "tRUE", "EVIL\n::error::EVIL"),
    ),
    "fail-on-error": mostly(9, fc.constantFrom("false", "true", "False"), fc.constantFrom("no", "0")),
    "job-summary": mostly(9, fc.constantFrom("false", "true"), fc.constantFrom("off", "nope")),
    timeout: mostly(
      9,
      fc.constantFrom("20s", "1m", "90", "0.5m", "12500ms"),
      fc.constantFrom("0", "-1", "0s", "abc", "1d", "1e3", "Infinity", "NaN", KEYS[0]),
    ),
    "poll-interval": mostly(
      9,
      fc.constantFrom("2s", "1500ms", "10"),
      fc.constantFrom("0", "5 minutes", ",5"),
    ),
    "request-timeout": mostly(9, fc.constantFrom("10s", "1m"), fc.constantFrom("0ms", "x")),
    "base-url": mostly(5, fc.constantFrom(...BASES), fc.constantFrom(...BAD_BASES)),
    "execution-id": mostly(
      9,
      fc.constantFrom("9223372036854775807", "1", " 7 "),
      fc.constantFrom("", "0", "-5", "null", "9223372036854775808", "1.5", "EVIL", "1e3", "0x10", ...KEYS),
    ),
    "api-key": mostly(
      20,
      fc.constant(KEYS[1]),
      fc.constantFrom("", " ", "a\nEVIL", "k\u00e9y-not-ascii-\u20ac"),
    ),
  },
  { requiredKeys: [] },
);

/** At most two inputs differ from the usual ones. */
const inputs = fc
  .tuple(
    settings,
    fc.shuffledSubarray(
      [
        "return-all-outputs",
        "fail-on-error",
        "job-summary",
        "timeout",
        "poll-interval",
        "request-timeout",
        "base-url",
        "execution-id",
        "api-key",
      ],
      { maxLength: 2 },
    ),
  )
  .map(([given, names]) => ({
    "execution-id": "123",
    "api-key": KEYS[0],
    "base-url": "BASE",
    ...Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name))),
  }));

const gate = mostly(
  3,
  fc.constant({ assertions: [] as Condition[], namedOutputs: [] as NamedOutput[] }),
  fc.record({
    assertions: fc.array(condition, { maxLength: 3 }),
    namedOutputs: fc.uniqueArray(namedOutput, { maxLength: 2, selector: ({ name }) => name }),
  }),
);

/** @param isQuick whether real seconds go by, as in a process of its own */
export const cases = (isQuick: boolean): fc.Arbitrary<Case> =>
  fc
    .tuple(inputs, gate, run.chain(answers), mostly(20, fc.constant(0), fc.integer({ min: 1, max: 3 })))
    .map(([given, gate, { polls, outputs }, cancelledAt]) => {
      const hangs = [...polls, ...outputs].some((answer) => answer.hangs);
      return {
        inputs: {
          ...given,
          ...(hangs && { "request-timeout": "60ms" }),
          ...(isQuick && { timeout: "1500ms", "poll-interval": "50ms" }),
          assert: gate.assertions.map(({ text }) => text).join("\n"),
          outputs: gate.namedOutputs.map(({ text }) => text).join("\n"),
        },
        ...gate,
        polls,
        outputs,
        cancelledAt,
      };
    });
