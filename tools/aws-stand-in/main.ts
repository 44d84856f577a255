import { aws } from "../../testing/aws/aws";
import { servePlugin } from "../../testing/provider";

void servePlugin(aws);
