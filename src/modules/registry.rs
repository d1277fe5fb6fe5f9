//! Every module, by name and by menu key.

use std::sync::Arc;

use super::comprehension::Comprehension;
use super::debate::Debate;
use super::english::English;
use super::general::General;
use super::knowledge::Knowledge;
use super::mandarin::Mandarin;
use super::maths::Maths;
use super::{Card, Module};
use crate::content::Library;
use crate::domain::ids::ModuleName;

/// The modules of this line, in menu order.
#[derive(Clone)]
pub struct Registry {
    modules: Vec<Arc<dyn Module>>,
    cards: Vec<Card>,
}

/// Why a set of modules cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// Two modules have one name.
    #[error("two modules are called {0}")]
    Name(ModuleName),
    /// Two modules have one key.
    #[error("two modules are on key {0}")]
    Key(char),
    /// A key that the line keeps for itself, or no key at all.
    #[error("{0} cannot be a module's key: keys are 1 to 9")]
    Reserved(char),
}

impl Registry {
    /// The name of the module that is the menu.
    pub const MENU: ModuleName = ModuleName::new("general");

    /// The modules that come with the line: one line for each.
    #[must_use]
    pub fn shipped() -> Self {
        Self::teaching(&Library::shipped())
    }

    /// The same modules with other content.
    #[must_use]
    pub fn teaching(library: &Arc<Library>) -> Self {
        let modules: Vec<Arc<dyn Module>> = vec![
            Arc::new(General::answering(Arc::clone(library))),
            Arc::new(English::new(library)),
            Arc::new(Maths::teaching(Arc::clone(library))),
            Arc::new(Comprehension::new(Arc::clone(library))),
            Arc::new(Debate::new(Arc::clone(library))),
            Arc::new(Knowledge::teaching(Arc::clone(library))),
            Arc::new(Mandarin::new(library)),
        ];
        Self::new(modules)
            .expect("the shipped modules have names and keys of their own; a test builds them")
    }

    /// Builds a registry; the order given is the order of the menu.
    ///
    /// # Errors
    /// [`RegistryError`] where names or keys clash.
    pub fn new(modules: Vec<Arc<dyn Module>>) -> Result<Self, RegistryError> {
        let cards: Vec<Card> = modules.iter().map(|m| m.card().clone()).collect();
        for (i, card) in cards.iter().enumerate() {
            if let Some(key) = card.key
                && !('1'..='9').contains(&key)
            {
                return Err(RegistryError::Reserved(key));
            }
            for earlier in &cards[..i] {
                if earlier.name == card.name {
                    return Err(RegistryError::Name(card.name.clone()));
                }
                if let (Some(a), Some(b)) = (earlier.key, card.key)
                    && a == b
                {
                    return Err(RegistryError::Key(a));
                }
            }
        }
        Ok(Self { modules, cards })
    }

    /// The module of that name.
    #[must_use]
    pub fn get(&self, name: &ModuleName) -> Option<&dyn Module> {
        self.modules.iter().find(|m| m.card().name == *name).map(AsRef::as_ref)
    }

    /// Every card, in menu order.
    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }
}
