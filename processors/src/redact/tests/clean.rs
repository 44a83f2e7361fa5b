//! Clean text of kinds that have many figures or names of code, and beside each kind what has to be found all the same.

use super::{becomes, stay};

#[test]
fn rows_of_dumps_hold_no_numbers() {
    stay(&[
        "00000010: 0017 3800 0000 4111 1111 1111 1111 0a0d  ..8.A...........\n",
        "00000020: 7467 6574 6e75 6d00 4243 0074 7075 7473  tgetnum.BC.tputs\n00000030: 0074 6765 7473 0055 5000 6e6c 5f6c 0a00  .tgets.UP.nl_l..\n",
        "0000c930  00 00 00 00 0f 85 9e 00  00 00 8b 05 28 68 01 00  |............(h..|\n0000c940  05 28 68 01 00 cc 00 00  00 00 00 00 00 00 00 00  |.(h.............|\n",
        "0037340 ff7a f228 f875 b443 9785 80d5 a9e5 6a31\n0037360 5706 0123 4567 0890 0000 0008 0000 0000\n",
        "0074060 1608 0031 0000 0000 4858 0037 0000 0000\n0074100 0008 0000 0000 0000 5454 0038 0031 0000\n",
        "  3338b:\t05 01 01 00 00       \tadd    $0x101,%eax\n  33390:\t48 8b 05 42 18 10 00 \tmov    0x101842(%rip),%rax\n",
        "\t0x0000:  4500 003c 1c46 4000 4006 b1e6 c0a8 0068\n\t0x0010:  c0a8 0001 0123 4567 0890 0012 5018 00e5\n",
    ]);
    becomes(&[
        ("0612: 06 98 34 56 78\n", "0612: [PHONE]\n"),
        ("Phone\n0221 998 12 34\n", "Phone\n[PHONE]\n"),
        ("1001 4111 1111 1111 1111\n", "1001 [CARD]\n"),
        ("fade: 030 12 34 56 78\n", "fade: [PHONE]\n"),
        ("00000010: ssn 219-09-9999\n", "00000010: ssn [US_SSN]\n"),
    ]);
}

#[test]
fn fractions_and_terms_are_no_telephone_numbers() {
    stay(&[
        "<path d=\"m7.9-.0155 15.524-7.49 15.58c.0969 .2664-.219l1.02.0312 39.5938\"/>",
        "[-0.002, -1.153, +2.1111346190]",
        "<latitude>+48.162899</latitude>",
        "from -90.000000 to +90.000000. Positive",
        "n*(n/20922789888e3-1/87178291200)+1/479001600)-1/3628800)+1/40320)-1/720)",
        "NGC2099   67 05 52 16.6 +32 34 45.6 12.38 11.12",
        "times[2] = \"+10594-01-01\"",
        "ASK  HHZ NS00  IAML      0345 36.690   12.9",
        "\"America/Montevideo|LMT -04 -03 -0330 -0230 -02 -0130\"",
        "Physica A 388 (2009) 764-774.",
        "y(4)g(20)349 4499 y(5)g",
        "[.417A.0026.0002.9675]",
        "{\"iata\": \"SMS\", \"lon\": \"49.816666\"}",
        "coef = -.4906619460083532*n",
        "Chrome/80.0.3987.162 Mobile Safari/537.36",
        ".mobile-pull-66 { left: 66.66667%; }",
        "(ex: `/008/009/637/2472/1.jpg`)",
        "N registered ; B 41 -18 719 666 ;",
        "N registered ; B 83 0 783 700 ;",
    ]);
    becomes(&[
        ("call +48.221234567 now", "call [PHONE] now"),
        ("Tel. +33 1.23.45.67.89", "Tel. [PHONE]"),
        ("+44 (0)20 7946 0958", "[PHONE]"),
        ("(+44) 20 7946 0958", "[PHONE]"),
        ("phone 0221 -998 12 34", "phone [PHONE]"),
        ("Tel(020) 7946 0958", "Tel[PHONE]"),
        ("\"mobile\": \"555.1234567\"", "\"mobile\": \"[PHONE]\""),
        ("card.4111111111111111", "card.[CARD]"),
        ("021.623.919.162 mobile", "[PHONE] mobile"),
        ("dial 0 41 522 18 90", "dial [PHONE]"),
        ("registered on 41 522 18 90", "registered on [PHONE]"),
    ]);
}

#[test]
fn files_are_born_to_the_nanosecond() {
    stay(&["Change: 2026-01-02 03:04:05.678901234 +0000\n Birth: 2026-01-02 03:04:05.678901234 +0000\n"]);
    becomes(&[
        ("Birth: 1984-03-12\n", "Birth: [DATE_OF_BIRTH]\n"),
        ("Birth: 1984-03-12 00:00:00\n", "Birth: [DATE_OF_BIRTH] 00:00:00\n"),
        ("dob: 1984-03-12 00:00:00.000\n", "dob: [DATE_OF_BIRTH] 00:00:00.000\n"),
    ]);
}

#[test]
fn headings_and_blocks_of_makers_are_no_addresses() {
    stay(&[
        "<h3>24.6.4.1. Text colors</h3>",
        "// 22.2.1.5 - Template class codecvt",
        "CC:4F:5C:80:00:00/28\tExample\tExample Labs",
        "8C:1F:64:39:A0:00/36\tExample",
    ]);
    becomes(&[
        ("10.6.4.1. The server", "[IP_ADDRESS]. The server"),
        ("ping 24.6.4.1. Then wait", "ping [IP_ADDRESS]. Then wait"),
        ("24.6.4.1 - - [01/Feb/2026", "[IP_ADDRESS] - - [01/Feb/2026"),
        ("link CC:4F:5C:80:00:01", "link [MAC_ADDRESS]"),
        ("CC:4F:5C:80:12:00/28", "[MAC_ADDRESS]/28"),
    ]);
}
