"""One verb per use case, on the domain and on the ports; nothing here knows of Telegram or of SQL."""
