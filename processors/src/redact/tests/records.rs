//! Records of people as forms, configurations and programs write them, and beside each the same about things.

use serde_json::json;

use super::{RedactEngine, becomes, redact, stay};

#[test]
fn numbers_in_web_forms_have_pluses_for_spaces() {
    becomes(&[
        ("iban=DE50+5001+0517+0648+4890+12&x=1", "iban=[IBAN]&x=1"),
        ("note=please+pay+GB33+NWBK+6016+1331+9268+44+today", "note=please+pay+[IBAN]+today"),
        ("a=1&card=4508+1273+9465+0188&n=2", "a=1&card=[CARD]&n=2"),
        ("ssn=512+44+7093", "ssn=[US_SSN]"),
        ("message=SSN+512-44-7093", "message=SSN+[US_SSN]"),
        ("q=call+me+at+%2B1+415+555+0132", "q=call+me+at+[PHONE]"),
    ]);
    stay(&[
        "total=512+44+7093; n++",
        "x = 4508+1273+9465+0188",
        "at=2026-03-01T10:00:00+02:00&n=1",
        "range=1+2+3&rows=10+20",
        "n/2+3/4",
    ]);
}

#[test]
fn names_are_told_by_the_fields_around_them() {
    becomes(&[
        ("name=Ada Lovelace\nemail=ada@example.org\n", "name=[PERSON]\nemail=[EMAIL]\n"),
        ("NAME=\"Ada Lovelace\"\nDOB=1980-02-03\n", "NAME=\"[PERSON]\"\nDOB=[DATE_OF_BIRTH]\n"),
        ("USER_NAME=Ada Lovelace\nLEVEL=info", "USER_NAME=[PERSON]\nLEVEL=info"),
        ("user_name: Ada Lovelace", "user_name: [PERSON]"),
        ("{'name': 'Ada Lovelace', 'phone': '0237 547 115'}", "{'name': '[PERSON]', 'phone': '[PHONE]'}"),
        ("first_name: Ada\nlast_name: van der Berg\n", "first_name: [PERSON]\nlast_name: [PERSON]\n"),
        ("FULL_NAME=\"მარიამ ბერიძე\"\n", "FULL_NAME=\"[PERSON]\"\n"),
        ("first_name: श्यामला\nlast_name: बोस\n", "first_name: [PERSON]\nlast_name: [PERSON]\n"),
        ("Name: สมชาย ใจดี\nPhone: 02 123 4567\n", "Name: [PERSON]\nPhone: [PHONE]\n"),
        ("user.full_name=\"田中 花子\" level=info", "user.full_name=\"[PERSON]\" level=info"),
        ("Street address: Kungsgatan 9\n", "Street address: [ADDRESS]\n"),
        ("License plate: 京A-07784\n", "License plate: [LICENSE_PLATE]\n"),
        ("{\"license_plate\":\"08다6304\"}", "{\"license_plate\":\"[LICENSE_PLATE]\"}"),
        ("VAT: CHE109322551MWST", "VAT: [CH_UID]"),
        ("Address: 北京市朝阳区建国路88号\n", "Address: [ADDRESS]\n"),
        ("Ada King <aking@example.org>", "[PERSON] <[EMAIL]>"),
        ("Kind Regards Ada King <ada.king@example.org>", "Kind Regards [PERSON] <[EMAIL]>"),
        ("Signed-off-by: Ada B. King <king@example.org>", "Signed-off-by: [PERSON] <[EMAIL]>"),
    ]);
    stay(&[
        "name: nginx\nimage: nginx:1.27\n",
        "name=web\nphone=yes\n",
        "name = Example Admin\nauthor_email = none",
        "user_name: nginx",
        "USER_NAME=svc_build",
        "{'name': 'Send Email', 'parameters': {'email': {'type': 'string'}}}",
        "apiVersion: v1\nmetadata:\n  name: web\n  labels: {app: web}\n",
        "Name: 設定\nType: object\n",
        "name: 日志\nlevel: info\n",
    ]);
    assert_eq!(
        redact("Maintainer: Example Java Maintainers <java-maintainers@example.org>"),
        "Maintainer: Example Java Maintainers <[EMAIL]>"
    );
}

#[test]
fn halves_of_a_name_are_attributes_too() {
    let half = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
    let list = |a, b| json!([{"key": "user.name", "value": {"kvlistValue": {"values": [a, b]}}}]).to_string();
    let new = redact(&list(half("first", "Ada"), half("last", "Lovelace")));
    assert_eq!(new, list(half("first", "[PERSON]"), half("last", "[PERSON]")));
    assert_eq!(redact(&new), new);
    let pages = list(half("first", "Intro"), half("next", "Summary"));
    assert_eq!(redact(&pages), pages);
}

