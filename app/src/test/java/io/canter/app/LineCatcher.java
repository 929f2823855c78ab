package io.canter.app;

import java.io.StringWriter;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that one thread writes while another waits for words in it. */
final class LineCatcher extends StringWriter {
    @Override
    public void flush() {
        synchronized (getBuffer()) {
            getBuffer().notifyAll();
        }
    }

    /** The first match, once it has been written and flushed. */
    String await(String regex, Duration patience) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        long end = System.nanoTime() + patience.toNanos();
        synchronized (getBuffer()) {
            while (true) {
                Matcher matcher = pattern.matcher(getBuffer());
                if (matcher.find()) {
                    return matcher.group();
                }
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    throw new AssertionError("no " + regex + " within " + patience + " in:\n" + getBuffer());
                }
                getBuffer().wait(millis);
            }
        }
    }
}
