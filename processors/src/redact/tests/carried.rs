//! What agents carry that is about nobody: measurements, charts, documents, code, texts of interfaces. Beside each kind
//! stands what has to be found all the same.

use super::{becomes, redact, stay};

#[test]
fn ages_in_measurements_of_nobody_stay() {
    stay(&[
        "sex,age,income\nf,34,51000\nm,61,48000\n",
        "\"\",\"obs\",\"time\",\"gender\",\"age\"\n\"1\",1,1,1,46\n\"2\",2,5,1,51\n",
        "age\tsmoker\tcharges\n19\tyes\t16884.9\n28\tno\t4449.4\n",
        "| sex | age | n |\n|---|---|---|\n| f | 34 | 17 |\n",
        r#"{"columns":["sex","age","n"],"data":[["f",34,17],["m",61,4]]}"#,
    ]);
    becomes(&[
        ("name,age\nAda Lovelace,36\n", "name,age\nAda Lovelace,[AGE]\n"),
        ("user_id,age,city\n18,36,Bonn\n19,41,Ulm\n", "user_id,age,city\n18,[AGE],Bonn\n19,[AGE],Ulm\n"),
        ("patient_id;age\n18;36\n19;41\n", "patient_id;age\n18;[AGE]\n19;[AGE]\n"),
        ("email,age\nada@example.com,36\n", "email,age\n[EMAIL],[AGE]\n"),
    ]);
}

#[test]
fn what_is_counted_under_phone_and_pin_stays() {
    stay(&[
        "month,phone,chat\nJan,33412,17\nFeb,436,90\nMar,1200345,4\nApr,98,1\n",
        "| channel | n | phone |\n|---|---|---|\n| web | 2 | 832 |\n| app | 4 | 40355 |\n| fair | 7 | 12 |\n| a longer name of a shop here | 3 | 7522572 |\n",
        "month   phone     chat\nJan     33412     17\nFeb     436       90\nMar     1200345   4\n",
        "label,pin,value\nGND,1,4.2\nVCC,14,3.3\nSDA,227,1.8\n",
        "pin   signal\n7     GND\n128   VCC\n",
    ]);
    becomes(&[
        ("line,phone\nshop,5551234567\ndesk,5559876543\n", "line,phone\nshop,[PHONE]\ndesk,[PHONE]\n"),
        ("id,phone\n1,21623919\n2,4930123456\n3,493012345678\n", "id,phone\n1,[PHONE]\n2,[PHONE]\n3,[PHONE]\n"),
        ("card_id,pin\n18,4821\n19,0031\n", "card_id,pin\n18,[SECRET]\n19,[SECRET]\n"),
        ("id   phone\n1    5551234567\n2    5559876543\n", "id   phone\n1    [PHONE]\n2    [PHONE]\n"),
    ]);
    let measured = "\"item\",\"phone\",\"help\"\n\"phone\",1,0.320931228\n\"help\",0.288572677,1\n";
    assert_eq!(redact(measured), measured);
}

#[test]
fn lists_of_checksums_stay_readable() {
    let rows = |names: &[&str]| -> String {
        let row =
            |(i, name): (usize, &&str)| format!("{} {} {name}\n", 1_918_872_074 + i * 217_340_933, 13_496 + i * 8_117);
        names.iter().enumerate().map(row).collect()
    };
    let list = rows(&["cbt", "cc", "cg", "c", "c++", "cal", "cat", "cd", "chfn", "ls", "rc", "od", "nl", "ar", "as"]);
    assert_eq!(redact(&list), list);
    // All of a list goes that its heading names, and the text beside it stays.
    for (heading, value) in [
        ("phone", "2162391"),
        ("Cards", "4111 1111 1111 1112"),
        ("iban", "DE89370400440532013001"),
        ("SSN", "512447093"),
    ] {
        let list = format!("{value}\n").repeat(24);
        let new = redact(&format!("a note\n\n{heading}\n{list}and no more of 1234567\n"));
        let rest = new.strip_prefix(&format!("a note\n\n{heading}\n["));
        assert!(!new.contains(value) && rest.is_some_and(|r| r.ends_with("]\nand no more of 1234567\n")), "{new}");
    }
    stay(&["trace ids\n2162391\n2162392\n", "counts\n5551234567\n5551234568\n"]);
    stay(&[
        "lrwxrwxrwx  1 0   0    20 2024-09-29 cc -> /etc/alternatives/cc\n-rwxr-xr-x  1 0   0    33594 2022-08-28 10:40:16 cg\n",
        "rwxrwxrwx  1 0   0  7 llvm-rc\nlrwxrwxrwx  1 0   0       31 2023-09-29 07:59:14 llvm-rd\n",
    ]);
    becomes(&[
        ("cc 4111111111111112", "cc [CARD]"),
        ("CC:\n4111 1111 1111 1111", "CC:\n[CARD]"),
        ("ssn\n512447093", "ssn\n[US_SSN]"),
    ]);
}

