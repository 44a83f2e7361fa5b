//! `custos redact`.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::Stdio,
};

use serde_json::Value;

use super::support::{config, custos, text};

/// Runs with this input; output, errors, exit code.
fn redact(args: &[&str], input: &[u8]) -> (Vec<u8>, String, i32) {
    let mut child = custos()
        .arg("redact")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that refuses its input closes it.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    (output.stdout, String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

fn good(args: &[&str], input: &str) -> String {
    let (out, errors, code) = redact(args, input.as_bytes());
    assert_eq!((code, errors.as_str()), (0, ""), "{args:?}");
    String::from_utf8(out).unwrap()
}

#[test]
fn text_and_json_keep_their_format() {
    assert_eq!(good(&[], "mail maria@example.com\nbye\n"), "mail [EMAIL]\nbye\n");
    assert_eq!(good(&["-"], "{\"b\": \"maria@example.com\", \"a\": 1}\n"), "{\"b\": \"[EMAIL]\", \"a\": 1}\n");
    let lines = "{\"a\": \"maria@example.com\"}\n{\"b\": 4111111111111111}\n";
    assert_eq!(good(&[], lines), "{\"a\": \"[EMAIL]\"}\n{\"b\": \"[CARD]\"}\n");
    assert_eq!(good(&["--format", "text"], "{maria@example.com"), "{[EMAIL]");
    assert_eq!(good(&[], ""), "");
    let (out, errors, code) = redact(&[], b"a\xff maria@example.com");
    assert_eq!((out.as_slice(), code), ("a\u{fffd} [EMAIL]".as_bytes(), 0));
    assert!(errors.contains("1 place without valid UTF-8"), "{errors}");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_told() {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for args in [&["redact"][..], &["redact", "--types"], &["check"]] {
        let output = custos().args(args).stdin(fs::File::open("Cargo.toml").unwrap()).stdout(full()).output().unwrap();
        let told = text(&output.stderr);
        assert!(
            output.status.code() == Some(1) && told.contains("cannot write to standard output: No space"),
            "{told}"
        );
    }
}

/// What exporters to files write. Names stayed in other attributes, and bytes became no base64.
#[test]
fn requests_in_lines_are_redacted_as_requests() {
    let attribute = |key: &str, value: Value| serde_json::json!({"key": key, "value": value});
    let request = serde_json::json!({"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [
        attribute("user.name", serde_json::json!({"stringValue": "Ottilie Vandermeersch"})),
        attribute("note", serde_json::json!({"stringValue": "the chair of Ottilie Vandermeersch is free"})),
        attribute("data", serde_json::json!({"bytesValue": "YW5uQGV4YW1wbGUub3Jn"})),
    ]}]}]}]});
    let alone = good(&[], &request.to_string());
    assert!(
        alone.contains("the chair of [PERSON] is free") && alone.contains(r#"{"bytesValue":"W0VNQUlMXQ=="}"#),
        "{alone}"
    );
    for args in [&[][..], &["--line-buffered"]] {
        let both = good(args, &format!("{request}\n{request}\n"));
        assert_eq!(both, format!("{alone}{alone}"), "{args:?}");
    }
    let told = good(&["--explain"], &format!("{request}\n{request}\n"));
    assert!(told.contains("\n2: resourceSpans[0].scopeSpans[0].spans[0].attributes[note]\tPERSON"), "{told}");
}

