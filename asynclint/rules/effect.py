"""What the blocking and the running-loop rules share: a call on the event loop, and the chain down to what it does."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Container, Iterator

import libcst as cst

from asynclint.findings import Confidence, Fix, Severity, digest
from asynclint.knowledge.roles import Role
from asynclint.program.effects import Effect, Sink
from asynclint.program.facts import CallKind, ScopeKind, last_name
from asynclint.program.index import CELL, COROUTINE
from asynclint.program.suspects import gives_callable
from asynclint.rules.doubles import is_replaced
from asynclint.rules.rule import Draft, Rule
from asynclint.rules.unit import Unit

# Which of several effects of one call is told, when all are as sure: the worse one.
_SEVERITIES = {"ASL205": 1, "ASL208": 1, "ASL209": 1}


class EffectRule(Rule):
    """A rule on calls that run on the event loop and, at any depth, do what the rule's code stands for.

    One call gets one finding, of the worst enabled code, so every such rule asks :func:`told` and speaks only when it is meant.
    """

    listens = (
        cst.Call, cst.Attribute, cst.With, cst.For, cst.CompFor, cst.Arg, cst.StarredElement, cst.Assign, cst.Subscript,
        cst.Comparison, cst.BinaryOperation, cst.AssignTarget, cst.FormattedStringExpression, cst.Decorator, cst.If, cst.While,
        cst.Assert, cst.IfExp, cst.CompIf, cst.BooleanOperation, cst.UnaryOperation,
    )  # fmt: skip

    def concerns(self, unit: Unit) -> bool:
        return unit.has_effects

    def places(self, unit: Unit) -> Container[int]:
        told_in = _told_in(unit)
        return {node for node, known in told_in.items() if any(effect.code == self.code for _, effect, _ in known)}

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        for expression, effect, kind in _told_in(unit).get(id(node), ()):
            if effect.code == self.code and not is_replaced(expression, _names(effect, unit), unit):
                draft = self._draft(expression, effect, unit)
                if isinstance(expression, cst.Call) and kind is CallKind.CALL:
                    draft = dataclasses.replace(draft, fix=functools.partial(self.mended, expression, effect, unit))
                yield draft

    def _draft(self, node: cst.CSTNode, effect: Effect, unit: Unit) -> Draft:
        effects = list(unit.program.chain(effect))
        callee = node.func if isinstance(node, cst.Call) else node
        if len(effects) == 1:
            message = self.direct(unit.code(callee), effect.sink) + _reason(effect, unit)
            return Draft(node, message, effect.confidence, severity=_severity(effect.sink))
        chain = tuple(unit.hop(each.edge.module, each.edge.call) for each in effects)
        first = effects[0].step
        assert not isinstance(first, Sink)
        cause = digest(self.code, first.qualname, effect.sink.name)
        message = self.reached(unit.code(callee), effect.sink, len(effects) - 1) + _reason(effect, unit)
        return Draft(node, message, effect.confidence, chain, cause, _severity(effect.sink))

    def direct(self, callee: str, sink: Sink) -> str:
        """The message where the call itself is the sink."""
        raise NotImplementedError

    def reached(self, callee: str, sink: Sink, helpers: int) -> str:
        """The message where the sink is ``helpers`` functions further down."""
        raise NotImplementedError

    def mended(self, call: cst.Call, effect: Effect, unit: Unit) -> Fix:
        """The fix of a call that has the effect. Raises ``CannotFix``."""
        raise NotImplementedError


@functools.lru_cache(maxsize=1)
def _told_in(unit: Unit) -> dict[int, list[tuple[cst.CSTNode, Effect, CallKind]]]:
    """What is to be told at each node of the unit, by the node's identity; worked out once for all the rules that ask."""
    found: dict[int, list[tuple[cst.CSTNode, Effect, CallKind]]] = {}
    for node in itertools.chain.from_iterable(unit.of_kind(kind) for kind in EffectRule.listens):
        for expression, kind in _calls_at(node, unit):
            effect = told(expression, kind, unit)
            if effect is not None:
                found.setdefault(id(node), []).append((expression, effect, kind))
    return found


def blocks_inside(call: cst.Call, unit: Unit) -> bool:
    """Whether anything that is evaluated before the call itself, an argument or its receiver, blocks too."""
    told_in = _told_in(unit)
    inside = itertools.chain.from_iterable(unit.below(part) for part in (call.func, *call.args))
    return any(id(node) in told_in for node in inside)


def told(node: cst.CSTNode, kind: CallKind, unit: Unit) -> Effect | None:
    """The one effect of the call that is reported: the surest class first, then the worst, then the nearest."""
    site = unit.site(node, kind)
    if site is None or not site.effects or _is_handed_to_thread(node, unit):
        return None
    candidates = [effect for effect in site.effects.values() if effect.code in unit.enabled]
    return min(candidates, key=_order, default=None)


