"""What the bot is compared with: bots as python-telegram-bot's own examples teach to write them."""
