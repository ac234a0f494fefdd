"""`make demo`: the whole portal on one machine, from an empty folder to the address, until Ctrl-C."""
