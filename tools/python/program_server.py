"""Runs the Python program of the working directory for an engine that was told to use this process as its language host.

One process serves one operation, so that every run loads the program afresh, as an ordinary `pulumi up` does.
"""

import os
import runpy
import sys
import traceback
from concurrent import futures

import grpc
from pulumi.automation._server import LanguageServer
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import language_pb2_grpc


def program() -> None:
    directory = os.getcwd()
    # For what the program imports after its main module has run, in callbacks.
    sys.path.insert(0, directory)
    try:
        runpy.run_path(directory, run_name="__main__")
    except BaseException:
        # Whoever started this process reads it here; the engine gets the error too.
        traceback.print_exc()
        raise


def main() -> None:
    # The folder of this script is no part of the program.
    sys.path.pop(0)
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4), options=_GRPC_CHANNEL_OPTIONS)
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(LanguageServer(program), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with os.fdopen(3, "w") as announcement:
        announcement.write(f"{port}\n")

    # Whoever started this process closes its standard input, by ending if not before.
    sys.stdin.buffer.read()
    server.stop(0)


main()
