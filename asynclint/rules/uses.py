"""What becomes of a value: is it awaited, handed on, or treated as something it is not?

Asked of a call that gives a coroutine or a task. A value in a local is followed to all places that the definition reaches;
an argument is followed into the function that takes it, when that is in the program.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace

import libcst as cst

from asynclint.knowledge.roles import Role
from asynclint.program.facts import ParameterFact, ParameterKind
from asynclint.program.modules import Definition
from asynclint.program.values import ClassValue, Coroutine, FunctionValue, Instance
from asynclint.rules.unit import Unit

# The methods and fields of coroutine objects: using them is knowing what one has in hand.
_OF_COROUTINES = frozenset({"send", "throw", "close", "__await__", "__name__", "__qualname__"})
_ORDER = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual)
_MAX_HOPS = 3


class Fate(enum.Enum):
    """What is done with a value at one place."""

    DISCARDED = "discarded"
    AWAITED = "awaited"
    HANDED_ON = "handed on"  # returned, stored, passed to something that may await it
    BOUND = "bound"  # to plain local names
    TESTED = "tested"
    USED = "used"  # as if it were the result


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a value: at ``node``, in words (``how``), and the names it is bound to, if that is what is done.

    ``raises`` if Python raises there at once when the value is a coroutine.
    """

    fate: Fate
    node: cst.CSTNode
    how: str = ""
    names: tuple[str, ...] = ()
    raises: bool = False


def use_of(node: cst.CSTNode, unit: Unit, hops: int = 0) -> Use:
    """What is done with the value of the expression ``node`` where it stands."""
    inner = node
    bound: tuple[str, ...] = ()
    while True:
        parent = unit.parent(inner)
        if isinstance(parent, cst.NamedExpr) and inner is parent.value and isinstance(parent.target, cst.Name):
            bound = (*bound, parent.target.value)
        elif (isinstance(parent, cst.IfExp) and inner is not parent.test) or (
            isinstance(parent, cst.BooleanOperation) and inner is parent.right
        ):
            pass
        elif parent is None:
            return Use(Fate.HANDED_ON, node)
        else:
            break
        inner = parent
    use = _use(inner, parent, unit, hops)
    if bound and use.fate is Fate.DISCARDED:
        return Use(Fate.BOUND, use.node, names=bound)
    return replace(use, names=(*bound, *use.names))


def _use(inner: cst.CSTNode, parent: cst.CSTNode, unit: Unit, hops: int) -> Use:
    handed_on = Use(Fate.HANDED_ON, parent)

    def used(how: str, raises: bool = True) -> Use:
        return Use(Fate.USED, parent, how, raises=raises)

    match parent:
        case cst.Await():
            return Use(Fate.AWAITED, parent)
        case cst.Expr():
            return Use(Fate.DISCARDED, parent)
        case cst.Assign():
            return _assigned(parent.targets, parent)
        case cst.AnnAssign() if inner is parent.value:
            return _assigned((cst.AssignTarget(parent.target),), parent)
        case cst.AugAssign() if inner is parent.value:
            # `batch += coro` is for the batch to say, `total += coro` is not.
            raises = not isinstance(parent.operator, cst.ModuloAssign)
            return used("an operand", raises) if _is_builtin(parent.target, unit) else handed_on
        case cst.MatchCase() if inner is parent.guard:
            return Use(Fate.TESTED, parent, "tested: a coroutine is always true")
        case cst.If() | cst.While() | cst.Assert() | cst.IfExp() if inner is parent.test:
            return Use(Fate.TESTED, parent, "tested: a coroutine is always true")
        case cst.BooleanOperation():
            return Use(Fate.TESTED, parent, "tested: a coroutine is always true")
        case cst.UnaryOperation():
            if isinstance(parent.operator, cst.Not):
                return Use(Fate.TESTED, parent, "tested: a coroutine is always true")
            return used("an operand")
        case cst.CompIf():
            return Use(Fate.TESTED, parent, "tested: a coroutine is always true")
        case cst.Comparison():
            return _compared(inner, parent)
        case cst.ComparisonTarget():
            comparison = unit.parent(parent)
            assert isinstance(comparison, cst.Comparison)
            return _compared(inner, comparison, parent)
        case cst.BinaryOperation():
            if isinstance(parent.operator, (cst.LeftShift, cst.RightShift, cst.BitOr)):
                return handed_on  # operators that libraries give other meanings to
            return used("an operand", raises=not isinstance(parent.operator, cst.Modulo))  # "%s" % coro
        case cst.Attribute():
            name = parent.attr.value
            if name in _OF_COROUTINES or name.startswith("cr_"):
                return handed_on
            return used(f"asked for its attribute `{name}`")
        case cst.Subscript():
            return used("subscripted")
        case cst.Index():
            return used("used as an index", raises=False)
        case cst.ListComp() | cst.SetComp() | cst.GeneratorExp() if inner is parent.elt:
            return _contained(parent, unit, handed_on, hops)
        case cst.DictComp() if inner is parent.value:
            return _stored(parent, unit, handed_on, hops)
        case cst.DictElement() if inner is parent.value:
            return _stored(unit.parent(parent), unit, handed_on, hops, parent.key)
        case cst.Call():
            return used("called")
        case cst.FormattedStringExpression():
            return used("formatted", raises=False)
        case cst.For() | cst.CompFor() if inner is parent.iter:
            return used("iterated over")
        case cst.WithItem():
            return used("entered as a context manager")
        case cst.StarredElement() | cst.StarredDictElement():
            return used("unpacked")
        case cst.Match() if inner is parent.subject:
            return used("matched", raises=False)
        case cst.Raise():
            return used("raised")
        case cst.Element():
            return _element(parent, unit, handed_on, hops)
        case cst.Arg():
            return _argument(parent, unit, hops)
    return handed_on