/// Of a key over several lines none tells by itself what it is: it stayed.
#[test]
fn text_between_documents_is_one_text() {
    let key: String =
        (0..20).map(|n| format!("{}{n:02}Zx8qLm2nKp4V\n", "MIIEvgIBADANBgkqhkiG9w0BAQ".repeat(2))).collect();
    let key = format!("-----BEGIN PRIVATE KEY-----\n{key}-----END PRIVATE KEY-----\n");
    let document = "{\"card\": 4111111111111111}\n";
    let input = format!("{document}\nstarting\n{key}password:\n  Zx8qLm2nKp4V\n{document}mail maria@example.com");
    let kept = "{\"card\": \"[CARD]\"}\n";
    let expected = format!("{kept}\nstarting\n[PRIVATE_KEY]\npassword:\n  [SECRET]\n{kept}mail [EMAIL]");
    assert_eq!(good(&[], &input), expected);
    assert_eq!(good(&["--format", "ndjson"], &input), expected);
    let live = good(&["--line-buffered"], &input);
    assert!(live.matches(kept).count() == 2 && live.ends_with("mail [EMAIL]"), "{live}");
    assert!(!live.contains("MIIE") && !live.contains("Zx8q"), "{live}");
    let told = good(&["--explain"], &input);
    let places: Vec<&str> = told.lines().filter_map(|line| line.split_once(' ')).map(|(place, _)| place).collect();
    assert_eq!(places, ["1:10", "4:1", "27:3", "28:10", "29:6"], "{told}");
}

/// They were taken for text, in which a number is replaced without quotes.
#[test]
fn json_behind_a_mark_or_a_blank_line_stays_json() {
    for (begin, kept) in [("\u{FEFF}", ""), ("\n", "\n"), (" \r\n\n", " \r\n\n"), ("\u{FEFF}\n", "\n")] {
        for args in [&[][..], &["--line-buffered"], &["--format", "ndjson"]] {
            let out = good(args, &format!("{begin}{{\"b\": 4111111111111111}}\n"));
            assert_eq!(out, format!("{kept}{{\"b\": \"[CARD]\"}}\n"), "{begin:?} {args:?}");
        }
    }
    assert_eq!(good(&["--jsonl"], "\u{FEFF}{\"text\": \"hi\"}\n"), "{\"text\":\"hi\",\"spans\":[]}\n");
}

/// Read as UTF-8 all of it came out as it was.
#[test]
fn utf16_is_redacted() {
    let line = "mail maria@example.com ü\r\n";
    for args in [&[][..], &["--line-buffered"], &["--format", "text"]] {
        for mark in ["", "\u{FEFF}"] {
            let input: Vec<u8> = format!("{mark}{line}").encode_utf16().flat_map(u16::to_le_bytes).collect();
            let (out, errors, code) = redact(args, &input);
            assert_eq!((text(&out), code), ("mail [EMAIL] ü\r\n", 0), "{args:?}");
            assert!(errors.contains("the input is UTF-16"), "{errors}");
        }
    }
}

#[test]
fn compressed_input_is_unpacked_or_told() {
    let line = "mail maria@example.com\n";
    let gzip = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    // Files that were put one behind the other are one.
    let (gzip, zstd) = ([gzip(line), gzip("bye\n")].concat(), zstd::encode_all(line.as_bytes(), 1).unwrap());
    assert_eq!(redact(&[], &gzip), (b"mail [EMAIL]\nbye\n".to_vec(), String::new(), 0));
    assert_eq!(redact(&[], &zstd), (b"mail [EMAIL]\n".to_vec(), String::new(), 0));
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("app.log.gz");
    fs::write(&file, &gzip).unwrap();
    let (out, errors, code) = redact(&["--explain", file.to_str().unwrap()], b"");
    assert!(code == 0 && text(&out).starts_with("1:6 byte 5\tEMAIL"), "{}{errors}", text(&out));
    for (cut, kind) in [(&gzip[..gzip.len() - 9], "gzip"), (&zstd[..zstd.len() - 3], "Zstandard")] {
        let (_, errors, code) = redact(&[], cut);
        assert!(code == 1 && errors.contains(&format!("the input is not whole {kind} data")), "{errors}");
    }
    for (input, told) in [
        (&b"\xFD7zXZ\0\0\x04"[..], "xz -dc FILE | custos redact"),
        (b"BZh91AY&SY", "bzip2 -dc FILE"),
        (b"PK\x03\x04\x14\0\0\0", "unzip -p FILE"),
    ] {
        let (out, errors, code) = redact(&[], input);
        assert!(code == 1 && out.is_empty() && errors.contains(told), "{errors}");
    }
    assert_eq!(good(&[], "BZh, said ann"), "BZh, said ann");
    assert_eq!(good(&[], "PK"), "PK");
}

