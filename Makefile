# Two commands: `make run` shows the line at work, `make test` runs every test.
# Both install what is missing first.

.PHONY: run test

run:
	@sh scripts/setup.sh run
	@echo "building; the first time takes some minutes"
	cargo run --quiet -- demo

test:
	@sh scripts/setup.sh test
	cargo test
