package io.canter.output.web;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs of the machine. Without it the test is skipped, or fails where CANTER_REQUIRE_ALL is true. */
final class Needs {
    private Needs() {}

    static void check(boolean there, String whatIsMissing) {
        if (!there && Boolean.parseBoolean(System.getenv("CANTER_REQUIRE_ALL"))) {
            fail(whatIsMissing + " (CANTER_REQUIRE_ALL is set)");
        }
        assumeTrue(there, whatIsMissing);
    }
}