#[test]
fn a_check_digit_under_a_key_that_says_nothing_proves_nothing() {
    let engine = RedactEngine::default();
    for value in ["BK4829151", "604 118 238", "850709-9805", "311290-4321"] {
        assert!(engine.redact_text(value, false).is_some(), "{value} alone");
        let text = json!({ "text": value }).to_string();
        assert!(engine.redact_text(&text, true).is_some(), "{text}");
        for key in ["hotfix", "rack", "count", "label", "refs"] {
            // A Swedish number is dated, and its own form.
            let dated = value.starts_with("85");
            let text = json!({ key: value, "list": [value] }).to_string();
            assert_eq!(engine.redact_text(&text, true).is_some(), dated, "{text}");
        }
    }
    becomes(&[
        ("{\"dea_number\":\"BK4829151\"}", "{\"dea_number\":\"[MEDICAL_LICENSE]\"}"),
        ("{\"acn\":\"604 118 238\"}", "{\"acn\":\"[AU_ACN]\"}"),
        ("{\"cpr\":\"311290-4321\"}", "{\"cpr\":\"[DK_CPR]\"}"),
    ]);
}

#[test]
fn what_is_counted_and_placed_is_no_telephone_number() {
    stay(&[
        "MX\t+2904-01058\tAmerica/Example",
        "GG\t+492717-0023210\tEurope/Example",
        "0043 0301 ; [.1FD8.0020.0008] # LETTER C WITH ACUTE",
        "0046 0066 0069; # LIGATURE FFI",
        "{\"sku\":\"415-555-0132\",\"replica\":\"035 809 619\"}",
        "replica number 0612345678 is behind",
        "511F 5120 5121 5122 5123 5124",
        "21623919 office hours",
        "call 1 2 3 4 5 6 7 8",
        "{\"workers\":[\"07014675061\"]}",
        "{\"q\":\"004159-5635\"}",
    ]);
    becomes(&[
        ("21623919 office\n55665642 mobile", "[PHONE] office\n[PHONE] mobile"),
        ("You can call 73 07 19 96 today", "You can call [PHONE] today"),
        ("they are not answering at 37165033492", "they are not answering at [PHONE]"),
        ("{\"contact\":\"035 809 619\"}", "{\"contact\":\"[PHONE]\"}"),
        ("call 0043 1 5880 0140 now", "call [PHONE] now"),
        ("{\"phone\":\"07014675061\"}", "{\"phone\":\"[PHONE]\"}"),
        ("Telefonní číslo: 212 345 678", "Telefonní číslo: [PHONE]"),
        ("Αριθμός τηλεφώνου: 21 2345 6789", "Αριθμός τηλεφώνου: [PHONE]"),
    ]);
}

#[test]
fn versions_and_nets_are_no_addresses() {
    stay(&[
        "openjdk 17.0.9.8",
        "    rails (27.1.2.3)",
        "    actionpack (= 27.1.2.3)",
        "\"left-pad\": \"~31.4.7.2\"",
        "upgraded from 1.2.3.4 to 1.2.3.5",
        "## 23.5.29.14 (2024-03-01)",
        "image: registry/team/web:31.0.38.33",
        "libx11-6 (>= 2:1.4.99.1)",
        "assert_eq!(oid, \"1.3.101.112\")",
        "firmware: 35.0.9.10",
        "{\"build\":\"23.37.9.7\"}",
        "cidr_block = \"10.4.0.0/16\"",
        "allow 192.168.7.0/24;",
    ]);
    becomes(&[
        ("login from 23.4.5.6", "login from [IP_ADDRESS]"),
        ("the crawler contacted 23.45.12.6 twice", "the crawler contacted [IP_ADDRESS] twice"),
        ("blocked 37.12.4.9 today", "blocked [IP_ADDRESS] today"),
        ("updated the rule that denies 37.12.4.9", "updated the rule that denies [IP_ADDRESS]"),
        ("23.4.5.6 - - \"GET / HTTP/1.1\"", "[IP_ADDRESS] - - \"GET / HTTP/1.1\""),
        ("web 203.0.113.7 up", "web [IP_ADDRESS] up"),
        ("inet 192.168.7.21/24", "inet [IP_ADDRESS]/24"),
        ("http://23.4.0.0/16", "http://[IP_ADDRESS]/16"),
        ("addr:23.4.5.6", "addr:[IP_ADDRESS]"),
    ]);
}

