"""Work spread over processes, or over an existing Dask cluster, that can be stopped with what is done kept."""

from __future__ import annotations

import logging
import pickle
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol, TypeVar

Part = TypeVar("Part", contravariant=True)
Result = TypeVar("Result", covariant=True)


class Work(Protocol[Part, Result]):
    """What is to be done for each part: a value that can be pickled, such as a frozen class of a module."""

    def __call__(self, part: Part, /) -> Result: ...


class ClusterUnavailable(Exception):
    """There is no Dask here, or no cluster at that address."""


def sweep(work: Work[Part, Result], parts: Iterable[Part], jobs: int = 1, cluster: str = "") -> Iterator[Result]:
    """The result of each part, in any order, by so many processes, or on a cluster: its address, or `local`.

    Closing the iterator, or Ctrl-C while it waits, stops the work; what was given is whole.
    Raises `ClusterUnavailable`.
    """
    if cluster:
        return _on_cluster(work, parts, jobs, cluster)
    if jobs > 1:
        return _in_processes(work, parts, jobs)
    return map(work, parts)


def _in_processes(work: Work[Part, Result], parts: Iterable[Part], jobs: int) -> Iterator[Result]:
    from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
    from multiprocessing import get_context

    packed = pickle.dumps(work)
    # New interpreters on every system: a copy of this process might hold a window or a thread.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_ctrl_c_to_the_parent)
    left = iter(parts)
    waiting: set[Future[Any]] = set()
    try:
        while True:
            # Two parts for each process, so that none is idle and stopping is quick.
            for part in _first(left, 2 * jobs - len(waiting)):
                waiting.add(pool.submit(_do, packed, part))
            if not waiting:
                break
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _first(parts: Iterator[Any], count: int) -> Iterator[Any]:
    for _ in range(count):
        try:
            yield next(parts)
        except StopIteration:
            return


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes started inside do not hear Ctrl-C: this one hears it, and stops them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _do(packed: bytes, part: Any) -> Any:
    return _unpacked(packed)(part)


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> Callable[[Any], Any]:
    """The work, unpacked once a process: the rules are compiled for a scenario as an object, not for its equals."""
    work: Callable[[Any], Any] = pickle.loads(packed)
    return work


def _on_cluster(work: Work[Part, Result], parts: Iterable[Part], jobs: int, address: str) -> Iterator[Result]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ClusterUnavailable("Dask is not installed: `pip install multivector[cluster]`") from error
    own = None
    try:
        if address == "local":
            with _deaf_to_ctrl_c():
                own = distributed.LocalCluster(
                    n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR
                )
        client = distributed.Client(own if own is not None else address, timeout="10s")
    except (OSError, ValueError) as error:
        raise ClusterUnavailable(f"there is no Dask cluster at `{address}`: {error}") from error
    return _completed(client, own, distributed.as_completed, pickle.dumps(work), list(parts))


def _completed(client: Any, own: Any, as_completed: Any, packed: bytes, parts: list[Any]) -> Iterator[Any]:
    futures = []
    try:
        work = client.scatter(packed, broadcast=True)
        futures = client.map(_do, [work] * len(parts), parts, pure=False)
        for future in as_completed(futures):
            yield future.result()
            future.release()
    finally:
        client.cancel(futures)
        client.close()
        if own is not None:
            own.close()