#[test]
fn long_text_is_cut_where_no_value_lies() {
    let line = "nothing to see here, move along 12 34\n".repeat(50_000);
    let text = format!("{line}card number:\n4111 1111 1111 1112 and maria@example.com\n{line}{}", "x".repeat(3 << 20));
    let expected = text.replace("4111 1111 1111 1112", "[CARD]").replace("maria@example.com", "[EMAIL]");
    assert!(good(&[], &text) == expected);
    // Places are those of the input.
    let decisions = good(&["--explain"], &text);
    let byte = text.find("maria@").unwrap();
    assert!(decisions.contains(&format!("50002:25 byte {byte}\tEMAIL")), "{decisions}");
    // No line ends, and a value right where a window of 1 MiB less what is held back would end.
    let text = format!("{}maria@example.com {}", "a ".repeat(491_510), "b ".repeat(400_000));
    assert!(good(&[], &text) == text.replace("maria@example.com", "[EMAIL]"));
}

#[test]
fn decisions_hide_values() {
    let input = "{\"note\": \"pay 4111 1111 1111 1111\",\n \"password\": \"hunter2!x\"}";
    let decisions = good(&["--explain"], input);
    let lines: Vec<_> = decisions.lines().collect();
    assert_eq!(lines.len(), 2, "{decisions}");
    assert!(lines[0].starts_with("1:15 byte 14\tCARD\t4…1 (19 characters)\trule: card"), "{decisions}");
    assert!(lines[0].ends_with("checksum: right\tby: form\tscore: 1.00"), "{decisions}");
    assert!(lines[1].starts_with("2:15 byte"), "{decisions}");
    assert!(lines[1].contains("by: key \"password\""), "{decisions}");
    assert!(!decisions.contains("hunter") && !decisions.contains("4111"));
    assert!(good(&["--explain", "--show-values"], input).contains("\"hunter2!x\""));
}

#[test]
fn spans_are_in_characters() {
    let out = good(&["--jsonl"], "{\"text\": \"é maria@example.com\"}\n\n{\"text\": \"nothing\"}\n");
    assert_eq!(
        out,
        "{\"text\":\"é [EMAIL]\",\"spans\":[{\"type\":\"EMAIL\",\"start\":2,\"end\":19}]}\n{\"text\":\"nothing\",\"spans\":[]}\n"
    );
    let (_, errors, code) = redact(&["--jsonl"], b"{\"text\": \"a\"}\n{\"txt\": \"maria@example.com\"}\n");
    assert_eq!(code, 1);
    assert!(errors.contains("line 2: not a JSON object with a string `text`") && !errors.contains("maria"), "{errors}");
}

