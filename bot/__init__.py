"""The bot as a running application: its commands, its loops, and the parts of its face that know no domain."""
