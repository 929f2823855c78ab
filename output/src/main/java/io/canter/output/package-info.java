/** The server, the page, recordings and exporters. */
package io.canter.output;
