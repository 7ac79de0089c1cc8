"""One document of ours takes one signature: held back, used, given back, never overspent."""

from contextlib import nullcontext

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import factories
from paraph.balance import services
from paraph.balance.models import Account, Charge, ChargeState, Pack
from paraph.docflow import packages
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal.models import JournalEvent
from paraph.parties.models import Role
from paraph.signing import services as signing
from together import at_once, losers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counted(firm):
    """The workspace counts, and has so many signatures."""

    def fill(quantity):
        services.switch(firm.workspace, True, firm.sender)
        if quantity:
            services.add_pack(firm.workspace, quantity, "счёт № 15", firm.sender)

    return fill


def sums(firm):
    account = services.of(firm.workspace.pk)
    return account.left, account.reserved, account.spent


def draft(firm, count=1, **more):
    documents = [factories.document(firm, file_name=f"Договор {number}.pdf") for number in range(count)]
    return factories.package(firm, documents, **more)


def test_nothing_is_charged_until_the_balance_is_counted(firm, pki):
    factories.send(firm, pki, [factories.document(firm)])
    assert sums(firm) == (0, 0, 0)
    assert not Charge.objects.exists()


def test_a_signature_is_held_back_at_sending_and_used_by_ours(firm, pki, counted):
    counted(3)
    package = draft(firm, 2)
    packages.submit(package, firm.sender)
    assert sums(firm) == (1, 2, 0)
    factories.sign_ours(pki, package)
    assert sums(firm) == (1, 0, 2)
    charges = Charge.objects.all()
    assert {charge.docflow_id for charge in charges} == {flow.pk for flow in factories.flows(package)}
    assert {(charge.sender, charge.signer) for charge in charges} == {(firm.sender, firm.signer)}


def test_with_too_few_left_the_whole_package_stays_a_draft(firm, counted):
    counted(1)
    package = draft(firm, 2)
    with pytest.raises(DomainError, match="не осталось подписей") as refusal:
        packages.submit(package, firm.sender)
    assert refusal.value.code == "balance-empty"
    assert "«Баланс подписей»" in refusal.value.message
    assert sums(firm) == (1, 0, 0)
    assert {flow.status for flow in factories.flows(package)} == {"DRAFT"}


def test_approval_holds_the_same_signature_back(firm, counted):
    counted(1)
    package = draft(firm, route=firm.route())
    packages.submit(package, firm.sender)
    assert sums(firm) == (0, 1, 0)
    factories.approve_all(package)
    assert sums(firm) == (0, 1, 0)
    assert factories.flows(package)[0].status == "ON_SIGNING"


@pytest.mark.parametrize("how", ["withdrawn", "refused", "returned by an approver"])
def test_what_is_cancelled_before_our_signature_is_given_back(firm, counted, how):
    counted(1)
    package = draft(firm, route=firm.route() if how.startswith("returned") else None)
    packages.submit(package, firm.sender)
    (flow,) = factories.flows(package)
    who = actors.employee(firm.signer.pk, firm.signer.full_name)
    if how == "withdrawn":
        packages.withdraw(flow, "передумали", firm.sender)
    elif how == "refused":
        signing.decline(signing.waiting_task(flow.pk, "S"), "не согласен", actor=who)
    else:
        task = factories.ApprovalTask.objects.get()
        factories.approval.decide(task.pk, firm.approver, approve=False, comment="исправьте")
    assert sums(firm) == (1, 0, 0)
    assert Charge.objects.get().state == ChargeState.RETURNED


def test_asking_the_signer_again_takes_a_signature_again(firm, pki, counted):
    counted(1)
    package = draft(firm)
    packages.submit(package, firm.sender)
    (flow,) = factories.flows(package)
    who = actors.employee(firm.signer.pk, firm.signer.full_name)
    signing.decline(signing.waiting_task(flow.pk, "S"), "не согласен", actor=who)
    packages.retry_signature(flow, firm.sender)
    assert sums(firm) == (0, 1, 0)
    factories.sign_ours(pki, package)
    assert sums(firm) == (0, 0, 1)


def test_what_is_withdrawn_after_our_signature_stays_used(firm, pki, counted):
    counted(1)
    package = factories.send(firm, pki, [factories.document(firm)])
    packages.withdraw(factories.flows(package)[0], "ошиблись", firm.sender)
    assert sums(firm) == (0, 0, 1)


