package io.ddbvault.aws.endtoend;

import static io.ddbvault.aws.endtoend.KillPlan.Moment.AFTER;
import static io.ddbvault.aws.endtoend.KillPlan.Moment.BEFORE;
import static io.ddbvault.aws.endtoend.KillPlan.Moment.IN_ANSWER;
import static io.ddbvault.aws.endtoend.KillPlan.Step.CHECKPOINT_IN_CLEAR;
import static io.ddbvault.aws.endtoend.KillPlan.Step.CHECKPOINT_IN_WRITE;
import static io.ddbvault.aws.endtoend.KillPlan.Step.COMPARE;
import static io.ddbvault.aws.endtoend.KillPlan.Step.DELETE;
import static io.ddbvault.aws.endtoend.KillPlan.Step.FIRST_CHECKPOINT;
import static io.ddbvault.aws.endtoend.KillPlan.Step.JOIN_REJECTS;
import static io.ddbvault.aws.endtoend.KillPlan.Step.KEEP_KEYS;
import static io.ddbvault.aws.endtoend.KillPlan.Step.LAST_CHECKPOINT;
import static io.ddbvault.aws.endtoend.KillPlan.Step.LATE_DELETE;
import static io.ddbvault.aws.endtoend.KillPlan.Step.LATE_SCAN;
import static io.ddbvault.aws.endtoend.KillPlan.Step.LOCK;
import static io.ddbvault.aws.endtoend.KillPlan.Step.LOCK_AGAIN;
import static io.ddbvault.aws.endtoend.KillPlan.Step.NOTE;
import static io.ddbvault.aws.endtoend.KillPlan.Step.READ;
import static io.ddbvault.aws.endtoend.KillPlan.Step.RELEASE;
import static io.ddbvault.aws.endtoend.KillPlan.Step.SCAN;
import static io.ddbvault.aws.endtoend.KillPlan.Step.STORE_REJECTS;
import static io.ddbvault.aws.endtoend.KillPlan.Step.VALIDATE;
import static io.ddbvault.aws.endtoend.KillPlan.Step.WRITE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Where one restore is killed, time after time, as its seed says. Each way to restore has a deck of places; its seeds deal
 * it out, so that together they have all of it. Which of the calls it is that is never answered is random. Pure.
 *
 * @param table the place of the table that it happens to, in the request's order
 * @param kills in an order that a restore can meet them in
 */
record KillPlan(Way way, int table, List<Kill> kills) {
    private static final int HAND = 5;

    KillPlan {
        kills = List.copyOf(kills);
    }

    /** @param nth such call of its process */
    record Kill(Place place, int nth) {}

    record Place(Step step, Moment moment) {}

    enum Moment {
        /** The service never sees the call. */
        BEFORE,
        /** The service did it, and half of the answer came. */
        IN_ANSWER,
        /** The service did it, and nothing of the answer came. */
        AFTER
    }

    /** Kinds of calls that a restore makes, in the order in which it begins with them. */
    enum Step {
        /** Reads a data file for the keys in it, before anything else. */
        VALIDATE(4),
        LOCK(1),
        FIRST_CHECKPOINT(1),
        /** Notes what the table holds. */
        NOTE(2),
        KEEP_KEYS(1),
        SCAN(2),
        DELETE(3),
        CHECKPOINT_IN_CLEAR(2),
        READ(2),
        WRITE(5),
        STORE_REJECTS(1),
        /** The lock, and the checkpoint, of a process that goes on; or the renewed ones of any. */
        LOCK_AGAIN(1),
        CHECKPOINT_IN_WRITE(2),
        /** Reads what the table held before, to delete it. */
        COMPARE(1),
        LATE_SCAN(2),
        LATE_DELETE(3),
        JOIN_REJECTS(1),
        /** The one that says that all is done. */
        LAST_CHECKPOINT(1),
        /** Of the lock, after that. */
        RELEASE(1);

        private final int calls;

        /** @param calls how many of them any process makes at the least that gets there */
        Step(int calls) {
            this.calls = calls;
        }

        Place at(Moment moment) {
            return new Place(this, moment);
        }
    }

    /** How a restore is asked for. */
    enum Way {
        PLAIN(""),
        CLEARING_BEFORE(",\"clear_existing_data\":true"),
        CLEARING_AFTER(",\"clear_existing_data\":true,\"clear_mode\":\"after\""),
        /** Of a backup with items that DynamoDB refuses, and lines that are no items. */
        OF_BAD_ITEMS(",\"clear_existing_data\":true");

