"""`mailbot agents list`, `invite`, `revoke`: the addresses by which agents speak, and who spoke when.
Who an agent is stands in config.toml; here is only what the books add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.cli.common import AsJson, ConfigFile, desk, fail, local, print_json, print_table

if TYPE_CHECKING:
    from mailbot.config.settings import Agent, Config
    from mailbot.desk.effects import Decision
    from mailbot.desk.facts import AgentDesk, Facts

agents = typer.Typer(help="The agents: their desk addresses, who spoke when.", no_args_is_help=True)

Whom = Annotated[str, typer.Argument(help="An agent's id.", show_default=False)]


def register(app: typer.Typer) -> None:
    app.add_typer(agents, name="agents")


@agents.command("list")
def list_agents(config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Every agent: role, addresses, when he was last invited, when he last spoke, his epoch."""
    from mailbot.clock import now
    from mailbot.desk.agents.inviting import desk_of
    from mailbot.desk.facts import Wanted

    with desk(config) as opened:
        settings, facts = opened.loaded.config, opened.store.fetch(Wanted(agents=True), now())
        known = [_line(agent, desk_of(agent.id, facts)) for agent in settings.agents]
        gone = [_gone(each) for each in facts.agents if each.agent_id not in {agent.id for agent in settings.agents}]
        if as_json:
            for line in (*known, *gone):
                print_json(line)
            return
        rows = [(line["id"], line["role"], local(line["invited_at"], settings), local(line["spoke_at"], settings), line["epoch"],
                 ", ".join(line["addresses"])) for line in (*known, *gone)]
        print_table(("id", "role", "invited", "last spoke", "epoch", "addresses"), rows, "no agent is configured: see [[agent]] of config.toml")


@agents.command("invite")
def invite(
    who: Annotated[str, typer.Argument(help="An agent's id; without one, all who have no desk address that counts.", show_default=False)] = "",
    everybody: Annotated[bool, typer.Option("--all", help="All agents, whatever they have.")] = False,
    config: ConfigFile = None,
) -> None:
    """Send an agent his desk address by mail. A running desk does so by itself for a new [[agent]], and before an address expires."""
    from mailbot.clock import now
    from mailbot.invitations import booked, send_invitations

    if who and everybody:
        fail(f"{who} and --all: expected one of them")
    with desk(config) as opened:
        chosen = opened.loaded.config.agents if everybody else (_agent(who, opened.loaded.config),) if who else ()
        decision = booked(opened, now(), lambda facts, settings: _invited(chosen, facts, settings)) if chosen else send_invitations(opened, now())
        sent = [letter.to for letter in decision.letters if letter.template == "agent_invite"]
        typer.echo("\n".join(f"invited: {address}" for address in sent) or "every agent has a desk address; --all sends it again")


@agents.command("revoke")
def revoke(who: Whom, config: ConfigFile = None) -> None:
    """Void every address that an agent was ever sent; he is sent a new desk address, unless config.toml names him no more."""
    from mailbot.clock import now
    from mailbot.desk.agents.inviting import desk_of, revoked
    from mailbot.desk.effects import Decision, VoidAddresses
    from mailbot.invitations import booked

    def voided(facts: Facts, settings: Config) -> Decision:
        agent = next((each for each in settings.agents if each.id == who), None)
        if agent is None and desk_of(who, facts).invitations == 0:
            _agent(who, settings)
        return Decision("agent_revoked", revoked(agent, facts, settings) if agent else (VoidAddresses(who),))

    with desk(config) as opened:
        decision = booked(opened, now(), voided)
        sent = [letter.to for letter in decision.letters if letter.template == "agent_invite"]
        typer.echo(f"{who}: every address is void; {f'a new desk address goes to {sent[0]}' if sent else 'no new one is sent, since he is no agent any more'}")


def _invited(chosen: tuple[Agent, ...], facts: Facts, settings: Config) -> Decision:
    from mailbot.desk.agents.inviting import invite as invitation
    from mailbot.desk.agents.inviting import why_due
    from mailbot.desk.effects import Decision

    effects = [effect for agent in chosen for effect in invitation(agent, facts, settings, why_due(agent, facts) or "again")]
    return Decision("agents_invited", tuple(effects))


def _agent(who: str, config: Config) -> Agent:
    found = next((agent for agent in config.agents if agent.id == who), None)
    if found is None:
        fail(f"{who}: no agent has this id; the agents are: {', '.join(agent.id for agent in config.agents) or 'none'}")
    return found


def _line(agent: Agent, kept: AgentDesk) -> dict[str, Any]:
    return {"id": agent.id, "role": agent.role, "addresses": list(agent.email), "invited_at": kept.invited_at, "spoke_at": kept.spoke_at,
            "epoch": agent.epoch + kept.raised}


def _gone(kept: AgentDesk) -> dict[str, Any]:
    return {"id": kept.agent_id, "role": "gone", "addresses": [], "invited_at": kept.invited_at, "spoke_at": kept.spoke_at, "epoch": kept.raised}