#[test]
fn sections_bounds_and_curves_are_no_addresses() {
    stay(&[
        "<h4 class=\"title\"><a id=\"x\"></a>10.3.2.6. Aggregate Nodes</h4>",
        "<h4>36.7.2.1. SQLDA Data Structure</h4>",
        "<h3><span>7.4.4.1. </span>Payload</h3>",
        "<h4><a></a>14.5.4.4. 编译文件</h4>",
        "  queueMicrotask(() => {\n      // 19.2.3.1\n      if (e) {",
        "// HTTP-network fetch step 12.1.1.3\n",
        "Requires foo>=2.21.22.8,<3.10.5.24",
        "foo (=21.20.14.5)",
        "minimum version is 11.4.85.28 but",
        "**firmware**: 3.3.0.17",
        "## [4.6.85.28] - 2024-05-01",
        "4.623 9.147.52.4 1.138.367 1.497.02.297",
        "c-.774 2.33.198.198 0 0 1-.136.132",
    ]);
    becomes(&[
        ("<td>10.3.2.6</td>", "<td>[IP_ADDRESS]</td>"),
        ("ip>=10.3.2.6", "ip>=[IP_ADDRESS]"),
        ("build server 10.31.12.6", "build server [IP_ADDRESS]"),
        ("// 192.168.7.31\n", "// [IP_ADDRESS]\n"),
        ("GET / 0.123 93.184.216.34 0.456", "GET / 0.123 [IP_ADDRESS] 0.456"),
        ("<p>93.184.216.34. Our server", "<p>[IP_ADDRESS]. Our server"),
    ]);
}

#[test]
fn texts_of_forms_are_no_names_and_addresses() {
    stay(&[
        r#"{"address":{"text":"Address line 1"}}"#,
        r#"{"profile.address":"Please enter a valid address","lastName":"Last name is required"}"#,
        r#"{"firstName":"Enter your first name","street":{"text":"Street is required"}}"#,
        "Address: Address line 1\n",
        "  nal-ipv6-address=fd20::.  Only /96 IP address  range\n",
    ]);
    becomes(&[
        (r#"{"address":{"text":"1 State Street"}}"#, r#"{"address":{"text":"[ADDRESS]"}}"#),
        (r#"{"firstName":"Ada"}"#, r#"{"firstName":"[PERSON]"}"#),
        ("Address: 12 Address Lane\n", "Address: [ADDRESS]\n"),
    ]);
}

#[test]
fn names_of_operations_and_types_are_none_of_people() {
    stay(&[
        r#"{"CreateUser":{"name":"CreateUser","http":{"method":"POST"}}}"#,
        r#"{"DisassociateQAppFromUser":{"name":"DisassociateQAppFromUser"}}"#,
        "full_name = Word(alphas)(\"first_name\") + Word(alphas)",
        "    driver_name: StrictStr = Field(validation_alias=1)",
    ]);
    becomes(&[
        (r#"{"user":{"name":"DeVito"}}"#, r#"{"user":{"name":"[PERSON]"}}"#),
        ("full_name = Ada Lovelace\n", "full_name = [PERSON]\n"),
    ]);
}

#[test]
fn names_and_types_of_secrets_are_none() {
    stay(&[
        r#"[{"NAME":"web","READY":"True","SECRET":"payment-web-tls","AGE":"165m"}]"#,
        r#"{"rows":[["name","char(11)","YES"],["password","varchar(255)","NO"]]}"#,
        "<tr><td>password</td><td>varchar(255)</td></tr>",
        r#"{"image_pull_secrets":"List[V1LocalObjectReference]"}"#,
        r#"{"GetRoleCredentials":{"output":{"shape":"GetRoleCredentialsResponse"}}}"#,
        "pw = res1.penalization_factor\n",
        "\t\"PW\":  arm.C_WBIT | arm.C_PBIT,\n",
        "s.pwd = dir\n",
        "my $pwd = $ftp->pwd;",
        "    --- PASS: TestAddrStringAllocs/ipv4-in-ipv6+zone (0.00s)\n",
    ]);
    becomes(&[
        (r#"{"secret":"payment-web-7Zx8qLm2n"}"#, r#"{"secret":"[SECRET]"}"#),
        (r#"{"password":"db-credentials"}"#, r#"{"password":"[SECRET]"}"#),
        ("pw = tulip!77.x\n", "pw = [SECRET]\n"),
        (r#"["password","tulip(77)"]"#, r#"["password","[SECRET]"]"#),
    ]);
}

#[test]
fn pieces_of_paths_codes_and_dumps_are_no_numbers() {
    stay(&[
        "http://www.bafu.admin.ch/umweltbeobachtung/02272/02280\n",
        "MEEM FINAL FORM;Lo;0;AL;<final> 0645 0645 064A;;;;N;;;;;",
        "         02:74:89:ec:75:84:44:80:48:df:c1:f7:e9:37:ce:ce:92:92:\n         5c:89:22:08:73:1f\n",
        "{\"IMDB Rating\": 7.5, \"IMDB Votes\": 102936}",
        "{\"x\": \"3.8398\", \"sin(x)\": \"-0.0989199597\"}",
        "sku: PYY-57393\nname: Victoria Sponge Tin\nean: 4631198647262\n",
        "50, Sn , Tin, 118.710(7),668080,[Kr]",
        "#size-cells = <0>;\n\tspi-max-frequency = <25000000>;\n",
    ]);
    becomes(&[
        ("Tin: 912345678", "Tin: [PH_TIN]"),
        ("Tel. 030/1234567", "Tel. [PHONE]"),
        ("SIN 046 454 286", "SIN [CA_SIN]"),
        ("link/ether 5c:89:22:08:73:1f brd", "link/ether [MAC_ADDRESS] brd"),
        ("epic XFT8645211", "epic [IN_VOTER]"),
        ("cell: 2500000017", "cell: [PHONE]"),
    ]);
}
