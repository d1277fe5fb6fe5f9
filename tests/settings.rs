//! The table of settings, its page and the example file say the same.

use toneline::config::table::TABLE;

#[test]
fn the_page_lists_every_setting_as_the_table_has_it() {
    let page = include_str!("../docs/SETTINGS.md");
    for row in TABLE {
        let line = format!("| `{}` | {} | {} |", row.name, row.default, row.what);
        assert!(page.contains(&line), "docs/SETTINGS.md lacks this line:\n{line}");
    }
    let listed = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(listed, TABLE.len(), "docs/SETTINGS.md lists a setting that is none");
}

#[test]
fn the_example_file_names_every_setting_and_sets_none() {
    let example = include_str!("../.env.example");
    for row in TABLE {
        assert!(
            example.contains(&format!("\n#{}=\n", row.name)),
            ".env.example lacks {}",
            row.name
        );
    }
    let set: Vec<_> =
        example.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(set.is_empty(), ".env.example sets {set:?}");
}
