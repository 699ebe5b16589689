"""Who runs the desk: the vendor, his terms, and what becomes of views and wishes.
The name and the languages stand in every mail, so they are never guessed."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from mailbot.config.declare import LANGUAGES, MaybeDay, Table, Text, Yes

Language = Literal["sv", "de", "nl", "en"]


class Vendor(Table):
    """The company that runs the desk, as its customers know it."""

    name: Text = Field("", description="The vendor's name, shown in every mail.", examples=["Example Software"])
    signature_name: Text = Field(
        "", description="Signs every mail in place of the agent's own signature; empty: the name.",
        examples=["Example Software Support"],
    )
    website: Text = Field("", description="Where customers read about the programs.", examples=["https://www.example.com"])
    download_url: Text = Field("", description="Where new versions are found; given after the entitlement is checked.")
    handbook_hint: Text = Field(
        "", description="Where the handbook is found in the program.", examples=["Help - Handbook in the menu bar"]
    )
    faq_url: Text = Field("", description="The page of frequently asked questions.")
    course_hint: Text = Field("", description="A course to recommend to beginners.")
    phone: Text = Field("", description="Telephone number; shown to certified contacts only.")
    languages: tuple[Language, ...] = Field(
        ("en",), min_length=1, description="A mail is answered in the sender's language, if it is listed here."
    )
    default_language: Language = Field(
        "en", description="The language when the sender's is not listed or not known; not set: the first of languages."
    )

    @model_validator(mode="before")
    @classmethod
    def _first_language(cls, value: Any) -> Any:
        """Without a word on it, the first of the vendor's languages is his own."""
        if not isinstance(value, dict) or value.get("default_language") is not None:
            return value
        spoken = value.get("languages")
        return {**value, "default_language": spoken[0]} if isinstance(spoken, (list, tuple)) and spoken and spoken[0] in LANGUAGES else value

    @property
    def signed(self) -> str:
        """The name below every mail."""
        return self.signature_name or self.name


class Feedback(Table):
    """Views and suggestions: read and considered, not answered."""

    ack: Yes = Field(True, description="Send a short automatic thank-you.")
    digest: Literal["daily", "weekly", "monthly"] = Field("weekly", description="How often the admins get the collection.")


class Terms(Table):
    """The terms of the service. Each case remembers the version that was in force."""

    url: Text = Field("", description="Where the terms can be read.")
    version: Text = Field("", description="Name of the version in force.", examples=["2026-01"])
    valid_from: MaybeDay = Field(None, description="First day of this version.", examples=["2026-01-01"])
