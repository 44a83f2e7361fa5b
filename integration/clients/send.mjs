// Sends ten GenAI spans with the real JavaScript SDK. usage: node send.mjs PROTOCOL COMPRESSION ENDPOINT
// The packages are resolved from the working directory, where scripts/otel-clients installed them.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const { BasicTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const { context, trace } = require('@opentelemetry/api');

const [protocol, compression, endpoint] = process.argv.slice(2);
const packages = { grpc: 'grpc', json: 'http', proto: 'proto' };
const { OTLPTraceExporter } = require(`@opentelemetry/exporter-trace-otlp-${packages[protocol]}`);
const exporter = new OTLPTraceExporter({
  url: protocol === 'grpc' ? endpoint : `${endpoint}/v1/traces`,
  compression,
});
let failed;
const send = exporter.export.bind(exporter);
exporter.export = (spans, done) => send(spans, (result) => { if (result.code !== 0) failed = result.error ?? result; done(result); });
const provider = new BasicTracerProvider({
  resource: resourceFromAttributes({ 'service.name': `javascript-${protocol}-${compression}` }),
  spanProcessors: [new BatchSpanProcessor(exporter)],
});
const tracer = provider.getTracer('custos.test');
const agent = tracer.startSpan('invoke_agent helper', {
  attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'helper' },
});
for (let n = 0; n < 9; n++) {
  const span = tracer.startSpan('chat gpt-4o-mini', {
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': n,
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Привет, my mail is ann.lee@example.com"}]}]',
    },
  }, trace.setSpan(context.active(), agent));
  span.end();
}
agent.end();
await provider.forceFlush();
await provider.shutdown();
if (failed) { console.error(failed); process.exit(1); }
