// Signed in again in a window of its own: the page that waits for it may go on.

new BroadcastChannel("portal.sitting").postMessage("again");
