"""What whoever runs the bot types on the server. Exit codes: 0 done, 1 failed, 2 wrong use or wrong settings."""
