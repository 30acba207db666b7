/** What the desktop shell and its page say to each other beside the wire, as `type` of messages on the page's window. */

/** From the shell, with a port: a wire to the host. */
export const PORT_MESSAGE = 'chengmai:port';
/** From the page. */
export const PORT_WANTED = 'chengmai:port-wanted';
/** From the shell, with `failure`, a `HostFailure`: there is no host to give a port to. */
export const FAILURE_MESSAGE = 'chengmai:host-failed';