def _assigned(targets: Iterable[cst.AssignTarget], statement: cst.CSTNode) -> Use:
    names = []
    for target in targets:
        if isinstance(target.target, (cst.Tuple, cst.List)):
            return Use(Fate.USED, statement, "unpacked", raises=True)
        if not isinstance(target.target, cst.Name):
            return Use(Fate.HANDED_ON, statement)
        names.append(target.target.value)
    if names == ["_"]:
        return Use(Fate.DISCARDED, statement)
    return Use(Fate.BOUND, statement, names=tuple(names))


def _compared(inner: cst.CSTNode, comparison: cst.Comparison, target: cst.ComparisonTarget | None = None) -> Use:
    operators = [item.operator for item in comparison.comparisons] if target is None else [target.operator]
    if target is None and any(isinstance(operator, (cst.In, cst.NotIn)) for operator in operators):
        if isinstance(comparison.comparisons[0].comparator, (cst.Tuple, cst.List, cst.Set)):
            return Use(Fate.TESTED, comparison, "compared: a coroutine equals nothing but itself")
    if any(isinstance(operator, (cst.Is, cst.IsNot)) for operator in operators):
        return Use(Fate.TESTED, comparison, "compared: a coroutine is never that object")
    if target is None and any(isinstance(operator, (cst.In, cst.NotIn)) for operator in operators):
        return Use(Fate.HANDED_ON, comparison)  # looking for a coroutine among others
    if any(isinstance(operator, _ORDER) for operator in operators):
        return Use(Fate.TESTED, comparison, "compared: a coroutine has no order, and TypeError is raised", raises=True)
    return Use(Fate.TESTED, comparison, "compared: a coroutine equals nothing but itself")


def _element(element: cst.Element, unit: Unit, handed_on: Use, hops: int) -> Use:
    """An element of a display: unpacked into names or formatted right there, or kept under a name."""
    display = unit.parent(element)
    statement = unit.parent(display) if display is not None else None
    if isinstance(display, (cst.Tuple, cst.List)) and isinstance(statement, cst.Assign) and len(statement.targets) == 1:
        target = statement.targets[0].target
        if isinstance(target, (cst.Tuple, cst.List)) and len(target.elements) == len(display.elements):
            index = list(display.elements).index(element)
            name = target.elements[index].value
            plain = not any(isinstance(item, cst.StarredElement) for item in (*target.elements, *display.elements))
            if plain and isinstance(name, cst.Name):
                return Use(Fate.BOUND, statement, names=(name.value,))
    if isinstance(display, (cst.Tuple, cst.List, cst.Set)) and not isinstance(element, cst.StarredElement):
        contained = _contained(display, unit, handed_on, hops)
        if contained is not handed_on:
            return contained
    if isinstance(display, cst.Tuple) and isinstance(statement, cst.BinaryOperation):
        if isinstance(statement.operator, cst.Modulo) and statement.right is display:
            return Use(Fate.USED, statement, "formatted")
    return handed_on