#[test]
fn numbers_that_no_version_has_are_an_address_whatever_the_word() {
    becomes(&[
        ("release 178.231.119.171 from quarantine", "release [IP_ADDRESS] from quarantine"),
        ("rev 87.147.30.210", "rev [IP_ADDRESS]"),
        ("visitor/203.102.8.42", "visitor/[IP_ADDRESS]"),
        ("src_ip==87.18.200.11", "src_ip==[IP_ADDRESS]"),
        ("ip from 22.3 to 93.178.20.31", "ip from 22.3 to [IP_ADDRESS]"),
        ("web-81.157.239.164", "web-[IP_ADDRESS]"),
        ("web    12.166.99.37", "web    [IP_ADDRESS]"),
        // Small numbers behind a program are a version where most are of one digit.
        ("Sign-in on Windows (12.16.41.20)", "Sign-in on Windows ([IP_ADDRESS])"),
        ("nginx 35.48.46.54 - - GET /", "nginx [IP_ADDRESS] - - GET /"),
        ("Websocket upgrade failed: 18.25.33.48", "Websocket upgrade failed: [IP_ADDRESS]"),
        ("connect to 2a02:4f8:1c2::17: refused", "connect to [IP_ADDRESS]: refused"),
    ]);
    let engine = RedactEngine::default();
    for (key, value, found) in [
        ("tag", "87.187.42.45", true),
        ("release_by_ip", "23.37.9.7", true),
        ("build", "23.37.9.7", false),
        ("db.client_address", "10.4.7.9", true),
        ("db.address", "10.4.7.9", false),
        ("user_agent", "2a02:4f8:1c2::17", true),
    ] {
        let text = json!({ key: value }).to_string();
        assert_eq!(engine.redact_text(&text, true).is_some(), found, "{text}");
    }
    stay(&[
        "version 14.3.120.201",
        "release 12.30.99.250",
        "Chrome/126.0.0.0",
        "jdk-11.0.16.1",
        "Upgrade to 4.4.63.30 (from 4.4.63.26)",
    ]);
}

#[test]
fn cells_of_rows_are_no_decimals() {
    becomes(&[
        ("17,415-555-0132,42", "17,[PHONE],42"),
        ("17,Mills,(415) 555-0132,42", "17,Mills,[PHONE],42"),
        ("17,+4915112345678,42", "17,[PHONE],42"),
        ("17,0151 23456789,42", "17,0151 23456789,42"),
        ("Mills,0151 23456789,42", "Mills,[PHONE],42"),
        ("[7,219-09-9998,3]", "[7,[US_SSN],3]"),
        ("4111111111111111,04/29,123", "[CARD],[CARD_DETAIL],[CARD_DETAIL]"),
        ("(7,4111111111111111,50)", "(7,[CARD],50)"),
        ("2026,4111111111111111", "2026,[CARD]"),
        ("7,529.982.247-25,42", "7,[BR_CPF],42"),
        ("Rossi,RSSMRA85T10A562S,42", "Rossi,[IT_FISCAL_CODE],42"),
    ]);
    stay(&["0,4111111111111111", "1234567890,55", "1,0151234567,3", "12,345,678"]);
}

#[test]
fn a_thing_that_is_numbered_leaves_what_is_of_a_person() {
    becomes(&[
        ("ticket (415) 555-0132", "ticket [PHONE]"),
        ("the customer of this order, 415-555-0132, is angry", "the customer of this order, [PHONE], is angry"),
        ("row 14: 415-555-0132", "row 14: [PHONE]"),
        ("contract with 415-555-0132", "contract with [PHONE]"),
        ("ticket for 529.982.247-25", "ticket for [BR_CPF]"),
        ("order id 4111111111111111 exp 04/29", "order id [CARD] exp [CARD_DETAIL]"),
        ("GET /people/RSSMRA85T10A562S/orders", "GET /people/[IT_FISCAL_CODE]/orders"),
        ("DE89370400440532013000_2026.pdf", "[IBAN]_2026.pdf"),
        ("calls/+493012345678_2026.wav", "calls/[PHONE]_2026.wav"),
        ("GET /users/+4915112345678/messages", "GET /users/[PHONE]/messages"),
    ]);
    let engine = RedactEngine::default();
    for (key, value, found) in [
        ("task", "Call the customer at 0151 23456789", true),
        ("order", "Mills, 415-555-0132", true),
        ("order", "(415) 555-0132", true),
        ("order", "415-555-0132", false),
        ("ticket", "529.982.247-25 asks for a refund", true),
    ] {
        let text = json!({ key: value }).to_string();
        assert_eq!(engine.redact_text(&text, true).is_some(), found, "{text}");
        // A list of such is no thing with a number.
        for text in [json!({ key: [value] }), json!({ key: [["x", value]] }), json!({ key: [{ "c": value }] })] {
            assert!(engine.redact_text(&text.to_string(), true).is_some(), "{text}");
        }
    }
    stay(&["order 415-555-0132", "ticket number 415-555-0132", "order id 4111111111111111"]);
}