def test_a_robots_reservation_becomes_the_documents(firm, pki, counted):
    counted(1)
    services.reserve(firm.workspace.pk, "b24:1")
    services.reserve(firm.workspace.pk, "b24:1")
    assert sums(firm) == (0, 1, 0)
    with pytest.raises(DomainError, match="зарезервировано под документы на подписи: 1"):
        services.reserve(firm.workspace.pk, "b24:2")
    package = draft(firm)
    services.hand_over(firm.workspace.pk, "b24:1", factories.flows(package)[0])
    packages.submit(package, firm.sender)
    factories.sign_ours(pki, package)
    assert sums(firm) == (0, 0, 1)
    services.give_back(firm.workspace.pk, "b24:1")
    assert sums(firm) == (0, 0, 1)


@pytest.mark.usefixtures("own_database")
def test_of_many_that_want_the_last_signature_one_gets_it(firm, counted):
    counted(1)
    wanted = [
        lambda name=name: services.reserve(firm.workspace.pk, name) for name in ("b24:1", "b24:2", "b24:3")
    ]
    refused = losers(at_once(*wanted))
    assert [error.code for error in refused] == ["balance-empty"] * 2
    assert sums(firm) == (0, 1, 0)
    assert Charge.objects.count() == 1


STEPS = st.lists(
    st.tuples(st.sampled_from(("reserve", "give back", "spend")), st.integers(0, 3)), max_size=12
)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(granted=st.integers(0, 3), steps=STEPS)
def test_the_sums_are_those_of_the_charges_whatever_happens(firm, granted, steps):
    Charge.objects.all().delete()
    Account.objects.update_or_create(
        workspace=firm.workspace,
        defaults={"is_counted": True, "granted": granted, "reserved": 0, "spent": 0},
    )
    for deed, number in steps:
        holder = f"b24:{number}"
        if deed == "reserve":
            live = Charge.objects.filter(holder=holder).exclude(state=ChargeState.RETURNED)
            is_over = not live.exists() and not services.of(firm.workspace.pk).left
            with pytest.raises(DomainError, match="не осталось") if is_over else nullcontext():
                services.reserve(firm.workspace.pk, holder)
        elif deed == "give back":
            services.give_back(firm.workspace.pk, holder)
        else:
            services._end(firm.workspace.pk, holder, ChargeState.SPENT)
        account = services.of(firm.workspace.pk)
        states = list(Charge.objects.values_list("state", flat=True))
        assert account.reserved == states.count(ChargeState.RESERVED)
        assert account.spent == states.count(ChargeState.SPENT)
        assert account.left >= 0


@pytest.mark.parametrize(
    ("quantity", "basis", "fault"), [(0, "счёт", "quantity"), (None, "счёт", "quantity"), (5, " ", "basis")]
)
def test_a_pack_needs_a_number_and_a_basis(firm, quantity, basis, fault):
    with pytest.raises(DomainError) as refusal:
        services.add_pack(firm.workspace, quantity, basis, firm.sender)
    assert list(refusal.value.details["faults"]) == [fault]
    assert not Pack.objects.exists()


def test_a_pack_entered_by_mistake_is_taken_back_while_unused(firm, counted):
    counted(2)
    pack = Pack.objects.get()
    services.reserve(firm.workspace.pk, "b24:1")
    with pytest.raises(DomainError, match="уже израсходована или зарезервирована"):
        services.remove_pack(firm.workspace, pack.pk, firm.sender)
    services.give_back(firm.workspace.pk, "b24:1")
    services.remove_pack(firm.workspace, pack.pk, firm.sender)
    with pytest.raises(DomainError, match="уже снят"):
        services.remove_pack(firm.workspace, pack.pk, firm.sender)
    assert sums(firm) == (0, 0, 0)
    actions = JournalEvent.objects.filter(action__startswith="balance:").values_list("action", flat=True)
    assert list(actions) == [services.SWITCHED, services.PACK_ADDED, services.PACK_REMOVED]


def test_only_administrators_of_the_workspace_fill_it(firm, counted):
    counted(1)
    stranger, pack = factories.company().sender, Pack.objects.get()
    clerk = firm.hire("Писарев Пётр Петрович", Role.SENDER)
    for person in (stranger, clerk):
        for deed in (
            lambda who=person: services.add_pack(firm.workspace, 1, "счёт", who),
            lambda who=person: services.switch(firm.workspace, False, who),
            lambda who=person: services.remove_pack(firm.workspace, pack.pk, who),
        ):
            with pytest.raises(DomainError) as refusal:
                deed()
            assert refusal.value.code == "forbidden"
    with pytest.raises(DomainError) as refusal:
        services.remove_pack(stranger.workspace, pack.pk, stranger)
    assert refusal.value.code == "not-found"
    assert sums(firm) == (1, 0, 0)