#[test]
fn otlp_json_keeps_ids_and_reads_attributes_under_their_keys() {
    let request = "{\"resourceSpans\": [{\"resource\": {\"attributes\": [{\"key\": \"host.ip\", \"value\": {\"stringValue\": \"x\"}}]}, \
        \"scopeSpans\": [{\"spans\": [{\"traceId\": \"41111111111111114111111111111111\", \"spanId\": \"4111111111111111\", \
        \"name\": \"mail maria@example.com\", \"startTimeUnixNano\": \"1772000000000000000\", \"attributes\": [\
        {\"key\": \"db.password\", \"value\": {\"stringValue\": \"hunter2!x\"}}, \
        {\"key\": \"card\", \"value\": {\"intValue\": \"4111111111111111\"}}, \
        {\"key\": \"n\", \"value\": {\"intValue\": \"7\"}}, \
        {\"key\": \"to\", \"value\": {\"arrayValue\": {\"values\": [{\"stringValue\": \"maria@example.com\"}]}}}]}]}]}]}";
    let value: Value = serde_json::from_str(&good(&[], request)).unwrap();
    let span = &value["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
    assert_eq!(span["traceId"], "41111111111111114111111111111111");
    assert_eq!(span["spanId"], "4111111111111111");
    assert_eq!(span["name"], "mail [EMAIL]");
    let attribute = |i: usize| span["attributes"][i]["value"].to_string();
    assert_eq!(attribute(0), "{\"stringValue\":\"[SECRET]\"}");
    assert_eq!(attribute(1), "{\"stringValue\":\"[CARD]\"}");
    assert_eq!(attribute(2), "{\"intValue\":\"7\"}");
    assert_eq!(attribute(3), "{\"arrayValue\":{\"values\":[{\"stringValue\":\"[EMAIL]\"}]}}");
    let decisions = good(&["--explain"], request);
    assert!(
        decisions.contains("resourceSpans[0].scopeSpans[0].spans[0].attributes[db.password]\tSECRET"),
        "{decisions}"
    );
}

#[test]
fn protobuf_of_real_clients_is_recognised() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("integration/fixtures/captures");
    let mut bodies = Vec::new();
    let mut dirs = vec![dir];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()) {
            match entry.is_dir() {
                true => dirs.push(entry),
                false if entry.extension().is_some_and(|e| e == "pb") => bodies.push(entry),
                false => {}
            }
        }
    }
    bodies.sort();
    assert!(!bodies.is_empty());
    for path in bodies.iter().step_by(bodies.len().div_ceil(12)) {
        let body = fs::read(path).unwrap();
        let (out, errors, code) = redact(&[], &body);
        assert_eq!((code, errors.as_str()), (0, ""), "{path:?}");
        let value: Value = serde_json::from_slice(&out).unwrap_or_else(|_| panic!("{path:?} was not recognised"));
        let signal = ["traces", "logs", "metrics"].into_iter().find(|s| path.to_string_lossy().contains(s)).unwrap();
        assert!(
            value
                .as_object()
                .unwrap()
                .keys()
                .next()
                .unwrap()
                .to_lowercase()
                .contains(&signal[..3].replace("tra", "spa"))
        );
        assert!(!text(&out).contains("maria.gonzalez@example.com"), "{path:?}");
        // As protobuf again, and stable.
        let format = format!("otlp-{signal}");
        let (again, errors, code) = redact(&["--format", &format], &body);
        assert_eq!((code, errors.as_str()), (0, ""), "{path:?}");
        assert_eq!(redact(&["--format", &format], &again).0, again, "{path:?}");
    }
}

#[test]
fn labelled_files_are_scored() {
    let cases = "{\"text\": \"é maria@example.com\", \"spans\": [{\"type\": \"EMAIL_ADDRESS\", \"start\": 2, \"end\": 19}]}\n\
        {\"text\": \"x ivan@example.com\", \"spans\": [{\"type\": \"EMAIL\", \"start\": 0, \"end\": 18}]}\n\
        {\"cat\": \"clean\", \"text\": \"nothing\"}\n";
    let (out, errors, code) = redact(&["--test", "-", "--min-f1", "0.4", "--max-leak", "0.1"], cases.as_bytes());
    assert_eq!((code, errors.as_str()), (0, ""));
    let table = text(&out);
    assert!(
        table.contains("| EMAIL | 2 | 2 | 0.500 | 0.500 | 0.500 | 1.000 | 1.000 | 1.000 | 5.71 % | 0 |"),
        "{table}"
    );
    assert!(table.contains("| clean | 1 | 0 | 0 | 7 | 0 | 0.0000 % |") && table.contains("3 cases"), "{table}");
    let (out, _, code) = redact(&["--test", "-", "--min-f1", "0.9", "--misses"], cases.as_bytes());
    assert_eq!(code, 1);
    assert!(text(&out).contains("missed: strict F1 is 0.50000"), "{}", text(&out));
    let (_, errors, code) = redact(&["--test", "-"], b"{\"text\": \"a\"}\n{\"text\": \"b\", \"spans\": 1}\n");
    assert_eq!(code, 1);
    assert!(errors.contains("line 2: `spans` must be a list"), "{errors}");
    assert_eq!(redact(&["--test", "-"], b"").2, 1);
}

