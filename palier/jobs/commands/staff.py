"""``palier staff``: who works at the desk. The first administrator is made here."""

from __future__ import annotations

import secrets

import click
from django.db import transaction
from django.utils import timezone

from palier.domain.accounts.actions import create_staff, end_staff, invite_staff
from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import staff_members, staff_with_email
from palier.domain.accounts.second_factors.actions import forget_second_factors
from palier.domain.accounts.single_sign_on.actions import IdentifierTaken, give_directory_id
from palier.domain.audit.actor import Actor
from palier.domain.estate.queries import agencies


def register(group: click.Group) -> None:
    """Add ``staff`` to ``group``."""
    group.add_command(staff)


@click.group(help="Les agents du bailleur : ajouter, lister, fermer un accès.")
def staff() -> None:
    """Hold the commands of this group."""


@staff.command("add")
@click.argument("email", metavar="ADRESSE")
@click.option("--name", required=True, help="Prénom et nom.")
@click.option("--role", type=click.Choice(StaffMember.Role.values), required=True)
@click.option("--agency", "agency_ids", multiple=True, help="Identifiant d’agence de l’ERP.")
@click.option("--every-agency", is_flag=True, help="Voit toutes les agences.")
def add(email: str, name: str, role: str, agency_ids: tuple[str, ...], every_agency: bool) -> int:
    """Créer un agent ; un lien pour choisir son mot de passe part à son ADRESSE.

    À la première connexion, Palier lui fait poser un second facteur.
    """
    known = {agency.erp_id: agency.name for agency in agencies()}
    unknown = [agency_id for agency_id in agency_ids if agency_id not in known]
    if unknown:
        listed = ", ".join(f"{erp_id} ({label})" for erp_id, label in known.items()) or "aucune"
        click.echo(f"✗ Agence inconnue : {', '.join(unknown)}. Connues : {listed}.", err=True)
        return 1
    if not agency_ids and not every_agency:
        click.echo("✗ Dites quelles agences il voit : --agency CODE, ou --every-agency.", err=True)
        return 1
    now = timezone.now()
    with transaction.atomic():
        member = create_staff(
            email=email,
            display_name=name,
            role=role,
            # Nobody knows this password: the link is the only way in.
            password=secrets.token_urlsafe(48),
            agency_ids=agency_ids,
            every_agency=every_agency,
            actor=Actor.system(),
            now=now,
        )
        invite_staff(member=member, now=now)
    click.echo(f"✓ {name} peut choisir son mot de passe : le lien part à {email}.")
    return 0


@staff.command("directory")
@click.argument("email", metavar="ADRESSE")
@click.argument("directory_id", metavar="IDENTIFIANT", required=False)
def directory(email: str, directory_id: str | None) -> int:
    """Dire l’IDENTIFIANT d’annuaire d’un agent ; sans lui, le retirer."""
    member = staff_with_email(email)
    if member is None:
        click.echo(
            f"✗ Aucun agent n’a l’adresse {email}. « palier staff list » les donne.", err=True
        )
        return 1
    try:
        give_directory_id(
            member=member, directory_id=directory_id, actor=Actor.system(), now=timezone.now()
        )
    except IdentifierTaken as taken:
        click.echo(f"✗ {taken.sentence}", err=True)
        return 1
    click.echo(f"✓ {email} : {directory_id or 'plus d’identifiant d’annuaire'}.")
    return 0


@staff.command("lost-factor")
@click.argument("email", metavar="ADRESSE")
def lost_factor(email: str) -> int:
    """Retirer les seconds facteurs perdus d’un agent, après avoir vérifié qui il est.

    Ses sessions tombent ; à la prochaine connexion, Palier lui en fait poser un nouveau.
    """
    member = staff_with_email(email)
    if member is None:
        click.echo(
            f"✗ Aucun agent n’a l’adresse {email}. « palier staff list » les donne.", err=True
        )
        return 1
    forget_second_factors(user=member.user, actor=Actor.system(), now=timezone.now())
    click.echo(f"✓ {email} posera un nouveau second facteur à la prochaine connexion.")
    return 0


@staff.command("list")
def list_all() -> int:
    """Lister les agents, leur rôle et leurs agences."""
    for member in staff_members():
        scope = "toutes" if member.every_agency else ", ".join(member.agency_ids)
        ended = f" · fermé le {member.ended_at:%d/%m/%Y}" if member.ended_at else ""
        click.echo(f"{member.email}  {member.name}  {member.role}  agences : {scope}{ended}")
    return 0


@staff.command("end")
@click.argument("email", metavar="ADRESSE")
def end(email: str) -> int:
    """Fermer le bureau à un agent qui s’en va ; ses sessions tombent aussitôt."""
    member = staff_with_email(email)
    if member is None:
        click.echo(
            f"✗ Aucun agent n’a l’adresse {email}. « palier staff list » les donne.", err=True
        )
        return 1
    end_staff(member=member, actor=Actor.system(), now=timezone.now())
    click.echo(f"✓ {email} n’a plus accès au bureau.")
    return 0
