package io.ddbvault.spark;

import io.ddbvault.core.model.Stop;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts Spark for a job, as it was submitted, but for what a job cannot do without. */
final class StartSpark {
    private StartSpark() {}

    static OnCluster start(String job, Stop stop) {
        JavaSparkContext spark = new JavaSparkContext(new SparkConf()
                .setIfMissing("spark.app.name", "ddbvault " + job)
                // Two tasks on the same work would read, and be charged, twice, and pass every ceiling.
                .set("spark.speculation", "false")
                // Others cannot read records.
                .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer"));
        return new OnCluster(spark, stop);
    }
}
