"""The container set-up agrees with itself and with the settings: one image, known names, nothing secret inside."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = {"migrate", "web", "worker", "beat"}
READ_BY_CODE = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"')
READ_BY_DJANGO = {"DJANGO_SETTINGS_MODULE"}
READ_BY_COMPOSE = {"POSTGRES_PASSWORD", "PORT"}


def names_read_by_the_settings() -> set[str]:
    files = [ROOT / "config" / "env.py", *(ROOT / "config" / "settings").glob("*.py")]
    return {name for file in files for name in READ_BY_CODE.findall(file.read_text(encoding="utf-8"))}


def names_in_the_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))


def substituted(value: object) -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", str(value)))


def test_services():
    assert set(SERVICES) == OURS | {"postgres", "redis"}


def test_one_image_one_code_for_every_role():
    assert {(SERVICES[name]["image"], SERVICES[name]["build"]) for name in OURS} == {("thi-dua-so", ".")}


def test_same_environment_for_every_role():
    assert [SERVICES[name]["environment"] for name in OURS] == [SERVICES["web"]["environment"]] * len(OURS)


def test_every_variable_given_is_read():
    assert set(SERVICES["web"]["environment"]) - names_read_by_the_settings() - READ_BY_DJANGO == set()


def test_every_variable_compose_asks_for_is_in_the_example():
    assert substituted(COMPOSE) - names_in_the_example() == set()


def test_every_variable_of_the_example_is_read():
    assert names_in_the_example() - names_read_by_the_settings() - READ_BY_COMPOSE == set()


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD"])
def test_secrets_have_no_default(name):
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert re.findall(rf"\$\{{{name}(.)", text)
    assert set(re.findall(rf"\$\{{{name}(..)", text)) == {":?"}


def test_example_holds_no_secret():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert {"SECRET_KEY=", "POSTGRES_PASSWORD="} <= set(lines)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_lasting_service_has_a_health_check(name):
    assert ("healthcheck" in SERVICES[name]) == (name != "migrate")


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_tables_are_there(name):
    assert SERVICES[name]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"},
        "postgres": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
    }


def test_every_named_volume_is_declared():
    used = {volume.partition(":")[0] for service in SERVICES.values() for volume in service["volumes"]}
    assert used == set(COMPOSE["volumes"])


def test_only_the_web_is_reachable_and_only_from_this_machine():
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:${PORT:-8000}:8000"]
    }


def test_programs_named_in_commands_exist():
    scripts = {word for service in SERVICES.values() for word in re.findall(r"scripts/\w+\.py", str(service))}
    assert scripts == {"scripts/probe.py"}
    assert all((ROOT / script).exists() for script in scripts)
    assert (ROOT / re.search(r"criteria/plans/\S+\.toml", str(SERVICES["migrate"]["command"]))[0]).exists()


def test_image_is_built_from_locked_packages_and_is_not_root():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "uv sync --frozen --no-dev" in text
    assert re.findall(r"^USER (\w+)", text, re.MULTILINE) == ["portal"]
    bootstrap = (ROOT / "scripts" / "bootstrap.py").read_text(encoding="utf-8")
    assert re.search(r"uv==([\d.]+)", text)[1] == re.search(r'UV_VERSION = "([\d.]+)"', bootstrap)[1]


def test_image_holds_no_data_and_no_secret():
    ignored = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    assert {".env", ".git", "var", ".venv"} <= ignored
