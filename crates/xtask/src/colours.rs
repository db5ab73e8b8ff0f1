//! Colour means mode, the same everywhere: the page's style sheet against the charts' palette.

#[cfg(test)]
mod tests {
    use charts::{Theme, mode_colour, palette};
    use model::Mode;

    #[test]
    fn the_page_and_the_charts_have_the_same_colours() {
        let sheet = std::fs::read_to_string(crate::root().join("www/src/styles/tokens.css")).unwrap();
        type Colour = fn(Theme) -> &'static str;
        let pairs: [(&str, Colour); 6] = [
            ("--mode-js", |theme| mode_colour(Mode::Js, theme)),
            ("--mode-scalar", |theme| mode_colour(Mode::Scalar, theme)),
            ("--mode-simd", |theme| mode_colour(Mode::Simd, theme)),
            ("--mode-threads", |theme| mode_colour(Mode::Threads, theme)),
            ("--mode-workers", |theme| mode_colour(Mode::Workers, theme)),
            ("--bg", |theme| palette(theme).paper),
        ];
        for (token, colour) in pairs {
            let [light, dark] = [Theme::Light, Theme::Dark].map(colour);
            let line = format!("{token}: light-dark({light}, {dark});");
            assert!(sheet.contains(&line), "tokens.css should say `{line}`");
        }
    }
}