def _order(effect: Effect) -> tuple[bool, int, int, str]:
    return effect.confidence is Confidence.POSSIBLE, _SEVERITIES.get(effect.code, 0), effect.depth, effect.code


def _names(effect: Effect, unit: Unit) -> set[str]:
    """The last names of everything that is called on the way to the sink."""
    called = {last_name(each.edge.module.facts.calls[each.edge.call].func) for each in unit.program.chain(effect)}
    return {*called, effect.sink.name.rpartition(".")[2]}


def _reason(effect: Effect, unit: Unit) -> str:
    """Why a function that is no coroutine function runs on the loop, as the end of a sentence."""
    owner = effect.edge.owner
    why = unit.program.loop_reasons[owner]
    if why == COROUTINE:
        return ""
    if why == CELL:
        return " (the cells of a notebook run on a loop)"
    name = "the lambda" if owner.fact.kind is ScopeKind.LAMBDA else f"`{owner.fact.name}`"
    return f" ({name} runs on the loop, being {why})"


def _severity(sink: Sink) -> Severity | None:
    return None if sink.severity is None else Severity(sink.severity)


_CALLED_ITSELF: dict[type[cst.CSTNode], CallKind] = {
    cst.Call: CallKind.CALL, cst.Attribute: CallKind.LOAD, cst.Subscript: CallKind.OPERATE, cst.Comparison: CallKind.OPERATE,
    cst.BinaryOperation: CallKind.OPERATE,
}  # fmt: skip


def _calls_at(node: cst.CSTNode, unit: Unit) -> Iterator[tuple[cst.CSTNode, CallKind]]:
    """The expressions at which Python calls something when it comes to ``node``."""
    itself = _CALLED_ITSELF.get(type(node))  # nearly all nodes are of these kinds, and patterns take their time
    if itself is not None:
        yield node, itself
        return
    match node:
        case cst.FormattedStringExpression():
            yield node.expression, CallKind.FORMAT
        case cst.If() | cst.While() | cst.Assert() | cst.IfExp() | cst.CompIf():
            yield from _tested(node.test)
        case cst.BooleanOperation():
            yield from _tested(node.left)
            yield from _tested(node.right)
        case cst.UnaryOperation(operator=cst.Not()):
            yield from _tested(node.expression)
        case cst.Decorator():
            yield node.decorator, CallKind.DECORATE
        case cst.AssignTarget(target=cst.Attribute()):
            yield node.target, CallKind.STORE
        case cst.With(asynchronous=None):
            for item in node.items:
                # What making the manager does is told at the call; entering it adds nothing then.
                if not isinstance(item.item, cst.Call) or told(item.item, CallKind.CALL, unit) is None:
                    yield item.item, CallKind.ENTER
        case cst.For(asynchronous=None) | cst.CompFor(asynchronous=None):
            yield node.iter, CallKind.ITERATE
        case cst.StarredElement() | cst.Arg(star="*"):
            yield node.value, CallKind.ITERATE
        case cst.Assign() if isinstance(node.targets[0].target, (cst.Tuple, cst.List)):
            yield node.value, CallKind.ITERATE


def _tested(node: cst.BaseExpression) -> Iterator[tuple[cst.CSTNode, CallKind]]:
    if not isinstance(node, (cst.BooleanOperation, cst.UnaryOperation)):  # which ask their operands
        yield node, CallKind.TEST


def _is_handed_to_thread(node: cst.CSTNode, unit: Unit) -> bool:
    """``to_thread(f())``: that the call runs on the loop is what ASL211 says of it."""
    argument = unit.parent(node)
    call = unit.parent(argument) if isinstance(argument, cst.Arg) else None
    return "ASL211" in unit.enabled and isinstance(call, cst.Call) and called_in_thread_slot(call, unit) is node


def called_in_thread_slot(call: cst.Call, unit: Unit) -> cst.Call | None:
    """The call that stands where ``call`` wants a callable for another thread; None when there is none."""
    from asynclint.rules.coroutines import argument_at

    site = unit.site(call)
    if site is None:
        return None
    for role in unit.program.targets.roles(site.module, site.index):
        if role.role in (Role.THREAD, Role.HYBRID):
            argument = argument_at(call, role.slot, role.keyword)
            if not isinstance(argument, cst.Call) or _gives_callable(argument, unit):
                continue
            if role.role is Role.HYBRID and unit.program.targets.coroutine(unit.values(argument)):
                continue  # many of them take coroutines, too
            return argument
    return None


def _gives_callable(call: cst.Call, unit: Unit) -> bool:
    """Whether what the call returns can be called, or nobody knows."""
    values = unit.values(call)
    if not values.complete:
        site = unit.site(call)  # a library function that blocks returns data, not a function
        return site is None or not (site.effects or unit.program.bears_effect(site.module, site.index))
    return gives_callable(values, unit.program.resolver)
