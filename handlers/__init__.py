"""One module a conversation: read what was pressed or said, call one service, show one page."""
