"""The talk's job in Python: every file of a folder decoded and made 64 x 64, in each of its ways.

    python batch.py FOLDER [--rounds N] [--workers K] [--chunks 1,8,32]

Prints one JSON object: versions, and for every way the seconds of each round. Rounds are interleaved, times are those of the
wall clock; a pool's start is part of its time, as it was in the talk. `exact` decodes every pixel, `draft` lets libjpeg decode
no more than twice the size that is wanted.
"""

import argparse
import json
import os
import platform
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy
import PIL
from PIL import Image

SIZE = (64, 64)


def small(path, exact):
    """One file's result: an array of 64 x 64 levels, or of 64 x 64 x 3."""
    with Image.open(path) as picture:
        if not exact:
            picture.draft(None, (2 * SIZE[0], 2 * SIZE[1]))
        if picture.mode not in ("L", "RGB"):
            picture = picture.convert("RGB")
        return numpy.asarray(picture.resize(SIZE, Image.Resampling.LANCZOS))


def loop(make, paths):
    """A plain loop."""
    results = []
    for path in paths:
        results.append(make(path))
    return results


def comprehension(make, paths):
    """A list comprehension."""
    return [make(path) for path in paths]


def mapped(make, paths):
    """The built-in map."""
    return list(map(make, paths))


def threads(make, paths, workers):
    """ThreadPoolExecutor.map."""
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(make, paths))


def processes(make, paths, workers, chunksize):
    """ProcessPoolExecutor.map, so many files at once."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(make, paths, chunksize=chunksize))


def main():
    """Times every way and prints what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--chunks", default="1,8,32")
    asked = parser.parse_args()
    paths = sorted(asked.folder.glob("*.jpg"))
    ways = {"loop": loop, "list comprehension": comprehension, "map": mapped}
    ways[f"ThreadPoolExecutor({asked.workers}).map"] = partial(threads, workers=asked.workers)
    for chunksize in map(int, asked.chunks.split(",")):
        name = f"ProcessPoolExecutor({asked.workers}).map, chunksize {chunksize}"
        ways[name] = partial(processes, workers=asked.workers, chunksize=chunksize)
    times = {f"{name}, {how}": [] for how in ("exact", "draft") for name in ways}
    for _ in range(asked.rounds):
        for how in ("exact", "draft"):
            make = partial(small, exact=how == "exact")
            for name, way in ways.items():
                start = time.perf_counter()
                stack = numpy.stack(way(make, paths))
                times[f"{name}, {how}"].append(time.perf_counter() - start)
                assert len(stack) == len(paths)
    versions = {"python": platform.python_version(), "pillow": PIL.__version__, "numpy": numpy.__version__}
    print(json.dumps({"files": len(paths), "versions": versions, "seconds": times}))


if __name__ == "__main__":
    main()
