//! Makes the files a browser asks for: joins the parts of the style sheet and of the script, gives each result a name
//! that changes with its content, and packs it as small as it gets, once, here. `src/web/assets.rs` serves the outcome.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    // The migrations and messages are embedded by macros, which do not notice a new file by themselves.
    for path in ["build.rs", "static", "migrations", "src/i18n/locales"] {
        println!("cargo:rerun-if-changed={path}");
    }
    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    add(&mut table, "app.css", style_sheet()?.as_bytes())?;
    add(&mut table, "app.js", script()?.as_bytes())?;
    add(&mut table, "passkeys.js", script_of_its_own("static/js/passkeys.js")?.as_bytes())?;
    for path in files_in("static/img")? {
        add(&mut table, file_name(&path)?, &fs::read(&path)?)?;
    }
    table.push_str("];\n");
    fs::write(out_dir()?.join("assets.rs"), table)?;
    Ok(())
}

/// The parts in the order of their layers; every component belongs to the layer `parts`.
fn style_sheet() -> Outcome<String> {
    let base = ["app", "tokens", "base", "layout"].map(|name| format!("static/css/{name}.css").into());
    let components = joined(&files_in("static/css/components")?)?;
    let print = joined(&["static/css/print.css".into()])?;
    Ok(small_css(&format!("{}@layer parts {{\n{components}}}\n{print}", joined(&base)?)))
}

/// One function, so that nothing leaks into the page; `app.js` first, for the behaviours build on it.
fn script() -> Outcome<String> {
    let mut parts = vec![PathBuf::from("static/js/app.js")];
    parts.extend(files_in("static/js/behaviors")?);
    let body = small_js(&joined(&parts)?);
    Ok(format!("(() => {{\n\"use strict\";\n{body}start();\n}})();\n"))
}

/// A script that few pages load; it stands alone.
fn script_of_its_own(path: &str) -> Outcome<String> {
    Ok(format!("(() => {{\n\"use strict\";\n{}}})();\n", small_js(&fs::read_to_string(path)?)))
}

/// Writes one asset in its three forms and adds its line to the table.
fn add(table: &mut String, name: &str, raw: &[u8]) -> Outcome {
    let (stem, extension) = name.rsplit_once('.').ok_or("an asset needs an extension")?;
    let file = format!("{stem}.{}.{extension}", fingerprint(raw));
    let mime = mime_type(extension).ok_or_else(|| format!("no content type is known for {name}"))?;
    let raw_path = written(&file, raw)?;
    let brotli_path = written(&format!("{file}.br"), &brotli(raw)?)?;
    let gzip_path = written(&format!("{file}.gz"), &gzip(raw)?)?;
    writeln!(
        table,
        "    Asset {{ name: {name:?}, url: {:?}, mime: {mime:?}, raw: include_bytes!({raw_path:?}), \
         brotli: include_bytes!({brotli_path:?}), gzip: include_bytes!({gzip_path:?}) }},",
        format!("/static/{file}"),
    )?;
    Ok(())
}

fn mime_type(extension: &str) -> Option<&'static str> {
    match extension {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        _ => None,
    }
}

/// Style sheet without comments, without the white space that only people need, and with `.5` for `0.5`.
fn small_css(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => {
                let end = rest[1..].find('"').map_or(rest.len(), |end| end + 2);
                let text = &rest[..end];
                let word = text.trim_matches('"');
                let is_word =
                    word.starts_with(char::is_alphabetic) && word.chars().all(|c| c.is_alphanumeric() || c == '-');
                // The value of an attribute needs no quotes where it is a word.
                out.push_str(if out.ends_with('=') && is_word { word } else { text });
                end
            }
            _ if next.is_whitespace() => {
                push_space(&mut out, rest.trim_start());
                rest.len() - rest.trim_start().len()
            }
            '0' if rest[1..].starts_with('.') && !out.ends_with(char::is_alphanumeric) => {
                // After a percentage a point begins a number by itself.
                if out.ends_with("% ") {
                    out.pop();
                }
                1
            }
            _ => {
                push_sign(&mut out, next);
                next.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    out
}

/// A space stays only between two words, never beside punctuation that already parts them.
fn push_space(out: &mut String, rest: &str) {
    let parted = out.ends_with(['{', '}', ';', ',', ':', '>', ' ']) || out.is_empty();
    if !parted && !rest.starts_with(['{', '}', ';', ',', '>']) && !rest.starts_with("/*") {
        out.push(' ');
    }
}

/// The last semicolon of a block says nothing.
fn push_sign(out: &mut String, sign: char) {
    if sign == '}' && out.ends_with(';') {
        out.pop();
    }
    out.push(sign);
}

/// Script without whole-line comments and indentation: what is left reads like the source. No script here has a string
/// of several lines, the one thing this would change.
fn small_js(source: &str) -> String {
    source
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .fold(String::new(), |text, line| text + line + "\n")
}

fn joined(parts: &[PathBuf]) -> Outcome<String> {
    let mut text = String::new();
    for part in parts {
        text.push_str(&fs::read_to_string(part)?);
        text.push('\n');
    }
    Ok(text)
}

/// Sorted, so that the same tree always makes the same bytes.
fn files_in(directory: &str) -> Outcome<Vec<PathBuf>> {
    let mut paths = fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<Outcome<Vec<_>>>()?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> Outcome<&str> {
    let name = path.file_name().and_then(|name| name.to_str());
    Ok(name.ok_or("file names of assets are plain text")?)
}

fn fingerprint(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash[..8].iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut packed = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &best)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn written(name: &str, bytes: &[u8]) -> Outcome<PathBuf> {
    let path = out_dir()?.join(name);
    fs::write(&path, bytes)?;
    Ok(path)
}

fn out_dir() -> Outcome<PathBuf> {
    Ok(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?.into())
}
