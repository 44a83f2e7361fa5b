//! Track S: secrets of vendors without a word near by.

use super::{case::Case, rng::Rng};

/// Forms of vendors' secrets that nothing around them names, from the vendors' documentation and public rule sets
/// (formats only).
#[rustfmt::skip]
const BARE: &[&str] = &[
    "AAAA{b7}:APA91b{b134}", "IQoJb3JpZ2luX2Vj{a320}", "FwoGZXIvYXdzE{a300}", "ABSK{a127}=", "EAACEdEose0cBA{a180}",
    "ya29.a0{b150}", "1//0{b60}", "0.A{b40}.{b500}", "1.A{b60}.{b400}", "00D{a15}!{b96}", "ATATT3xFfGF0{b171}={u8}",
    "AKCp{a69}", "hvb.{b140}", "HRKU-AA{b58}", "AAAAAAAAAAAAAAAAAAAAA{a30}%3D{a50}", "access_token$production${l16}${h32}",
    "xoxe.xoxp-1-{b160}", "xoxe-1-{b140}", "xapp-1-A{u10}-{d13}-{h64}", "v1.0-{h24}-{h146}", "glc_eyJvIjoi{b80}",
    "sb_secret_{b31}", "fm2_lJPEC{b500}", "fo1_{b43}", "pul-{h40}", "oy2{l43}", "rubygems_{h48}", "cio{a32}",
    "{a14}.atlasv1.{b60}", "dt0c01.{u24}.{u64}", "LTAI{a20}", "AKID{a32}", "t1.9eu{b80}.{b86}", "AQVN{b36}",
    "ico-{a32}", "ops_eyJzaWduSW5BZGRyZXNz{a300}", "xkeysib-{h64}-{a16}", "tfp_{b44}_{a14}", "xai-{a80}",
    "sk-lf-{h8}-{h4}-{h4}-{h4}-{h12}", "pcsk_{a6}_{a63}", "tskey-auth-{a13}CNTRL-{a32}", "bkua_{h40}",
    "CCIPAT_{a22}_{h40}", "phx_{a43}", "re_{a8}_{a24}", "tvly-dev-{a32}", "tvly-{a32}", "apify_api_{a36}", "fc-{h32}",
    "nvapi-{b64}", "fw_{a24}", "tgp_v1_{b43}", "pa-{b43}", "jina_{h32}{a28}", "e2b_{h40}", "csk-{l48}", "sk-or-v1-{h64}",
    "lsv2_pt_{h32}_{h10}", "lsv2_sk_{h32}_{h10}", "bb_live_{b27}", "llx-{a48}", "napi_{l64}", "rnd_{a32}",
    "sk-ant-admin01-{b93}AA", "sk-svcacct-{b74}T3BlbkFJ{b74}", "sk-admin-{b74}T3BlbkFJ{b74}", "github_pat_{a22}_{a59}",
    "ghu_{a36}", "ghr_{a36}", "gldt-{b20}", "glrt-{b20}", "glcbt-{h2}_{b20}", "glptt-{h40}", "gloas-{h64}",
    "GR1348941{b20}", "sgp_{h16}_{h40}", "sgp_{h40}", "SG.{b22}.{b43}", "key-{h32}", "pubkey-{h32}", "AC{h32}",
    "secret-live-{b36}=", "secret-test-{b36}=", "dckr_pat_{b27}", "dckr_oat_{b32}", "dop_v1_{h64}", "doo_v1_{h64}",
    "dor_v1_{h64}", "EZAK{a54}", "CFPAT-{b43}", "figd_{b40}", "flwseck_test-{h32}-X", "FLWSECK-{h32}-X",
    "PMAK-{h24}-{h34}", "rdme_{l70}", "shpat_{h32}", "shpss_{h32}", "sntryu_{h64}",
    "sq0csp-{b43}", "EAAA{b60}", "squ_{h40}", "sqp_{h40}", "sqa_{h40}", "snyk_uat_{h8}.{b40}", 
    "wandb_v1_{b80}", "zpka_{h32}_{h8}", "waka_{h8}-{h4}-4{h3}-a{h3}-{h12}", "vercel_blob_rw_{a16}_{a30}",
    "vcp_{a56}", "sbp_{h40}", "rpa_{u43}", "r8_{a37}", "hf_{a34}", "api_org_{a34}", "gsk_{a52}", "nfp_{a36}", "npm_{a36}",
    "ntn_{d11}{a35}", "secret_{a43}", "lin_api_{a40}", "lin_oauth_{h64}", "pscale_pw_{b43}", "pscale_oauth_{b43}",
    "ATCTT3xFfG{b170}={u8}", "ATBB{a32}", "ATSTT3xFfG{b170}={u8}", "pat{a14}.{h64}", "pat-na1-{h8}-{h4}-{h4}-{h4}-{h12}",
    "AGE-SECRET-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", "bot{d10}:AA{b33}",
    "sk_live_{a99}", "rk_live_{a99}", "whsec_{a32}", "ASIA{u16}", "AIza{b35}", "GOCSPX-{b28}",
    "https://discord.com/api/webhooks/{d18}/{b68}", "https://hooks.slack.com/services/T{u8}/B{u8}/{a24}",
    "https://acme.webhook.office.com/webhookb2/{h8}-{h4}-{h4}-{h4}-{h12}@{h8}-{h4}-{h4}-{h4}-{h12}/IncomingWebhook/{h32}/{h8}-{h4}-{h4}-{h4}-{h12}",
    "https://prod-12.westus.logic.azure.com:443/workflows/{h32}/triggers/manual/paths/invoke?api-version=2016-06-01&sp=x&sv=1.0&sig={b43}",
];

/// Each of the bare forms `n` times, in a sentence.
pub fn bare(r: &mut Rng, n: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for form in BARE {
        for _ in 0..n {
            let value = r.token(form);
            cases.push(Case::new(form).text("it returned ").value("SECRET", &value).text(" and went on"));
        }
    }
    cases
}