#[test]
fn mistakes_are_told_without_content() {
    for (args, input, message) in [
        (
            &["--format", "json"][..],
            &b"{\"a\": maria@example.com}"[..],
            "not JSON, or nested deeper than 127 levels: line 1 column",
        ),
        (&["--format", "otlp-json"], b"{\"a\": 1}", "not OTLP/JSON"),
        (&["--format", "otlp-traces"], b"maria@example.com", "not an ExportTraceServiceRequest"),
        (&["/does/not/exist"], b"", "cannot read /does/not/exist"),
    ] {
        let (_, errors, code) = redact(args, input);
        assert_eq!(code, 1, "{args:?}");
        assert!(errors.contains(message) && !errors.contains("maria"), "{errors}");
    }
    assert_eq!(redact(&["--jsonl", "--explain"], b"").2, 2);
}

#[test]
fn flags_that_would_do_nothing_are_refused() {
    for (args, needed) in [
        (&["--show-values"][..], "--explain"),
        (&["--show-values", "--jsonl"], "--explain"),
        (&["--min-f1", "0.9", "/dev/null"], "--test"),
        (&["--max-leak", "0.9", "--jsonl"], "--test"),
        (&["--misses", "/dev/null"], "--test"),
        (&["--misses"], "--test"),
    ] {
        let (out, errors, code) = redact(args, b"");
        assert!(code == 2 && out.is_empty() && errors.contains(needed), "{args:?}: {errors}");
    }
}

#[test]
fn limits_of_a_score_are_shares() {
    for limit in ["5", "-1", "nan", "95%"] {
        let (_, errors, code) = redact(&["--test", "/dev/null", &format!("--max-leak={limit}")], b"");
        assert!(code == 2 && errors.contains("write a share from 0 to 1"), "{limit}: {errors}");
    }
}

#[test]
fn types_are_listed_with_their_action() {
    let dir = tempfile::tempdir().unwrap();
    let path = config(dir.path(), "[[redaction.policies]]\ntypes = [\"EMAIL\"]\naction = \"partial\"");
    let listed = good(&["--types", "--config", path.to_str().unwrap()], "");
    assert!(listed.lines().any(|line| line == "EMAIL\tpartial"), "{listed}");
    assert!(listed.lines().any(|line| line == "US_SSN\tmask"), "{listed}");
    assert!(!listed.contains("REDACTION_FAILED"), "{listed}");
}

#[test]
fn names_in_free_text_go_where_the_configuration_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let path = config(dir.path(), "redaction.free_text_names = true");
    let (input, path) = ("Yesterday Maria Gonzalez asked.\n", path.to_str().unwrap());
    assert_eq!(good(&[], input), input);
    assert_eq!(good(&["--config", path], input), "Yesterday [PERSON] asked.\n");
    let told = good(&["--explain", "--config", path], input);
    assert!(told.contains("person_in_free_text"), "{told}");
}

#[test]
fn numbers_of_protobuf_come_through_and_what_is_not_known_goes() {
    use opentelemetry_proto::tonic::{
        collector::metrics::v1::ExportMetricsServiceRequest,
        metrics::v1::{
            Gauge, Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics, metric, number_data_point::Value,
        },
    };
    use prost::Message as _;

    let numbers = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.1 + 0.2];
    let point = |n: &f64| NumberDataPoint { value: Some(Value::AsDouble(*n)), ..NumberDataPoint::default() };
    let gauge = metric::Data::Gauge(Gauge { data_points: numbers.iter().map(point).collect() });
    let metric = Metric { name: "mail maria@example.com".to_owned(), data: Some(gauge), ..Metric::default() };
    let scope = ScopeMetrics { metrics: vec![metric], ..ScopeMetrics::default() };
    let resource = ResourceMetrics { scope_metrics: vec![scope], ..ResourceMetrics::default() };
    let mut request = ExportMetricsServiceRequest { resource_metrics: vec![resource] };
    let body = request.encode_to_vec();
    let (out, errors, code) = redact(&["--format", "otlp-metrics"], &body);
    assert_eq!((code, errors.as_str()), (0, ""));
    request.resource_metrics[0].scope_metrics[0].metrics[0].name = "mail [EMAIL]".to_owned();
    let again = |out: &[u8]| ExportMetricsServiceRequest::decode(out).unwrap().encode_to_vec();
    assert_eq!(again(&out), request.encode_to_vec(), "bit by bit");
    // Written as JSON where nothing is said.
    let json: serde_json::Value = serde_json::from_slice(&redact(&[], &body).0).unwrap();
    let points = json.pointer("/resourceMetrics/0/scopeMetrics/0/metrics/0/gauge/dataPoints").unwrap();
    assert_eq!((&points[0]["asDouble"], &points[2]["asDouble"]), (&"NaN".into(), &"-Infinity".into()));
    // A field of a later version may hold anything.
    let unknown = [&body[..], &[15 << 3 | 2, 17], b"maria@example.com"].concat();
    let (out, errors, code) = redact(&["--format", "otlp-metrics"], &unknown);
    assert_eq!((again(&out), code), (request.encode_to_vec(), 0));
    assert!(errors.contains("1 field that OTLP does not have left out"), "{errors}");
}

