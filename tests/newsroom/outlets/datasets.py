"""raw.githubusercontent.com: the published datasets, whole and byte for byte, whatever the newsroom's day."""

from __future__ import annotations

from collections.abc import Sequence

from tests.newsroom.figures import CORRECTION, EQUIPMENT, ORC, PERSONNEL, published_file, series
from tests.newsroom.press import Document, Edition, Outlet, Site, morning
from tests.newsroom.stories import Story

HOST = "raw.githubusercontent.com"
PETROIVANIUK = "/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset/main/data"
FILES = {
    f"{PETROIVANIUK}/russia_losses_equipment.json": EQUIPMENT,
    f"{PETROIVANIUK}/russia_losses_equipment_correction.json": CORRECTION,
    f"{PETROIVANIUK}/russia_losses_personnel.json": PERSONNEL,
    "/lod-db/orc-losses/main/russian-losses.json": ORC,
}


def build(editions: Sequence[Edition], stories: Sequence[Story]) -> Site:
    changed = morning(max(series()), 9, 0)
    return {path: Document(published_file(name), changed, "text/plain; charset=utf-8") for path, name in FILES.items()}


OUTLET = Outlet(HOST, build)
