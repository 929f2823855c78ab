package io.canter.training.trainer;

import org.junit.jupiter.api.Test;

/** The trainer's own tests, in Python. */
class PythonTestsTest {
    @Test
    void allPass() {
        PythonTrainer.find().run("-m", "unittest");
    }
}
