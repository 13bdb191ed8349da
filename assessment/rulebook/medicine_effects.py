"""Medicine effects: what medicines do that matters to a topic, laid over their names.

The names may be shared by many topics. What one of them says nothing about is known by
its name alone, and no link is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assessment.core.medicines import Medicine
from assessment.rulebook.compose import Text
from assessment.rulebook.links import Links
from assessment.rulebook.medicine_shapes import (
    EffectShape,
    FamilyShape,
    OwnEffectShape,
)
from assessment.rulebook.shapes import Content

ALIKE = OwnEffectShape(id=Text("alike"))  # a medicine that acts as its family does


class Effects:
    """Reads the effects of a topic, and reports what they name and nothing defines."""

    def __init__(self, content: Content, links: Links) -> None:
        self._links = links
        self._kinds = {str(shape.id) for shape in content.medicine_kinds}
        self._signs = {str(shape.id) for shape in content.medicine_signs}
        self._of_family = {str(shape.id): shape for shape in content.medicine_effects}
        self._own = {
            (family, str(own.id)): own
            for family, shape in self._of_family.items()
            for own in shape.medicines
        }
        families = {str(shape.id): shape for shape in content.medicine_families}
        for effect in content.medicine_effects:
            self._check_names(effect, families)

    def _check_names(
        self, effect: EffectShape, families: Mapping[str, FamilyShape]
    ) -> None:
        what = "there is no family of medicines"
        family = self._links.find(effect.id, families, "unknown-medicine", what)
        if family is not None:
            there = {str(shape.id) for shape in families[family].medicines}
            what = f"the family `{family}` has no medicine"
            for own in effect.medicines:
                self._links.find(own.id, there, "unknown-medicine", what)

    def on(self, medicine: Medicine, family: FamilyShape) -> Medicine:
        """The medicine with what those of its family do; as it is, without any."""
        effect = self._of_family.get(str(family.id))
        if effect is None:
            return medicine
        own = self._own.get((str(family.id), medicine.id), ALIKE)
        links = self._links
        kinds = own.kinds or effect.kinds
        signs = effect.signs if own.signs is None else own.signs
        sources = links.to_sources(own.sources or effect.sources)
        return replace(
            medicine,
            kinds=links.find_all(
                kinds, self._kinds, "unknown-kind", "there is no kind of medicine"
            ),
            shows=links.words(effect.shows),
            onset=links.words(effect.onset),
            how_often=str(own.how_often or effect.how_often),
            link=str(own.link or effect.link),
            signs=links.find_all(
                signs, self._signs, "unknown-sign", "there is no danger sign"
            ),
            sources=(*sources, *medicine.sources),
        )