def _contained(container: cst.CSTNode, unit: Unit, handed_on: Use, hops: int) -> Use:
    """The use of the elements of a display or comprehension, where it is plain to see; else they are handed on."""
    parent = unit.parent(container)
    if isinstance(parent, cst.Expr) and not isinstance(container, cst.GeneratorExp):
        return Use(Fate.DISCARDED, parent)
    if isinstance(parent, (cst.For, cst.CompFor)) and parent.iter is container and isinstance(parent.target, cst.Tuple):
        return Use(Fate.USED, parent, "unpacked")
    call = unit.parent(parent) if isinstance(parent, cst.Arg) and not parent.star else None
    site = unit.site(call) if isinstance(call, cst.Call) else None
    if site is not None and isinstance(call, cst.Call):
        roles = unit.roles(call)
        if Role.TEST in roles:
            return Use(Fate.TESTED, call, "tested: a coroutine is always true")
        if Role.ELEMENTS in roles:
            return Use(Fate.USED, call, f"passed to `{unit.code(call.func)}`, which never awaits it")
    return _stored(container, unit, handed_on, hops)


def _stored(
    container: cst.CSTNode | None, unit: Unit, handed_on: Use, hops: int, key: cst.BaseExpression | None = None
) -> Use:
    """The use of what is in a container that is bound to a local: of the element under ``key``, or of all alike.

    Where the container itself goes anywhere, or some element may be awaited, its elements are handed on.
    """
    statement = unit.parent(container) if container is not None else None
    function = unit.function(container) if container is not None else None
    if (
        hops >= _MAX_HOPS
        or not isinstance(statement, cst.Assign)
        or not isinstance(function, cst.FunctionDef)
        or len(statement.targets) != 1
        or not isinstance(statement.targets[0].target, cst.Name)
        or isinstance(container, cst.GeneratorExp)
        or (key is None and not _are_all_alike(container, unit))
    ):
        return handed_on
    name = statement.targets[0].target.value
    found: list[Use] = []
    for use in uses_of_name(name, function, unit, statement, hops + 1):
        of_elements = _uses_of_elements(use, key, function, unit, hops + 1)
        if of_elements is None:
            return handed_on
        found += of_elements
    if not found or any(use.fate not in (Fate.USED, Fate.TESTED) for use in found):
        return handed_on
    return Use(found[0].fate, found[0].node, f"put into `{name}`, and there {found[0].how}")


def _are_all_alike(container: cst.CSTNode | None, unit: Unit) -> bool:
    """Whether all elements of a display are coroutines; those of a comprehension are what the one in hand is."""
    if not isinstance(container, (cst.Tuple, cst.List, cst.Set)):
        return True
    values = [unit.values(element.value) for element in container.elements]
    return all(each.items and all(isinstance(value, Coroutine) for value in each.items) for each in values)


def _uses_of_elements(
    use: Use, key: cst.BaseExpression | None, function: cst.FunctionDef, unit: Unit, hops: int
) -> list[Use] | None:
    """What the use of a container does with its elements; None where nobody knows."""
    node = use.node
    if isinstance(node, cst.Subscript) and len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
        index = node.slice[0].slice.value
        if key is None or _is_same_literal(key, index):
            return [use_of(node, unit, hops)]
        return [] if isinstance(index, cst.SimpleString) else None
    if key is not None:
        return None
    if isinstance(node, cst.For) and isinstance(node.target, cst.Name) and use.fate is Fate.USED:
        return uses_of_name(node.target.value, function, unit, node, hops)
    if isinstance(node, cst.CompFor) and isinstance(node.target, cst.Name) and use.fate is Fate.USED:
        name, comprehension = node.target.value, unit.parent(node)
        loads = [
            load
            for load in unit.of_kind(cst.Name)
            if load.value == name
            and load is not node.target
            and comprehension in unit.ancestors(load)
            and not _is_only_a_name(load, unit)
        ]
        return [use_of(load, unit, hops) for load in loads]
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "len":
        return []
    return None


