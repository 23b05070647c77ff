package io.ddbvault.spark;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The smallest job that shows whether a cluster works. */
public final class SquaresJob {
    private SquaresJob() {}

    public static void main(String[] arguments) {
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("squares"))) {
            System.out.println(spark.parallelize(List.of(1, 2, 3, 4), 4)
                    .map(number -> number * number)
                    .collect());
        }
    }
}
