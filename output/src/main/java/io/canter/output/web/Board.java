package io.canter.output.web;

import io.canter.output.web.Protocol.Kind;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest message of every kind, and nothing older: what a late joiner is sent, and all that a slow viewer can still
 * get. Holds at most one HELLO, RIG, POSE, VIDEO and END and {@link Protocol#MAX_SUBJECTS} bodies and coats.
 */
final class Board {
    /** Which message replaces which: the same kind and, for bodies and coats, the same subject. */
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
        /** The picture that belongs to the pose given last, to be given next; null if there is none. */
        private Entry picture;
    }

    private static final Key PICTURE = new Key(Kind.VIDEO, 0);

    private final TreeMap<Key, Entry> entries = new TreeMap<>();
    private long serial;

    synchronized void put(Kind kind, byte[] message) {
        put(new Key(kind, 0), message);
    }

    /** A pose and the picture of the same moment, which stay together. */
    synchronized void putFrame(byte[] pose, byte[] picture) {
        put(Kind.POSE, pose);
        put(Kind.VIDEO, picture);
    }

    synchronized void putBody(int subject, byte[] message) {
        put(new Key(Kind.BODY, subject), message);
    }

    private void put(Key key, byte[] message) {
        entries.put(key, new Entry(key.kind(), ++serial, message));
    }

    synchronized void putCoat(int subject, byte[] message) {
        put(new Key(Kind.COAT, subject), message);
    }

    /** Drops the bodies and coats of subjects that are gone. */
    synchronized void retainSubjects(Collection<Integer> subjects) {
        entries.keySet().removeIf(key -> {
            boolean ofSubject = key.kind() == Kind.BODY || key.kind() == Kind.COAT;
            return ofSubject && !subjects.contains(key.subject());
        });
    }

    /** Drops all that belongs to the stream before; the rig stays. */
    synchronized void clearStream() {
        entries.keySet().removeIf(key -> key.kind() != Kind.RIG);
    }

    /**
     * The message that this viewer needs next, or null if it has all: in the order HELLO, RIG, BODY, COAT, POSE, VIDEO,
     * END,
     * so that each comes after what it needs to be understood. Whoever takes a pose is given the picture that stood
     * beside it next, whatever has been put here in between: on a thin line, too, both show the same moment.
     */
    synchronized Entry next(Cursor cursor) {
        Entry picture = cursor.picture;
        if (picture != null) {
            cursor.picture = null;
            return picture;
        }
        for (Map.Entry<Key, Entry> candidate : entries.entrySet()) {
            if (take(candidate.getKey(), cursor)) {
                if (candidate.getKey().kind() == Kind.POSE && take(PICTURE, cursor)) {
                    cursor.picture = entries.get(PICTURE);
                }
                forgetDropped(cursor);
                return candidate.getValue();
            }
        }
        return null;
    }

    /** Marks the message as seen; false if there is none or if it already was. */
    private boolean take(Key key, Cursor cursor) {
        Entry entry = entries.get(key);
        if (entry == null || cursor.seen.getOrDefault(key, 0L) >= entry.serial()) {
            return false;
        }
        cursor.seen.put(key, entry.serial());
        return true;
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
