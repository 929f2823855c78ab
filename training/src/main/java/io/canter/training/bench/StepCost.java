package io.canter.training.bench;

import com.sun.management.ThreadMXBean;
import io.canter.training.evaluation.ErrorList;
import java.lang.management.ManagementFactory;

/**
 * What the tracker's steps cost on the calling thread: processor time (so that a busy machine does not count) and bytes
 * allocated. Only steps that go on with an animal that was seen again count: first sights are rare and dear.
 */
public final class StepCost {
    // Until the compiler has seen enough, a step's time is the interpreter's.
    private static final int WARM_UP_STEPS = 40;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ErrorList millis = new ErrorList();
    private final ErrorList bytes = new ErrorList();
    private int steps;
    private long cpuNanos;
    private long allocated;

    void begin() {
        allocated = threads.getCurrentThreadAllocatedBytes();
        cpuNanos = threads.getCurrentThreadCpuTime();
    }

    /** @param counts whether the step went on with an animal that was seen */
    void end(boolean counts) {
        long nanos = threads.getCurrentThreadCpuTime() - cpuNanos;
        long more = threads.getCurrentThreadAllocatedBytes() - allocated;
        if (counts && ++steps > WARM_UP_STEPS) {
            millis.add(1e-6 * nanos);
            bytes.add((double) more);
        }
    }

    /** Adds what another thread of steps, already warm, has cost. */
    void addAll(StepCost other) {
        millis.addAll(other.millis);
        bytes.addAll(other.bytes);
    }

    /** Steps that count. */
    public int count() {
        return millis.count();
    }

    /** Processor time of a step, milliseconds. */
    public ErrorList millis() {
        return millis;
    }

    /** Bytes allocated in a step. */
    public ErrorList bytes() {
        return bytes;
    }
}
