"""The register's files: one for each asset, public ones only, whole or not at all, committed if asked."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.incidents.close_incident import close
from bot.incidents.reopen_incident import reopen
from bot.outbox.deliveries.register.files import WriteRegister
from bot.outbox.unpark import unpark
from bot.playbook import Playbook, PlaybookRefused, load_playbook, parse_playbook
from bot.prose import Prose
from bot.register.commit import NotCommitted, commit_files
from bot.register.files import MARK, file_name, write_files
from models.outbox import OutboxItem, Standing
from models.vocabulary import Outcome
from tests.blocks.known_gallery import issue
from tests.builders import ANA, Office, open_office
from tests.prose.samples import FULLEST, HOSTILE

_FIXED = {"cause": "A full disk", "remedy": "Cleared it", "by_id": ANA}


def _playbook(folder: Path, **more: Any) -> Playbook:
    asked = parse_playbook("register: {folder: register}", "test")
    return asked.model_copy(
        update={"data_issues": asked.data_issues.model_copy(update={"folder": folder, **more})}
    )


async def _closed(office: Office, **more: Any) -> int:
    number = await office.house.declare("Twice the rows", **more)
    await office.house.act(close, number, Outcome.FIXED, **_FIXED)
    return number


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".git")


async def test_a_file_for_each_asset_holds_what_is_public(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    async with open_office(sqlite_url, WriteRegister, playbook=_playbook(folder)) as office:
        number = await _closed(office, asset="marts.orders")
        await _closed(office, asset="marts.salaries", is_private=True)
        await _closed(office, asset="marts.practice", is_drill=True)
        await office.deliver()
        assert _files(folder) == ["marts.orders.md"]
        text = (folder / "marts.orders.md").read_text()
        assert text.startswith(MARK)
        assert f"## INC-{number}: Twice the rows" in text
        assert "- Status: fixed, closed 2026-11-18 10:00" in text

        await office.house.act(reopen, number, by_id=ANA)
        await office.deliver()
        assert "- Status: worked on again" in (folder / "marts.orders.md").read_text()
        await office.house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)
        async with office.house.store.unit() as uow:
            await uow.announce("write_register", subject="register")
        await office.deliver()
        assert _files(folder) == []


async def test_without_a_folder_nothing_is_written(sqlite_url: str) -> None:
    async with open_office(sqlite_url, WriteRegister) as office:
        await _closed(office, asset="marts.orders")

        assert await office.house.waiting("write_register") == []


def test_only_what_changed_is_written_and_only_ours_removed(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("ours by hand")
    one, two = {"a.md": f"{MARK}\na"}, {"b.md": f"{MARK}\nb"}

    assert write_files(tmp_path, {**one, **two}) == ["a.md", "b.md"]
    assert write_files(tmp_path, {**one, **two}) == []
    assert write_files(tmp_path, two) == ["a.md"]
    assert _files(tmp_path) == ["README.md", "b.md"]


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch) -> None:
    write_files(tmp_path, {"a.md": f"{MARK}\nold"})

    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("bot.register.files.os.fsync", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_files(tmp_path, {"a.md": f"{MARK}\nnew"})
    assert _files(tmp_path) == ["a.md"]
    assert (tmp_path / "a.md").read_text() == f"{MARK}\nold"


@pytest.mark.parametrize(
    "asset", ["../../etc/passwd", "a/b", "A.B", "a.b", "", "…", ".git", "x" * 400, "CON|*?"]
)
def test_no_name_leaves_the_folder_or_takes_anothers_place(asset: str) -> None:
    name = file_name(asset)

    assert "/" not in name
    assert not name.startswith(".")
    assert len(name) < 150
    assert len({file_name(each) for each in (asset, asset.upper() + "-", f"{asset} ")}) == 3


def test_hostile_words_stay_words() -> None:
    text = Prose().register([issue(HOSTILE.text or ""), issue(FULLEST.text or "")])

    assert "<!channel>" not in text
    assert "[a](http" not in text
    assert text.count("\n## ") == 2
    assert "- Do: Orders of yesterday are missing" in text


#: A bare machine knows nobody by name.
_AS_ANA = ("-c", "user.name=Ana", "-c", "user.email=ana@localhost")


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


async def test_changes_are_committed_alone_and_never_pushed(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q")
    (tmp_path / "other.txt").write_text("staged by somebody")
    _git(tmp_path, "add", "other.txt")
    changed = write_files(tmp_path, {"a.md": f"{MARK}\na", "b.md": f"{MARK}\nb"})
    await commit_files(tmp_path, changed)
    assert _git(tmp_path, "show", "--name-only", "--format=%s") == (
        "Bring the data issues of 2 assets up to date\n\na.md\nb.md"
    )

    await commit_files(tmp_path, write_files(tmp_path, {"b.md": f"{MARK}\nb"}))
    assert _git(tmp_path, "ls-files") == "b.md\nother.txt"
    assert _git(tmp_path, "status", "--porcelain") == "A  other.txt"


async def test_a_file_that_git_never_knew_can_go(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q")
    await commit_files(tmp_path, ["gone.md"])

    assert _git(tmp_path, "status", "--porcelain") == ""


async def test_what_was_written_but_not_committed_when_the_program_died_is_committed_by_the_next(
    sqlite_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "repository" / "register"
    folder.mkdir(parents=True)
    _git(folder.parent, "init", "-q")
    async with open_office(sqlite_url, WriteRegister, playbook=_playbook(folder, commit=True)) as office:
        number = await _closed(office, asset="marts.orders")
        await _die_before_the_commit(office, folder)
        assert _git(folder, "ls-files", "--others") == "marts.orders.md"
        await office.deliver()
        assert _git(folder, "ls-files") == "marts.orders.md"

        (folder / "notes.md").write_text("by hand")
        _git(folder, "add", "notes.md")
        _git(folder, *_AS_ANA, "commit", "-qm", "Notes")
        (folder / "notes.md").unlink()
        await office.house.act(reopen, number, by_id=ANA)
        await office.house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)
        await _write(office)
        await _die_before_the_commit(office, folder)
        await office.deliver()
        assert _git(folder, "ls-files", "--deleted") == "notes.md"
        assert _git(folder, "ls-files") == "notes.md"


async def _write(office: Office) -> None:
    async with office.house.store.unit() as uow:
        await uow.announce("write_register", subject="register")


async def _die_before_the_commit(office: Office, folder: Path) -> None:
    """Write the files, and get no further."""
    [item] = await office.house.waiting("write_register")
    async with office.house.store.reading() as session:
        call = await office.deliveries["write_register"].render(item, session, office.desk)
    assert write_files(folder, call.args["texts"])


async def test_while_another_git_is_at_work_it_waits_and_what_stays_locked_is_told(
    sqlite_url: str, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("bot.outbox.deliveries.register.files._TRIES", 3)
    _git(tmp_path, "init", "-q")
    lock = tmp_path / ".git" / "index.lock"
    lock.touch()
    async with open_office(sqlite_url, WriteRegister, playbook=_playbook(tmp_path, commit=True)) as office:
        await _closed(office, asset="marts.orders")
        await office.deliver()
        [item] = await office.house.all_of(OutboxItem, kind="write_register")
        assert item.standing is Standing.PARKED
        assert "index.lock" in item.fault
        assert item.attempts > 2

        lock.unlink()
        async with office.house.store.unit() as uow:
            unpark(await uow.session.get_one(OutboxItem, item.id))
        await office.deliver()
        assert _git(tmp_path, "ls-files") == "marts.orders.md"


def test_a_file_half_written_by_a_program_that_was_killed_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".register-x1.tmp").write_text("half a li")
    write_files(tmp_path, {"a.md": f"{MARK}\na"})

    assert _files(tmp_path) == ["a.md"]


async def test_where_there_is_no_repository_the_fault_is_told(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "a.md").write_text("a")

    with pytest.raises(NotCommitted, match="not a git repository"):
        await commit_files(tmp_path, ["a.md"])


def test_the_folder_is_beside_the_playbook(tmp_path: Path) -> None:
    path = tmp_path / "breakwater.yaml"
    path.write_text("register: {folder: docs/issues, commit: true}")
    assert load_playbook(path).data_issues.folder == tmp_path / "docs/issues"

    path.write_text("register: {folder: [a]}")
    with pytest.raises(PlaybookRefused, match="register"):
        load_playbook(path)
