"""What units send back (收表): workbooks in any state, read by the words on them into returns."""
