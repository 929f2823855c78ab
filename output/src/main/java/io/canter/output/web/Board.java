package io.canter.output.web;

import io.canter.output.web.Protocol.Kind;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest message of every kind, and nothing older: what a late joiner is sent, and all that a slow viewer can still
 * get. Holds at most one HELLO, RIG, POSE, VIDEO and END and {@link Protocol#MAX_SUBJECTS} bodies.
 */
final class Board {
    /** Which message replaces which: the same kind and, for bodies, the same subject. */
    private record Key(Kind kind, int subject) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : Integer.compare(subject, other.subject);
        }
    }

    /** A message and its place in the order of all messages ever put here. */
    record Entry(Kind kind, long serial, byte[] bytes) {}

    /** What one viewer has been given so far. Guarded by the board. */
    static final class Cursor {
        private final Map<Key, Long> seen = new TreeMap<>();
        /** Which of POSE and VIDEO had the last turn. */
        private Kind last = Kind.VIDEO;
    }

    private final TreeMap<Key, Entry> entries = new TreeMap<>();
    private long serial;

    synchronized void put(Kind kind, byte[] message) {
        put(new Key(kind, 0), message);
    }

    synchronized void putBody(int subject, byte[] message) {
        put(new Key(Kind.BODY, subject), message);
    }

    private void put(Key key, byte[] message) {
        entries.put(key, new Entry(key.kind(), ++serial, message));
    }

    /** Drops the bodies of subjects that are gone. */
    synchronized void retainBodies(Collection<Integer> subjects) {
        entries.keySet().removeIf(key -> key.kind() == Kind.BODY && !subjects.contains(key.subject()));
    }

    /** Drops all that belongs to the stream before; the rig stays. */
    synchronized void clearStream() {
        entries.keySet().removeIf(key -> key.kind() != Kind.RIG);
    }

    /**
     * The message that this viewer needs next, or null if it has all. First what the rest needs to be understood, in the
     * order HELLO, RIG, BODY; then POSE and VIDEO in turn, so that on a thin line neither starves the other; END last.
     */
    synchronized Entry next(Cursor cursor) {
        Map.Entry<Key, Entry> found = null;
        for (Map.Entry<Key, Entry> entry : entries.entrySet()) {
            Kind kind = entry.getKey().kind();
            if (cursor.seen.getOrDefault(entry.getKey(), 0L) >= entry.getValue().serial()) {
                continue;
            }
            if (kind == Kind.POSE && cursor.last == Kind.POSE) {
                found = entry; // unless there is a picture
                continue;
            }
            if (found == null || kind == Kind.VIDEO) {
                found = entry;
            }
            break;
        }
        if (found == null) {
            return null;
        }
        cursor.seen.put(found.getKey(), found.getValue().serial());
        if (found.getKey().kind() == Kind.POSE || found.getKey().kind() == Kind.VIDEO) {
            cursor.last = found.getKey().kind();
        }
        forgetDropped(cursor);
        return found.getValue();
    }

    /** Keeps the cursor no larger than the board. */
    private void forgetDropped(Cursor cursor) {
        if (cursor.seen.size() > entries.size()) {
            for (Iterator<Key> keys = cursor.seen.keySet().iterator(); keys.hasNext(); ) {
                if (!entries.containsKey(keys.next())) {
                    keys.remove();
                }
            }
        }
    }
}