#[test]
fn a_directory_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let name = dir.path().to_str().unwrap();
    for args in [&[][..], &["--jsonl"], &["--line-buffered"]] {
        let (_, told, code) = redact(&[args, &[name]].concat(), b"");
        assert!(code == 1 && told.contains(&format!("{name}: it is a directory")), "{told}");
    }
}

/// What the program writes for each of these lines, before it gets the next one.
fn follow(args: &[&str], lines: &[&str]) -> Vec<String> {
    let mut child = custos().arg("redact").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut out) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let mut answers = Vec::new();
    for line in lines {
        stdin.write_all(line.as_bytes()).unwrap();
        let mut answer = String::new();
        out.read_line(&mut answer).unwrap();
        answers.push(answer);
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    answers
}

#[test]
fn a_log_that_is_followed_comes_line_by_line() {
    let mail = "mail maria@example.com\n";
    assert_eq!(follow(&["--line-buffered"], &["up\n", mail, mail]), ["up\n", "mail [EMAIL]\n", "mail [EMAIL]\n"]);
    // What was said before counts.
    let label = follow(&["--line-buffered", "-"], &["the password is:\n", "Xk9#mQ2vLp7w\n"]);
    assert_eq!(label[1], good(&[], "the password is:\nXk9#mQ2vLp7w\n").lines().nth(1).unwrap().to_owned() + "\n");
    let json = "{\"a\": \"maria@example.com\"}\n";
    for args in [&["--line-buffered"][..], &["--line-buffered", "--format", "ndjson"]] {
        assert_eq!(follow(args, &[json, json]), ["{\"a\": \"[EMAIL]\"}\n"; 2]);
    }
    let labelled = follow(&["--line-buffered", "--jsonl"], &["{\"text\": \"maria@example.com\"}\n"]);
    assert!(labelled[0].contains("[EMAIL]"), "{labelled:?}");
    let (_, told, code) = redact(&["--line-buffered", "--format", "otlp-json"], b"");
    assert!(code == 2 && told.contains("read as a whole"), "{told}");
    let (out, told, code) = redact(&["--line-buffered"], b"a\xff maria@example.com");
    assert_eq!((out.as_slice(), code), ("a\u{fffd} [EMAIL]".as_bytes(), 0));
    assert!(told.contains("1 place"), "{told}");
}

/// Its lines are longer together than what is seen before a line.
#[test]
fn the_lines_of_a_long_key_are_told_by_its_head() {
    let line = |n: u64| {
        let digits = (0..64).map(|i| (n * 64 + i).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58);
        let text: String = digits
            .map(|d| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[d as usize]))
            .collect();
        text + "\n"
    };
    let body: Vec<String> = (0..150).map(line).collect();
    let mut lines = vec!["key:\n", "-----BEGIN RSA PRIVATE KEY-----\n"];
    lines.extend(body.iter().map(String::as_str));
    let answers = follow(&["--line-buffered"], &lines);
    let left: Vec<_> =
        body.iter().enumerate().filter(|(_, line)| answers.iter().any(|answer| answer.contains(line.trim()))).collect();
    assert!(left.is_empty(), "{} lines of the key are left, the first {:?}", left.len(), left.first());
}
