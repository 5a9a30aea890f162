"""The deployment's settings: environment variables, read once into one frozen object.

A secret has no default, and no message about a wrong setting repeats its value.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.ui.translation import LANGUAGES, N_, supported


class Mode(StrEnum):
    """How updates come in."""

    POLLING = "polling"
    WEBHOOK = "webhook"


NOT_SET: Final = N_("is not set")
_OF_ANOTHER_TYPE: Final = {
    "MODE": N_("is neither polling nor webhook"),
    "SEND_RATE": N_("is not a number above 0, up to 1000"),
    "SENDS_IN_FLIGHT": N_("is not a whole number from 1 to 64"),
}
"""Of the settings whose type says what they may be, in place of what the library says of them."""


class SettingsWrong(Exception):
    """One or more settings cannot be used; each line names one, and says why in a message of the catalogue."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Settings(BaseSettings):
    """Every setting of the deployment. Those of the domain are rows in the database, see ``domain.settings``."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    bot_token: SecretStr = Field(description="The token BotFather gave; whoever has it is the bot.")
    bot_api_url: str = Field(
        "https://api.telegram.org", description="Any server that speaks the Bot API; Telegram's by default."
    )
    data_dir: Path = Field(Path("var"), description="Where the embedded database and the sealed files lie.")
    # Addresses may hold a password, so neither this one nor the proxy's is shown with the settings.
    database_url: str = Field(
        "",
        repr=False,
        description="sqlite:////PATH or postgresql://USER:PASSWORD@HOST/NAME; empty: bot.sqlite3 under DATA_DIR.",
    )
    keys_file: Path = Field(
        Path("keys.json"),
        description="The key ring; on another disk than the data, with a backup of its own.",
    )
    proxy_url: str = Field(
        "",
        repr=False,
        description="http://HOST:PORT of a proxy to Telegram, where carriers block it; no SOCKS; empty: none.",
    )
    mode: Mode = Field(Mode.POLLING, description="polling, or webhook where Telegram can reach this server.")
    webhook_url: str = Field(
        "", description="The public https address that leads to /telegram at LISTEN, for MODE=webhook."
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="What Telegram must send along, 32 or more of A-Z a-z 0-9 _ -, for MODE=webhook.",
    )
    listen: str = Field(
        "127.0.0.1:8080", description="Where the webhook is served, behind a proxy that speaks TLS."
    )
    monitor_listen: str = Field(
        "127.0.0.1:9090", description="Where /livez, /readyz and /metrics are served; not for the public."
    )
    timezone: str = Field("Asia/Ho_Chi_Minh", description="The province's time zone.")
    default_language: str = Field("vi", description="vi or en: spoken until a person chooses.")
    send_rate: Annotated[float, Field(gt=0, le=1000)] = Field(
        30,
        description="Messages a second to all; Telegram allows a bot about 30, several processes share it.",
    )
    sends_in_flight: Annotated[int, Field(ge=1, le=64)] = Field(
        1, description="New messages under way at once; as many may come twice when the process is killed."
    )
    fallback_contact: str = Field(
        "", description="Official telephone and address, told in every receipt in case Telegram fails."
    )
    log_level: str = Field(
        "INFO", description="From which level on events are logged: DEBUG, INFO, WARNING or ERROR."
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(N_("is not a time zone")) from error
        return value

    @field_validator("default_language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(N_("is neither vi nor en"))
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError(N_("is none of DEBUG, INFO, WARNING, ERROR"))
        return value.upper()

    @field_validator("bot_token")
    @classmethod
    def _shape_of_token(cls, value: SecretStr) -> SecretStr:
        number, colon, rest = value.get_secret_value().partition(":")
        if not (number.isdigit() and colon and rest):
            raise ValueError(N_("does not look like NUMBER:LETTERS"))
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _http(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError(N_("is not an http address"))
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        try:
            backend = make_url(value).get_backend_name() if value else "sqlite"
        except (ArgumentError, ValueError):
            raise ValueError(N_("is not an address like sqlite:///FILE or postgresql://…")) from None
        if backend not in ("sqlite", "postgresql"):
            raise ValueError(N_("is neither sqlite:///FILE nor postgresql://…"))
        return value

    @field_validator("proxy_url")
    @classmethod
    def _http_proxy(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError(N_("is not an http proxy's address"))
        return value

    @field_validator("listen", "monitor_listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, colon, port = value.rpartition(":")
        if not (host and colon and port.isdigit() and int(port) < 65536):
            raise ValueError(N_("is not HOST:PORT"))
        return value

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> "Settings":
        if self.mode is Mode.WEBHOOK:
            if not self.webhook_url.startswith(("https://", "http://127.0.0.1")):
                why = N_("an https address is needed for MODE=webhook")
                raise ValueError(f"WEBHOOK_URL: {why}")
            secret = self.webhook_secret.get_secret_value()
            allowed = all(char.isascii() and (char.isalnum() or char in "_-") for char in secret)
            if not 32 <= len(secret) <= 256 or not allowed:
                why = N_("32 to 256 of A-Z a-z 0-9 _ - are needed for MODE=webhook")
                raise ValueError(f"WEBHOOK_SECRET: {why}")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str:
        """The database's address, the embedded one where none is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'bot.sqlite3'}"

    @property
    def bot_id(self) -> int:
        return int(self.bot_token.get_secret_value().partition(":")[0])


class _Spoken(BaseSettings):
    """The language alone, for saying what is wrong with the other settings."""

    model_config = Settings.model_config

    default_language: str = ""


def language() -> str:
    """DEFAULT_LANGUAGE, be the other settings right or wrong; Vietnamese where it is wrong itself."""
    try:
        return supported(_Spoken().default_language)
    except UnicodeDecodeError:
        return supported("")


def load(**overrides: object) -> Settings:
    """The settings from the environment and ``.env``. Raises SettingsWrong, one line for each that is wrong."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks them
    except UnicodeDecodeError:
        why = N_("is not UTF-8")
        raise SettingsWrong([f".env: {why}"]) from None
    except ValidationError as error:
        raise SettingsWrong(
            [_line(fault["loc"], fault["type"], fault["msg"]) for fault in error.errors()]
        ) from None


def unknown_names() -> list[str]:
    """The names in ``.env`` that are no setting's: one that is misspelt would else be taken for left out.

    Other programs may read the file too, so it is no reason to refuse. Call it after :func:`load`.
    """
    told = DotEnvSettingsSource(Settings).env_vars
    return sorted(name.upper() for name in told if name not in Settings.model_fields)


def _line(location: tuple[int | str, ...], kind: str, message: str) -> str:
    text = message.removeprefix("Value error, ")
    if not location:
        return text
    name = str(location[0]).upper()
    return f"{name}: {NOT_SET if kind == 'missing' else _OF_ANOTHER_TYPE.get(name, text)}"
