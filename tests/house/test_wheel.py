"""`pip install .` gives the whole program, and it works from any folder."""

import os
import signal
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.house.launched import launched

#: Building and installing takes longer than all that is tested of it.
pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built with the build backend that is installed here: no registry is asked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, PROJECT]
    subprocess.run(build, check=True, capture_output=True)
    (path,) = folder.glob("breakwater-*.whl")
    return path


@pytest.fixture(scope="module")
def breakwater(wheel, tmp_path_factory) -> Path:
    """The program, installed from the wheel into a fresh environment that borrows our dependencies."""
    venv = tmp_path_factory.mktemp("elsewhere") / "venv"
    python = venv / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    install = ["--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run([sys.executable, "-m", "pip", *install], check=True)
    (packages,) = venv.glob("lib/python*/site-packages")
    # A path file inside a folder that another one names is not read: our own editable install stays out.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return venv / "bin" / "breakwater"


def test_migrations_templates_and_the_sandboxs_page_travel_in_the_wheel(wheel):
    travelled = set(zipfile.ZipFile(wheel).namelist())

    wanted = subprocess.run(
        ["git", "ls-files", "migrations", "templates", "sandbox"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    assert set(wanted) <= travelled
    assert "migrations/env.py" in travelled


def test_the_installed_program_prints_its_manifest_and_migrates_from_an_empty_folder(breakwater, tmp_path):
    def run(command):
        done = subprocess.run(
            [breakwater, command],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert yaml.safe_load(run("manifest"))["display_information"]["name"] == "Breakwater"
    assert run("migrate").startswith("the database went from nothing to")
    assert (tmp_path / "breakwater.db").exists()


def test_the_installed_program_runs_with_its_local_slack_from_an_empty_folder(breakwater, tmp_path):
    with launched([str(breakwater)], tmp_path, {}) as running:
        assert running.says("Ctrl-C ends it"), running.words
        assert "could not be taken in" not in running.words
        assert running.get("/") == 200
        assert running.get("/readyz", port=running.port + 1) == 200

        assert running.stop(signal.SIGTERM) == 0
