"""Hosted sessions: a small ASGI service by which people answer on their phones and a facilitator leads them.

settings → app: middleware, limits → participant, facilitator → the store, the forms, the board's pages
"""
