package io.ddbvault.core.restore;

import io.ddbvault.core.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * An item that did not arrive.
 *
 * @param place file and line
 * @param key the item's primary key in DynamoDB JSON; null for a line that is no item. For results, never for a log
 * @param reason what is wrong with it, without its values
 */
public record FailedItem(Place place, @Nullable String key, String reason) {}
