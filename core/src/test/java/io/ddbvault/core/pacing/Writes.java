package io.ddbvault.core.pacing;

import io.ddbvault.core.model.WriteBatch.Operation;
import io.ddbvault.core.pacing.SimulateWrites.Op;
import io.ddbvault.core.pacing.SimulateWrites.Ops;
import java.util.Random;

/** What tables look like from the side of their write units. None of it is known to the budget. */
enum Writes implements Ops {
    SMALL_ITEMS(Operation.PUT, (random, number) -> put(100 + random.nextInt(900), 1, 0, 0)),
    ITEMS_OF_ALL_SIZES(Operation.PUT, (random, number) -> put(anySize(random), shorter(random), 0, 0)),
    LARGEST_ITEMS(Operation.PUT, (random, number) -> put(400 * 1024, 1, 0, 0)),
    /** With five indexes that hold whole items. */
    INDEXED_WHOLE(Operation.PUT, (random, number) -> put(anySize(random), shorter(random), 5, 0)),
    /** With ten to twenty indexes that hold keys, so that small items are up to twenty times as dear, and large ones not. */
    INDEXED_KEYS(Operation.PUT, (random, number) -> put(anySize(random), shorter(random), 0, 10 + random.nextInt(11))),
    /** Large items first, then small ones, which are dear for their size, and so on. */
    LARGE_THEN_SMALL(Operation.PUT, (random, number) -> put(number % 4000 < 200 ? 300_000 : 500, 1, 0, 20)),
    /** One item in ten is in five indexes, the others in none. */
    SPARSELY_INDEXED(
            Operation.PUT, (random, number) -> put(100 + random.nextInt(3000), 1, random.nextInt(10) == 0 ? 5 : 0, 0)),
    /** Items put over others of all sizes. */
    OVERWRITES(Operation.PUT, (random, number) -> over(100 + random.nextInt(20_000), anySize(random))),
    DELETES_OF_SMALL(Operation.DELETE, (random, number) -> delete(300, 1)),
    DELETES_OF_ALL_SIZES(Operation.DELETE, (random, number) -> delete(48_000, units(anySize(random)))),
    DELETES_OF_UNKNOWN_SIZES(Operation.DELETE, (random, number) -> delete(0, units(anySize(random)))),
    /** Large items stand together, so that the scan's pages are either of small items or of large ones. */
    DELETES_OF_LARGE_TOGETHER(
            Operation.DELETE, (random, number) -> number % 20_000 < 2_000 ? delete(409_600, 6 * 400) : delete(300, 6)),
    /** One in a hundred is of 400 KB, the others are small. */
    DELETES_OF_FEW_LARGE(Operation.DELETE, (random, number) -> delete(4_400, random.nextInt(100) == 0 ? 400 : 1));

    final Operation operation;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
    private final Ops ops;

    Writes(Operation operation, Ops ops) {
        this.operation = operation;
        this.ops = ops;
    }

    @Override
    public Op next(Random random, int number) {
        return ops.next(random, number);
    }

    /** As many of 100 bytes to 1 KB as of 1 to 10, and of 10 to 100. */
    private static int anySize(Random random) {
        return (int) (100 * Math.pow(4000, random.nextDouble()));
    }

    /** How much shorter the item is than its JSON. */
    private static double shorter(Random random) {
        return 0.7 + 0.3 * random.nextDouble();
    }

    private static Op put(int json, double shorter, int wholeIndexes, int keyIndexes) {
        return new Op(json, json, units(json * shorter) * (1 + wholeIndexes) + keyIndexes);
    }

    private static Op over(int json, int old) {
        return new Op(json, json, Math.max(units(json), units(old)));
    }

    /** @param size the average of the scan's page */
    private static Op delete(int size, double units) {
        return new Op(30, size, units);
    }

    private static double units(double bytes) {
        return Math.ceil(bytes / 1024);
    }
}
