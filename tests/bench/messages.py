#!/usr/bin/env python3
"""Conversations as WhatsApp's Cloud API sends them, one webhook a line: what the benchmarks import.

    tests/bench/messages.py FILE MESSAGES CHATS [ACCOUNT...]

The same on every machine. Messages are in the order of their times, chats in none; the words of the
texts are very common (one text in four), but for `rare` (one in 50,000) and `uncommon` (one in 500).
"""

import json
import random
import sys

WORDS = ("hello is the blue one still in stock my parcel has not arrived yet thank you that was quick"
         " could we change the booking to saturday please send price list").split()

# Of those who are written to.
ACCOUNTS = [f"1415555{number:04}" for number in range(20)]


def write(path, messages, chats, accounts):
    """Writes that many messages, in that many chats spread over those accounts."""
    chance = random.Random(17)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(messages):
            chat = number if number < chats else chance.randrange(chats)
            words = chance.choices(WORDS, k=chance.randint(3, 15))
            if number % 500 == 7:
                words.append("uncommon")
            if number % 50_000 == 77:
                words.append("rare")
            account, customer = accounts[chat % len(accounts)], f"9198{chat:08}"
            value = {
                "messaging_product": "whatsapp",
                "metadata": {"display_phone_number": account, "phone_number_id": f"id-{account}"},
                "contacts": [{"profile": {"name": f"Customer {chat}"}, "wa_id": customer}],
                "messages": [{"from": customer, "id": f"wamid.{number:032x}",
                              "timestamp": str(1_700_000_000 + number), "type": "text",
                              "text": {"body": " ".join(words)}}],
            }
            line = {"object": "whatsapp_business_account",
                    "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}
            file.write(json.dumps(line, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]),
          sys.argv[4:] or ACCOUNTS)
