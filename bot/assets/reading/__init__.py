"""Readers: what tools export or people write, as `bot.assets.told` has it. Plain Python, no database."""