def _is_same_literal(one: cst.BaseExpression, other: cst.BaseExpression) -> bool:
    return (
        isinstance(one, cst.SimpleString)
        and isinstance(other, cst.SimpleString)
        and one.evaluated_value == other.evaluated_value
    )


def _is_builtin(target: cst.CSTNode, unit: Unit) -> bool:
    """Whether the target holds a number or text."""
    items = unit.values(target).objects().items
    return bool(items) and all(
        isinstance(value, Instance) and value.class_.qualname in ("builtins.int", "builtins.float", "builtins.str")
        for value in items
    )


def _argument(argument: cst.Arg, unit: Unit, hops: int) -> Use:
    call = unit.parent(argument)
    if not isinstance(call, cst.Call):
        return Use(Fate.HANDED_ON, argument)
    if argument.star:
        return Use(Fate.USED, call, "unpacked")
    site = unit.site(call)
    if site is None:
        return Use(Fate.HANDED_ON, call)
    name = unit.code(call.func)
    roles = unit.roles(call)
    if Role.TEST in roles and name == "bool":
        return Use(Fate.TESTED, call, "tested: a coroutine is always true")
    if Role.IGNORE in roles:
        return Use(Fate.USED, call, f"passed to `{name}`, which never awaits it")
    if hops < _MAX_HOPS and site.callees.items and site.callees.complete:
        taken = [_taken(value, argument, call, unit, hops) for value in site.callees.items]
        if all(use is not None for use in taken):
            how = next(use.how for use in taken if use is not None)
            return Use(Fate.USED, call, f"passed to `{name}`, where it is {how}")
    return Use(Fate.HANDED_ON, call)


def _taken(value: object, argument: cst.Arg, call: cst.Call, unit: Unit, hops: int) -> Use | None:
    """How the function that is called misuses the argument; None when it may well await it or hand it on."""
    resolver = unit.program.resolver
    bound = 0
    if isinstance(value, ClassValue):
        owner, found = resolver.find_in_class(value.class_, "__init__")
        if owner is None or len(found.items) != 1 or not isinstance(found.items[0], FunctionValue):
            return None
        function, bound = found.items[0].function, 1
    elif isinstance(value, FunctionValue):
        function = value.function
        bound = 1 if value.receiver is not None else 0
    else:
        return None
    if function.module.is_library or resolver.is_abstract(function):
        return None
    parameter = _parameter(function, argument, call, bound)
    other = unit.unit_of(function)
    node = other.node_of(function) if other is not None else None
    if parameter is None or other is None or not isinstance(node, cst.FunctionDef):
        return None
    uses = uses_of_name(parameter.name, node, other, None, hops + 1)
    if not uses or any(use.fate not in (Fate.USED, Fate.TESTED) for use in uses):
        return None
    return uses[0]


def _parameter(function: Definition, argument: cst.Arg, call: cst.Call, bound: int) -> ParameterFact | None:
    parameters = function.fact.parameters
    if argument.keyword is not None:
        named = [parameter for parameter in parameters if parameter.name == argument.keyword.value]
        return named[0] if named and named[0].kind in (ParameterKind.POSITIONAL, ParameterKind.KEYWORD) else None
    before = call.args[: list(call.args).index(argument)]
    if any(arg.star for arg in before):
        return None
    position = bound + sum(1 for arg in before if arg.keyword is None)
    positional = [parameter for parameter in parameters if parameter.kind is ParameterKind.POSITIONAL]
    return positional[position] if position < len(positional) else None


