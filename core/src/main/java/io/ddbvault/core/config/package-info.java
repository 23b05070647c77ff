/** Environment variables parsed once into typed, immutable settings. */
@NullMarked
package io.ddbvault.core.config;

import org.jspecify.annotations.NullMarked;
