"""Runs Python programs for engines that were told to use this process as their language host: each afresh, one at a time."""

import os
import runpy
import sys
import threading
import traceback
from concurrent import futures

import grpc
from pulumi.automation._server import LanguageServer
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import language_pb2_grpc


class ProgramServer(LanguageServer):
    def __init__(self) -> None:
        super().__init__(program)
        self.free = threading.Lock()

    def Run(self, request, context):
        with self.free:
            os.chdir(request.pwd)
            # For what the program imports after its main module has run, in callbacks.
            sys.path.insert(0, request.pwd)
            try:
                return super().Run(request, context)
            finally:
                sys.path.remove(request.pwd)
                forget_program()


def program() -> None:
    try:
        runpy.run_path(os.getcwd(), run_name="__main__")
    except BaseException:
        # Whoever started this process reads it here; the engine gets the error too.
        traceback.print_exc()
        raise


def forget_program() -> None:
    """The next one has modules of the same names."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and file != __file__ and not file.startswith((sys.prefix, sys.base_prefix)):
            del sys.modules[name]


def main() -> None:
    # The engine of a later program may listen where that of an earlier one did. With a shared pool gRPC takes it for gone, like the
    # earlier one, and the program ends without a resource and without an error.
    _GRPC_CHANNEL_OPTIONS.append(("grpc.use_local_subchannel_pool", 1))
    # The folder of this script is no part of a program.
    sys.path.pop(0)
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4), options=_GRPC_CHANNEL_OPTIONS)
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(ProgramServer(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with os.fdopen(3, "w") as announcement:
        announcement.write(f"{port}\n")

    # Whoever started this process closes its standard input, by ending if not before.
    sys.stdin.buffer.read()
    server.stop(0)


main()