def uses_of_name(
    name: str, function: cst.FunctionDef, unit: Unit, definition: cst.CSTNode | None, hops: int = 0
) -> list[Use]:
    """Every use that the value bound to ``name`` by the statement ``definition`` (None: as a parameter) can be put to.

    Uses in nested functions count as handed on: nobody knows when they run. ``del`` and storing are no uses.
    """
    uses: list[Use] = []
    loads: list[cst.Name] = []
    stores: list[cst.CSTNode] = []
    declarations: list[cst.Global | cst.Nonlocal] = [*unit.of_kind(cst.Global), *unit.of_kind(cst.Nonlocal)]
    for declaration in declarations:
        if any(item.name.value == name for item in declaration.names):
            return [Use(Fate.HANDED_ON, declaration)]
    for node in unit.of_kind(cst.Name):
        if node.value != name or not _is_inside(node, function, unit) or _is_only_a_name(node, unit):
            continue
        parent = unit.parent(node)
        if unit.function(node) is not function:
            if not _is_local_to_nested(name, node, function, unit):
                return [Use(Fate.HANDED_ON, node)]
        elif (
            isinstance(parent, (cst.AssignTarget, cst.AnnAssign, cst.NamedExpr, cst.AsName, cst.For, cst.CompFor))
            and (getattr(parent, "target", None) is node or getattr(parent, "name", None) is node)
        ) or (isinstance(parent, cst.Element) and _is_target(parent, unit)):
            stores.append(node)
        elif not isinstance(parent, (cst.Del, cst.FunctionDef, cst.ClassDef)):
            loads.append(node)
    if any(_takes_all_locals(call) for call in unit.of_kind(cst.Call)):
        return [Use(Fate.HANDED_ON, function)]
    flow = unit.flow(function)
    start = function if definition is None else flow.place(definition, unit.ancestors(definition))
    if start is None:
        return [Use(Fate.HANDED_ON, function)]
    others = [place for store in stores if (place := flow.place(store, unit.ancestors(store))) is not None]
    walls = [place for place in others if place is not start]
    reached = flow.reached(start, avoiding=walls, errors=True)
    for load in loads:
        place = flow.place(load, unit.ancestors(load))
        if (
            place is None
            or place in reached
            or (place is start and definition is not None and not _precedes(load, definition, unit))
        ):
            uses += _followed(load, function, unit, hops)
    return uses


def _is_only_a_name(node: cst.Name, unit: Unit) -> bool:
    """Whether it is the name of an attribute, a keyword or a parameter."""
    parent = unit.parent(node)
    return isinstance(parent, (cst.Attribute, cst.Arg, cst.Param)) and getattr(parent, "value", None) is not node


def _takes_all_locals(call: cst.Call) -> bool:
    return not call.args and isinstance(call.func, cst.Name) and call.func.value in ("locals", "vars")


def _followed(load: cst.Name, function: cst.FunctionDef, unit: Unit, hops: int) -> list[Use]:
    """The use of one load; when it only gives the value another name, the uses of that name."""
    use = use_of(load, unit, hops)
    if use.fate is Fate.DISCARDED:
        return []
    if use.fate is not Fate.BOUND:
        return [use]
    if hops >= _MAX_HOPS:
        return [Use(Fate.HANDED_ON, load)]
    return [found for name in use.names for found in uses_of_name(name, function, unit, use.node, hops + 1)]


def _precedes(load: cst.Name, definition: cst.CSTNode, unit: Unit) -> bool:
    """Whether the load stands in the very statement that binds the name, so that it reads the old value."""
    return definition in unit.ancestors(load) and not any(
        isinstance(ancestor, cst.NamedExpr) for ancestor in unit.ancestors(load)
    )


def _is_inside(node: cst.CSTNode, function: cst.FunctionDef, unit: Unit) -> bool:
    return function.body in unit.ancestors(node)


def _is_local_to_nested(name: str, node: cst.CSTNode, function: cst.FunctionDef, unit: Unit) -> bool:
    """Whether a nested function between ``node`` and ``function`` binds ``name`` itself."""
    definition = unit.definition(node)
    outer = unit.definition(function.body.body[0]) if function.body.body else None
    while definition is not None and definition is not outer:
        if name in definition.fact.bindings:
            return True
        parent = definition.fact.parent
        definition = definition.module.definition(parent) if parent > 0 else None
    return False


def _is_target(element: cst.Element, unit: Unit) -> bool:
    """Whether the element is part of an assignment target."""
    inner: cst.CSTNode = element
    for outer in unit.ancestors(element):
        if isinstance(outer, (cst.AssignTarget, cst.For, cst.CompFor)):
            return getattr(outer, "target", None) is inner
        if not isinstance(outer, (cst.Tuple, cst.List, cst.Element, cst.StarredElement)):
            return False
        inner = outer
    return False
