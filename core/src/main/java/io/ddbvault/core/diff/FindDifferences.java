package io.ddbvault.core.diff;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import org.jspecify.annotations.Nullable;

/**
 * Reads both sides of a comparison once and finds out which items differ, but not yet in what: on many machines, by {@link
 * NotePart} and {@link MeetNotes}.
 */
@FunctionalInterface
public interface FindDifferences {
    /** Hears of what was found, each item once. A place is what {@link NotePart} made of it. */
    interface Found {
        /** Of so many items it is not wanted, or not needed, where they are. */
        void counted(long onlyHere, long onlyThere, long changed, long same);

        void onlyHere(long place);

        /** In the other backup. */
        void onlyThere(long place);

        /**
         * In the table.
         *
         * @param json the key in DynamoDB JSON
         */
        void onlyThere(KeyFingerprint key, byte[] json);

        /** @param there in the other backup; of a table meaningless */
        void changed(long here, long there);

        /**
         * Two items of the backup have one key.
         *
         * @throws DdbvaultException {@code DATA_FILE_DAMAGED}
         */
        void twiceHere(long place, long other);

        /**
         * An item of the other backup has the key of another one.
         *
         * @throws DdbvaultException {@code DATA_FILE_DAMAGED}
         */
        void twiceThere(long place);
    }

    /**
     * @param places whether it is wanted where the items are that differ
     * @param maxReadUnits the ceiling in read units a second for reading a table; null for none
     * @param found is called by one thread at a time
     * @return the read units that DynamoDB charged
     * @throws DdbvaultException as {@link DiffTable#run}
     */
    double find(
            Side.Backup here,
            Side there,
            KeySchema schema,
            boolean places,
            @Nullable Integer maxReadUnits,
            Found found,
            Stop stop);
}
