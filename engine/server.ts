// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is one of @pulumi/pulumi
import type { MethodDefinition, ServerUnaryCall, sendUnaryData, UntypedServiceImplementation } from "@grpc/grpc-js";
import type {
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { once } from "../kit/once";
import { Analyzer, type Pack } from "./analyzer";
import { encodedInfo } from "./analyzer-info";
import { kindAndPlace } from "./process";
import { warmUp } from "./warm-up";
import { type MessageType, readMessage } from "./wire/lazy-struct";
import { AnalyzerService, grpc, PluginInfo, proto, protobuf } from "./wire/protocol";

/** The size that the engine allows its packs' messages. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/**
 * Serves the engine's protocol, and prints the port for the engine. Nothing may be printed before that.
 * Source: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/analyzer.proto
 */
export function serve(pack: Pack): void {
  const server = new grpc.Server({ "grpc.max_receive_message_length": MAX_MESSAGE_BYTES });
  server.addService(definition, handlers(pack));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(String(port));
  });
}

/** The methods of the service, with properties left encoded. */
export const definition = {
  ...AnalyzerService,
  getAnalyzerInfo: { ...AnalyzerService.getAnalyzerInfo, responseSerialize: (info: Buffer) => info },
  // The most answers have no findings: a few objects that are sent many times.
  analyze: { ...read(AnalyzerService.analyze, proto.AnalyzeRequest), responseSerialize: once(serialized) },
  analyzeStack: read(AnalyzerService.analyzeStack, proto.AnalyzeStackRequest),
  remediate: read(AnalyzerService.remediate, proto.AnalyzeRequest),
};

function read<M extends AnalyzeRequest | AnalyzeStackRequest, R>(method: MethodDefinition<M, R>, type: MessageType<M>) {
  return { ...method, requestDeserialize: (bytes: Buffer) => readMessage(type, bytes) };
}

function serialized(response: AnalyzeResponse): Buffer {
  return Buffer.from(response.serializeBinary());
}

/**
 * The answer of a pack that repairs nothing, which the engine expects: it is sent at once, where an answer without
 * repairs takes two turns of Node's event loop.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/analyzer_plugin.go
 */
const REPAIRS_NOTHING = { code: grpc.status.UNIMPLEMENTED, details: "no policy is configured to repair resources" };

type Call<Request> = Pick<ServerUnaryCall<Request, unknown>, "request">;
type Callback<Response> = sendUnaryData<Response>;

/** The answers of a pack, in one run of the engine. */
export function handlers(pack: Pack): UntypedServiceImplementation {
  const analyzer = new Analyzer(pack);
  const busy = new AbortController();
  const working = <Request, Response>(answer: (request: Request) => Promise<Response>) =>
    answering((request: Request) => {
      // Each call creates an exception, even if nothing is left to stop.
      if (!busy.signal.aborted) busy.abort();
      return answer(request);
    });
  return {
    getAnalyzerInfo: answering(() => encodedInfo(pack)),
    getPluginInfo: answering(() => new PluginInfo().setVersion(pack.version)),
    configureStack: answering(() => analyzer.configureStack()),
    configure(call: Call<ConfigureAnalyzerRequest>, callback: Callback<unknown>) {
      try {
        analyzer.configure(call.request);
      } catch (error) {
        return callback({ code: grpc.status.INVALID_ARGUMENT, details: (error as Error).message });
      }
      callback(null, new protobuf.Empty());
      // For a state the engine sends resources at once; for a program it has to start that first.
      if (analyzer.isDeployment) void warmUp(pack, busy.signal).catch(() => {});
    },
    analyze: working((request: AnalyzeRequest) => {
      const answer = analyzer.analyze(request);
      void answer.then(() => analyzer.prepare(request)).catch(() => {});
      return answer;
    }),
    analyzeStack: working((request: AnalyzeStackRequest) => analyzer.analyzeStack(request)),
    remediate(call: Call<AnalyzeRequest>, callback: Callback<RemediateResponse>) {
      analyzer.remember(call.request);
      if (analyzer.repairs) void answering((request: AnalyzeRequest) => analyzer.remediate(request))(call, callback);
      else callback(REPAIRS_NOTHING);
    },
  } as UntypedServiceImplementation;
}

/** A gRPC handler that answers with the result of a function, or with where it failed. */
function answering<Request, Response>(answer: (request: Request) => Response | Promise<Response>) {
  return async ({ request }: Call<Request>, callback: Callback<Response>) => {
    let response: Response;
    try {
      response = await answer(request);
    } catch (error) {
      return callback({ code: grpc.status.UNKNOWN, details: kindAndPlace(error) });
    }
    callback(null, response);
  };
}
