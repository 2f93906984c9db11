"""What a browser is known by again after a restart."""

import stat

import pytest

from helpers.http.secret import SECRET_BYTES, kept_secret, key_to


def test_a_secret_is_the_same_at_every_start_and_its_owners_alone(tmp_path):
    path = tmp_path / "runtime" / "secret"
    secret = kept_secret(path)
    assert len(secret) == SECRET_BYTES
    assert kept_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("torn", [b"", b"short"])
def test_a_file_that_was_cut_off_is_no_secret(tmp_path, torn):
    path = tmp_path / "secret"
    path.write_bytes(torn)
    secret = kept_secret(path)
    assert len(secret) == SECRET_BYTES
    assert path.read_bytes() == secret


def test_where_nothing_can_be_kept_there_is_a_secret_all_the_same(tmp_path):
    (tmp_path / "secret").mkdir()
    assert len(kept_secret(tmp_path / "secret")) == SECRET_BYTES
    assert kept_secret(tmp_path / "secret") != kept_secret(tmp_path / "secret")
    assert list((tmp_path / "secret").iterdir()) == []


def test_a_key_opens_one_thing_and_is_made_by_one_secret():
    keys = {key_to(secret, what) for secret in (b"a" * 32, b"b" * 32) for what in ("app one", "app two", "app \udc80")}
    assert len(keys) == 6
    assert key_to(b"a" * 32, "app one") in keys
