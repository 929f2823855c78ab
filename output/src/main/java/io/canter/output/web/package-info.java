/**
 * The web server and its binary protocol {@code canter.1}.
 *
 * <p>The way of a message: {@link io.canter.output.web.ViewerServer} encodes it once ({@code Messages}), puts it on the
 * {@code Board}, which keeps only the newest message of each kind, and every {@code Viewer} takes from the board what it
 * has not seen yet, one message at a time, as fast as its own connection swallows them. There is no queue anywhere.
 *
 * <p>The page's decoder reads the schema table in {@code Protocol} from {@code /protocol.js}, and the server's encoder
 * refuses to write anything that is not the table's next field: the two cannot drift apart.
 */
package io.canter.output.web;
