//! The style sheet, the script and the pictures of the pages, as `build.rs` made them. Their addresses change with
//! their content, so a browser may keep each one for a year.

use actix_web::http::header::{
    AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING, ContentEncoding, Encoding, Header, VARY,
};
use actix_web::{HttpRequest, HttpResponse, web};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// One file, in the three forms it is sent in.
struct Asset {
    name: &'static str,
    url: &'static str,
    mime: &'static str,
    raw: &'static [u8],
    brotli: &'static [u8],
    gzip: &'static [u8],
}

impl Asset {
    /// The form the browser asked for, and the header that says which it is.
    fn packed_for(&self, request: &HttpRequest) -> (&'static [u8], Option<ContentEncoding>) {
        match wanted(request) {
            Some(Encoding::Known(ContentEncoding::Brotli)) => (self.brotli, Some(ContentEncoding::Brotli)),
            Some(Encoding::Known(ContentEncoding::Gzip)) => (self.gzip, Some(ContentEncoding::Gzip)),
            Some(Encoding::Known(_) | Encoding::Unknown(_)) | None => (self.raw, None),
        }
    }
}

/// The address of an asset by its plain name, `app.css`. An unknown name has no address; a test looks for such names
/// in the templates.
pub fn url(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| asset.url)
}

crate::routes! {
    get "/static/{file}" => serve,
}

/// `GET /static/{file}`: an asset, packed as the browser likes it best.
pub async fn serve(request: HttpRequest, _file: web::Path<String>) -> HttpResponse {
    let Some(asset) = ASSETS.iter().find(|asset| asset.url == request.path()) else {
        return HttpResponse::NotFound().finish();
    };
    let (body, encoding) = asset.packed_for(&request);
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(asset.mime)
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((VARY, "Accept-Encoding"));
    if let Some(encoding) = encoding {
        answer.insert_header((CONTENT_ENCODING, encoding));
    }
    answer.body(body)
}

fn wanted(request: &HttpRequest) -> Option<Encoding> {
    let made = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
    AcceptEncoding::parse(request).ok()?.negotiate(made.iter())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use actix_web::App;
    use actix_web::http::StatusCode;
    use actix_web::test::{TestRequest, call_service, init_service, read_body};

    use super::*;

    async fn fetch(path: &str, accept: &str) -> (StatusCode, Option<String>, Vec<u8>) {
        let app = init_service(App::new().route("/static/{file}", web::get().to(serve))).await;
        let request = TestRequest::get().uri(path).insert_header(("Accept-Encoding", accept));
        let answer = call_service(&app, request.to_request()).await;
        let encoding = answer.headers().get(CONTENT_ENCODING);
        let encoding = encoding.map(|value| value.to_str().unwrap().to_owned());
        (answer.status(), encoding, read_body(answer).await.to_vec())
    }

    fn asset(name: &str) -> &'static Asset {
        ASSETS.iter().find(|asset| asset.name == name).unwrap()
    }

    #[actix_web::test]
    async fn the_best_accepted_form_is_sent() {
        for (accept, encoding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("br;q=0.2, gzip;q=0.8", Some("gzip")),
            ("br;q=0, gzip", Some("gzip")),
            ("identity", None),
            ("", None),
        ] {
            let (status, sent, _) = fetch(url("app.css"), accept).await;
            assert_eq!((status, sent.as_deref()), (StatusCode::OK, encoding), "{accept:?}");
        }
    }

    #[actix_web::test]
    async fn every_form_unpacks_to_the_same_bytes() {
        for asset in ASSETS {
            let (_, _, raw) = fetch(asset.url, "identity").await;
            let (_, _, packed) = fetch(asset.url, "gzip").await;
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
            assert_eq!(raw, unpacked, "{}", asset.name);
            assert!(!asset.brotli.is_empty());
        }
    }

    #[actix_web::test]
    async fn an_asset_may_be_kept_for_a_year() {
        let app = init_service(App::new().route("/static/{file}", web::get().to(serve))).await;
        let request = TestRequest::get().uri(url("app.js")).to_request();
        let answer = call_service(&app, request).await;
        let header = |name| answer.headers().get(name).unwrap().to_str().unwrap();
        assert_eq!(header(CACHE_CONTROL), "public, max-age=31536000, immutable");
        assert_eq!(header(VARY), "Accept-Encoding");
        assert_eq!(header(actix_web::http::header::CONTENT_TYPE), "text/javascript; charset=utf-8");
    }

    #[actix_web::test]
    async fn another_version_or_name_is_not_found() {
        for path in ["/static/app.css", "/static/app.0000000000000000.css", "/static/Cargo.toml"] {
            assert_eq!(fetch(path, "br").await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn the_style_sheet_and_the_script_stay_small() {
        assert!(asset("app.css").raw.len() < 30_000, "{}", asset("app.css").raw.len());
        assert!(asset("app.js").raw.len() < 15_000, "{}", asset("app.js").raw.len());
        assert!(asset("passkeys.js").raw.len() < 4_000, "{}", asset("passkeys.js").raw.len());
    }

    #[test]
    fn making_the_style_sheet_small_keeps_what_it_says() {
        let css = std::str::from_utf8(asset("app.css").raw).unwrap();
        assert!(css.starts_with("@layer reset,tokens,base,layout,parts,utilities,print;"));
        assert!(!css.contains("/*") && !css.contains('\n'));
        assert!(css.contains("content:\"·\"") && css.contains("calc(100dvh - var(--top))"));
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }

    #[test]
    fn templates_name_only_assets_that_exist() {
        let mut folders = vec![std::path::PathBuf::from("templates")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                for (at, _) in text.match_indices("asset(\"") {
                    let name = text[at + 7..].split('"').next().unwrap();
                    assert_ne!(url(name), "", "{name} in {}", path.display());
                }
            }
        }
    }
}
