import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

function demo(...args: string[]) {
  const script = fileURLToPath(new URL("../scripts/demo.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("--help lists the options and a scenario for each verdict", () => {
  const { status, stdout, stderr } = demo("--help");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  for (const option of ["--scenario", "--input", "--start-input", "--execution-id"])
    expect(stdout).toContain(option);
  for (const verdict of ["success", "failure", "timeout", "error", "cancelled"])
    expect(stdout).toContain(`(${verdict})`);
});

test.each([
  [["--scenario"], "argument missing"],
  [["--scenario", "constructor"], 'There is no scenario "constructor"; the scenarios are green, red,'],
  [["--scenaro", "red"], "Unknown option '--scenaro'"],
  [["red"], "Unexpected argument 'red'"],
  [["--input", "timout=3s"], 'there is no input "timout"; the inputs are execution-id,'],
  [["--input", "timeout"], "is not NAME=VALUE"],
  [["--start-input", "assert=x"], 'there is no input "assert"; the inputs are agent,'],
])("%j is refused in one line", (args, message) => {
  const { status, stdout, stderr } = demo(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr.trimEnd()).not.toContain("\n");
});
