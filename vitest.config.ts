/** How the tests run. Nothing here sets a time zone or a locale: results must not depend on them. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup/python-environment.ts"],
    passWithNoTests: false,
    // A test without an assertion fails.
    expect: { requireAssertions: true },
    pool: "forks",
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
