"""The whole service on one machine, from the first server to the last stop."""

import os
from pathlib import Path

from deploy.local.console import keep_environment
from deploy.local.preflight import chosen_port, hold_folder, take_port
from deploy.local.process import stop_together
from deploy.local.progress import Progress
from deploy.local.servers import LocalServers, Manner, NamedServers
from deploy.local.service import LocalService
from deploy.local.signals import Signals
from deploy.local.supervisor import Supervisor


def run(folder: Path, progress: Progress, signals: Signals) -> None:
    """Start everything and watch it; whatever ends this, nothing is left running."""
    port = chosen_port(os.environ)
    address = f"http://127.0.0.1:{port}"
    with hold_folder(folder, address), take_port(port) as listener:
        manner = Manner(pause=signals.pause, say=progress.say)
        named = NamedServers.from_environment(os.environ)
        with LocalServers(folder, base_url=address, named=named, manner=manner) as servers:
            service = LocalService(servers, listener, manner=manner)
            keep_environment(folder, servers.environment)
            try:
                service.prepare()
                service.start()
                progress.write(f"\nThe breach register is at {address}\n\n")
                progress.write(service.sign_ins())
                progress.write(f"\nLogs are in {folder}/log. Ctrl-C stops everything.\n")
                supervisor = Supervisor([*servers.processes, *service.processes], say=progress.say)
                supervisor.watch(signals.pause)
            finally:
                progress.say("Stopping")
                stop_together(service.processes)
