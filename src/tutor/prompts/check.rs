//! Every template with every fixture.
