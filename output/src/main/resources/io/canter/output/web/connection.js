// One WebSocket that comes back by itself.
import { PROTOCOL } from './protocol.js';
import { decode } from './decoder.js';

const FIRST_RETRY_MILLIS = 500;
const LAST_RETRY_MILLIS = 8000;

/** Connects and stays connected; `onMessage` gets decoded messages, `onState` 'connecting', 'open' or 'closed'. */
export function connect({ onMessage, onState }) {
  const url = new URL('ws', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let retryMillis = FIRST_RETRY_MILLIS;

  function open() {
    onState('connecting');
    const socket = new WebSocket(url, PROTOCOL.subprotocol);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      retryMillis = FIRST_RETRY_MILLIS;
      onState('open');
    };
    socket.onmessage = (event) => {
      const message = event.data instanceof ArrayBuffer && event.data.byteLength > 0 ? decode(event.data) : null;
      if (message) onMessage(message);
    };
    socket.onclose = () => {
      onState('closed');
      // Spread out, so that a hundred pages do not come back in the same moment.
      setTimeout(open, retryMillis * (0.75 + 0.5 * Math.random()));
      retryMillis = Math.min(2 * retryMillis, LAST_RETRY_MILLIS);
    };
  }
  open();
}
