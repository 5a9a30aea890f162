"""The other ends of the ports: calendar, unit search, spreadsheets, files, images, vault."""
