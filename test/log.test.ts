import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { Log } from "../src/show/log.ts";

describe("the key", () => {
  const log = new Log("pl_0123456789");
  test.each([
    ["a pl_0123456789 b", "a *** b"],
    ["PL_0123456789,pl_0123456789", "***,***"],
    ["pl_01234567", "pl_01234567"],
    // Where it was cut off.
    ["a pl_012345678… b", "a ***… b"],
    ["a PL_0… b", "a ***… b"],
    ["a pl_… b", "a pl_… b"],
    ["pl_01…pl_01234…pl_01", "***…***…pl_01"],
    ["pl_0x…", "pl_0x…"],
    ["l_0123…", "l_0123…"],
    ["…", "…"],
    ["", ""],
  ])("is taken out of %j", (text, expected) => {
    expect(log.withoutKey(text)).toBe(expected);
  });

  test("is taken out however JSON, HTML, an address, a quote or the log spells it", () => {
    const odd = new Log('a"&\u202e<b');
    const quoted = new Log("a`b+c");
    for (const spelling of ["a`b+c", "a'b+c", "a&#39;b+c", "a%60b%2Bc", "A%60B%2bC"])
      expect(quoted.withoutKey(`x ${spelling} y`)).toBe("x *** y");
    for (const spelling of [
      'a"&\u202e<b',
      'a\\"&\u202e<b',
      'a"&\\u{202e}<b',
      "a&quot;&amp;\u202e&lt;b",
      "a\\&quot;&amp;\u202e&lt;b",
    ])
      expect(odd.withoutKey(`x ${spelling} y`)).toBe("x *** y");
  });

  test("is taken out in its longest spelling", () => {
    expect(new Log("pl_0123\\").withoutKey("x pl_0123\\\\ y")).toBe("x *** y");
  });

  test("of no length takes nothing out", () => {
    expect(new Log("").withoutKey("a…b")).toBe("a…b");
  });
});

describe("lines", () => {
  let written: string;
  beforeEach(() => {
    written = "";
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      written += String(text);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    delete process.env["RUNNER_DEBUG"];
  });

  test("leave room for no more annotations than GitHub shows, but for one that tells of others", () => {
    const log = new Log("");
    const rooms = Array.from({ length: 4 }, () => {
      log.error("a", "b");
      log.warning("a", "b");
      log.notice("a", "b");
      log.info("a");
      return log.room;
    });
    expect(rooms).toEqual([7, 4, 1, 1]);
  });

  test("are sanitized, and have no key", () => {
    const log = new Log("secret-key");
    log.info("a\n::error::secret-key");
    log.info("b", "dim");
    log.group("##[group]", ["c\r"]);
    log.error("d\n", "secret-key: e");
    log.warning("`f`", "`g`");
    log.notice("`h`", "`i`");
    log.debug("none");
    process.env["RUNNER_DEBUG"] = "1";
    log.debug("j\n");
    expect(written.replaceAll("\u001b", "ESC").split(/\r?\n/)).toEqual([
      "a\\n::error::***",
      "ESC[2mbESC[0m",
      "::group::# #[group]",
      "c\\r",
      "::endgroup::",
      "::error title=***%3A e::d\\n",
      '::warning title="g"::"f"',
      '::notice title="i"::"h"',
      "::debug::j\\n",
      "",
    ]);
  });
});
