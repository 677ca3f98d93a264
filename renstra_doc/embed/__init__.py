"""Embed: one table of somebody else's program in Word or pandas, without a document project."""