        private final String fields;

        Way(String fields) {
            this.fields = fields;
        }

        /** What the request has beside its tables. */
        String fields() {
            return fields;
        }

        boolean clears() {
            return this != PLAIN;
        }

        boolean clearsAfter() {
            return this == CLEARING_AFTER;
        }

        /** The places where such a restore is killed, in all its seeds. */
        List<Place> deck() {
            return switch (this) {
                case PLAIN ->
                    List.of(
                            VALIDATE.at(BEFORE),
                            VALIDATE.at(IN_ANSWER),
                            LOCK.at(BEFORE),
                            LOCK.at(AFTER),
                            FIRST_CHECKPOINT.at(BEFORE),
                            FIRST_CHECKPOINT.at(AFTER),
                            READ.at(BEFORE),
                            READ.at(IN_ANSWER),
                            READ.at(AFTER),
                            WRITE.at(BEFORE),
                            WRITE.at(AFTER),
                            CHECKPOINT_IN_WRITE.at(BEFORE),
                            CHECKPOINT_IN_WRITE.at(AFTER),
                            LAST_CHECKPOINT.at(BEFORE),
                            LAST_CHECKPOINT.at(AFTER));
                case CLEARING_BEFORE ->
                    List.of(
                            SCAN.at(BEFORE),
                            SCAN.at(AFTER),
                            DELETE.at(BEFORE),
                            DELETE.at(BEFORE),
                            DELETE.at(AFTER),
                            DELETE.at(AFTER),
                            CHECKPOINT_IN_CLEAR.at(BEFORE),
                            CHECKPOINT_IN_CLEAR.at(AFTER),
                            LOCK_AGAIN.at(AFTER),
                            READ.at(IN_ANSWER),
                            WRITE.at(BEFORE),
                            WRITE.at(AFTER),
                            CHECKPOINT_IN_WRITE.at(BEFORE),
                            LAST_CHECKPOINT.at(BEFORE),
                            LAST_CHECKPOINT.at(AFTER));
                case CLEARING_AFTER ->
                    List.of(
                            NOTE.at(BEFORE),
                            NOTE.at(AFTER),
                            KEEP_KEYS.at(BEFORE),
                            KEEP_KEYS.at(AFTER),
                            READ.at(AFTER),
                            WRITE.at(BEFORE),
                            WRITE.at(AFTER),
                            CHECKPOINT_IN_WRITE.at(AFTER),
                            COMPARE.at(BEFORE),
                            COMPARE.at(AFTER),
                            LATE_SCAN.at(AFTER),
                            LATE_DELETE.at(BEFORE),
                            LATE_DELETE.at(AFTER),
                            LAST_CHECKPOINT.at(BEFORE),
                            LAST_CHECKPOINT.at(AFTER));
                case OF_BAD_ITEMS ->
                    List.of(
                            DELETE.at(BEFORE),
                            DELETE.at(AFTER),
                            READ.at(BEFORE),
                            WRITE.at(BEFORE),
                            WRITE.at(AFTER),
                            STORE_REJECTS.at(BEFORE),
                            STORE_REJECTS.at(BEFORE),
                            STORE_REJECTS.at(AFTER),
                            STORE_REJECTS.at(AFTER),
                            LOCK_AGAIN.at(BEFORE),
                            JOIN_REJECTS.at(BEFORE),
                            JOIN_REJECTS.at(AFTER),
                            JOIN_REJECTS.at(AFTER),
                            LAST_CHECKPOINT.at(BEFORE),
                            RELEASE.at(BEFORE));
            };
        }
    }

    /** @param seed from 0 */
    static KillPlan of(int seed) {
        Way way = Way.values()[seed % Way.values().length];
        int hand = seed / Way.values().length;
        List<Place> deck = new ArrayList<>(way.deck());
        Collections.shuffle(deck, new Random(way.name().hashCode()));
        Random random = new Random(seed);
        List<Kill> kills = deck.subList(hand * HAND, (hand + 1) * HAND).stream()
                .sorted(Comparator.comparing(Place::step).thenComparing(Place::moment))
                .map(place -> new Kill(place, 1 + random.nextInt(place.step().calls)))
                .toList();
        return new KillPlan(way, random.nextInt(2), kills);
    }
}
