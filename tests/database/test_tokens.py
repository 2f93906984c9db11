"""Secrets are random, kept as hashes, and a code survives the way people type it."""

import re

import pytest

from helpers.database.tokens import CODE_LENGTH, LETTERS, hash_token, new_code, new_token, tidy_code


def test_a_token_has_128_bits_and_can_stand_in_an_address():
    tokens = {new_token() for _ in range(500)}
    assert len(tokens) == 500
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)


def test_a_hash_tells_tokens_apart_and_takes_whatever_a_stranger_sends():
    assert hash_token("a") != hash_token("b")
    for odd in ("", "\ud800", "\0", "ü" * 10_000):
        assert re.fullmatch(r"[0-9a-f]{64}", hash_token(odd))


def test_a_code_has_no_letter_that_is_misread():
    codes = [new_code() for _ in range(500)]
    assert len(set(codes)) == 500
    assert {letter for code in codes for letter in code} == set(LETTERS)
    assert all(len(code) == CODE_LENGTH for code in codes)
    assert not set("IO01") & set(LETTERS)


@pytest.mark.parametrize(
    "typed", ["abcd2345", "ABCD-2345", " abcd 2345\n", "ＡＢＣＤ２３４５", "a.b.c.d.2.3.4.5", "“abcd2345”"]
)
def test_a_code_is_the_same_however_it_is_typed(typed):
    assert tidy_code(typed) == "ABCD2345"


@pytest.mark.parametrize("typed", ["", "\ud800\udfff", "🙂", "x" * 1_000_000, "ß" * 99, "' OR 1=1 --"])
def test_what_is_no_code_is_no_trouble(typed):
    assert len(tidy_code(typed)) <= 200
    assert set(tidy_code(typed)) <= set(LETTERS)
