package io.ddbvault.core.diff;

import io.ddbvault.core.event.TellReading;
import io.ddbvault.core.model.Stop;
import java.util.function.BooleanSupplier;

/** Reads the items of one side. */
interface ItemSource {
    /** Hears of items, from several threads at once. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param bytes what {@code [from, to)} is an item of in DynamoDB JSON; valid until this returns
         * @param place where it stands, see {@link Places}; of a table's item meaningless
         */
        void item(byte[] bytes, int from, int to, long place);
    }

    /**
     * Hands over every item once.
     *
     * @param enough whether nobody wants more; then this may return early
     * @throws io.ddbvault.core.error.DdbvaultException if not all could be read; {@code STOPPED}
     */
    void read(Sink sink, TellReading tell, BooleanSupplier enough, Stop stop);
}
