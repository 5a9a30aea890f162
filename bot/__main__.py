"""``python -m bot``: every command of the deployment."""

from bot.cli.commands import main

main()
