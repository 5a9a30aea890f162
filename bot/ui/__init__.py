"""Forms, pages, buttons and words. Nothing here knows of tasks or cases, and nothing here speaks to Telegram."""
