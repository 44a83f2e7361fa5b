"""Sends ten GenAI spans with the real Python SDK. usage: send.py PROTOCOL COMPRESSION ENDPOINT"""
import sys

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

protocol, compression, endpoint = sys.argv[1:4]
if protocol == "grpc":
    import grpc
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    kinds = {"none": grpc.Compression.NoCompression, "gzip": grpc.Compression.Gzip}
    exporter = OTLPSpanExporter(endpoint=endpoint, insecure=True, compression=kinds[compression])
else:
    from opentelemetry.exporter.otlp.proto.http import Compression
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    exporter = OTLPSpanExporter(endpoint=endpoint + "/v1/traces", compression=Compression(compression))
name = f"python-{protocol}-{compression}"
provider = TracerProvider(resource=Resource.create({"service.name": name}))
provider.add_span_processor(BatchSpanProcessor(exporter))
tracer = provider.get_tracer("custos.test")
with tracer.start_as_current_span("invoke_agent helper", attributes={"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper"}):
    for n in range(9):
        with tracer.start_as_current_span("chat gpt-4o-mini") as span:
            span.set_attributes({
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": "openai",
                "gen_ai.request.model": "gpt-4o-mini",
                "gen_ai.usage.input_tokens": 10,
                "gen_ai.usage.output_tokens": n,
                "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"Привет, my mail is ann.lee@example.com"}]}]',
            })
if not provider.force_flush() or provider.shutdown() is False:
    sys.exit("not delivered")