#[test]
fn names_behind_more_field_words() {
    becomes(&[
        ("Payee Name: Ada Lovelace", "Payee Name: [PERSON]"),
        ("Remitter: ADA LOVELACE", "Remitter: [PERSON]"),
        ("Kontoinhaberin: Ada Lovelace", "Kontoinhaberin: [PERSON]"),
        ("Titulaire du compte : Ada Lovelace", "Titulaire du compte : [PERSON]"),
        ("Hiring manager: Ada Lovelace", "Hiring manager: [PERSON]"),
        ("Attending: Ada Lovelace, MD", "Attending: [PERSON], MD"),
        ("Apologies: Ada Lovelace, Jan Roe", "Apologies: [PERSON], [PERSON]"),
        ("Họ và tên: Nguyễn Văn An", "Họ và tên: [PERSON]"),
        ("ชื่อ-นามสกุล: สมชาย ใจดี", "ชื่อ-นามสกุล: [PERSON]"),
    ]);
    stay(&[
        "Payee Name: required",
        "Hiring manager: tbd",
        "Attending: 12",
        "Apologies: none",
        "Package manager: Yarn Berry",
    ]);
}

#[test]
fn hidden_fields_of_web_forms_hold_passwords() {
    becomes(&[
        (
            "<input type=\"password\" name=\"f7\" value=\"tulip!77\">",
            "<input type=\"password\" name=\"f7\" value=\"[SECRET]\">",
        ),
        (
            "<form><input value=\"tulip!77\" type=\"password\"></form>",
            "<form><input value=\"[SECRET]\" type=\"password\"></form>",
        ),
    ]);
    stay(&[
        "<input type=\"password\" name=\"f7\" value=\"\">",
        "<input type=\"password\" name=\"f7\" value=\"••••••\">",
        "<input type=\"password\" value=\"{{ password2 }}\">",
        "<input type=\"text\" name=\"f7\" value=\"tulip!77\">",
    ]);
}

#[test]
fn lines_of_addresses_are_numbered() {
    for line in ["1600 Pine Street Apt 4", "Lindenweg 14"] {
        for key in
            ["address_line_1", "addressLine1", "Address Line 2", "shipping_address.line1", "ADDRESS-LINE-1", "street2"]
        {
            for (before, behind) in [(": ", "\n"), ("=\"", "\" id=1"), (": '", "', ok: true"), (" => '", "'")] {
                let text = format!("id: 1, {key}{before}{line}{behind}");
                assert_eq!(redact(&text), text.replace(line, "[ADDRESS]"));
            }
        }
    }
    becomes(&[
        ("id=1&address_line_1=1600+Pine+Street+Apt+4&n=2", "id=1&address_line_1=[ADDRESS]&n=2"),
        ("address2=Flat 7, Rose Court", "address2=[ADDRESS]"),
        ("address_line_2: Apt 4B", "address_line_2: [ADDRESS]"),
        ("home_address=Brolandsveien 1292", "home_address=[ADDRESS]"),
        ("address => 'Brockhausengasse 129'", "address => '[ADDRESS]'"),
    ]);
    stay(&[
        "ip_address_1=eth0 Bridge 4",
        "ipAddress1: Bridge 4",
        "address: Main 404",
        "address2: 0x7fff5fbff8c0 Foo",
        "Address Line 1: Address Line 2",
        "address_line_1: required, 80 characters",
        "baseline1: Run 14",
        "line1: Error in row 5",
        "deadline: Monday 14",
        "address = Homeoffice 2",
    ]);
}

#[test]
fn tables_of_one_column() {
    becomes(&[
        ("| full_name |\n|---|\n| Ewa Nowak |\n", "| full_name |\n|---|\n| [PERSON] |\n"),
        (
            "+-----------+\n| pwd       |\n+-----------+\n| hunter2x! |\n+-----------+\n",
            "+-----------+\n| pwd       |\n+-----------+\n| [SECRET] |\n+-----------+\n",
        ),
        (
            "Rows:\n  full_name   \n--------------\n Ewa Nowak\n Thabo Nkosi\n(2 rows)\n",
            "Rows:\n  full_name   \n--------------\n [PERSON]\n [PERSON]\n(2 rows)\n",
        ),
        (" phone\n------------\n  5550132345\n(1 row)\n", " phone\n------------\n  [PHONE]\n(1 row)\n"),
        (
            "| medical_record_number | n |\n|---|---|\n| MRN-0048213 | 3 |",
            "| medical_record_number | n |\n|---|---|\n| [MEDICAL_RECORD_NUMBER] | 3 |",
        ),
    ]);
    stay(&[
        "Address\n-------\n12 bytes, see Main Memory 4\n",
        "| Name |\n|---|\n| Flask Server |\n",
        "| password |\n|---|\n| required |\n",
        " count\n-------\n    42\n(1 row)\n",
        " Full name\n-----------\n Foo Bar\n",
        "| address |\n|---|\n| Homeoffice |\n",
    ]);
}
